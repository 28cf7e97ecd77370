// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <vector>

namespace rivulet::exchange {

/// The wire bytes of one answer with their arrival times, in one file: what the demo plays, what tests
/// decode, what a bug report carries. Never holds request headers or keys.
///
/// The file is JSON, one object a line. First the head:
///   {"rivulet_recording":1,"dialect":"anthropic","model":"m","status":200,"content_type":"text/event-stream","note":"..."}
/// then a chunk a line, `at` in milliseconds since the request was sent, not decreasing:
///   {"at":12,"text":"..."}   UTF-8 bytes as a JSON string, or   {"at":12,"base64":"..."}   any bytes.
struct Recording {
    struct Chunk {
        std::chrono::milliseconds at{0};
        QByteArray bytes;
        friend bool operator==(const Chunk&, const Chunk&) = default;
    };

    QString dialect;
    QString model;
    QString note;
    int status = 200;
    QByteArray contentType;
    std::vector<Chunk> chunks;

    [[nodiscard]] QByteArray bytes() const;

    friend bool operator==(const Recording&, const Recording&) = default;
};

/// Fails, naming the line, on anything that is not such a file; bounded to 64 MiB.
[[nodiscard]] domain::Result<Recording> parseRecording(const QByteArray& file);
/// parseRecording(writeRecording(r)) == r.
[[nodiscard]] QByteArray writeRecording(const Recording& recording);

} // namespace rivulet::exchange
