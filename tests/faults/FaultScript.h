// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <chrono>
#include <variant>
#include <vector>

namespace rivulet::faults {

// How a server behaves, as values. Bytes are bytes of the connection: what HTTP makes of them is not known
// here.

/// These bytes, in one go or in segments of so many.
struct Send {
    QByteArray bytes;
    qsizetype segment = 0;
};
struct Pause {
    std::chrono::milliseconds duration;
};
/// The unit again and again, as fast as the client takes it, up to so many bytes.
struct Flood {
    QByteArray unit;
    qint64 bytes = 0;
};
/// What follows the bytes. Half: this side says that nothing more comes, and stays.
enum class Last { Close, Reset, Half, Stay };

using Step = std::variant<Send, Pause, Flood, Last>;

/// What is done with one connection. Without a Last it ends with Close.
struct Act {
    enum class Begin {
        Request, ///< once its request is there, whole
        Accept,  ///< at once, and nothing of the request is read
    };
    std::vector<Step> steps;
    Begin begin = Begin::Request;
};

/// One act a connection; the last one stands for all that follow.
using FaultScript = std::vector<Act>;

using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

[[nodiscard]] QByteArray head(int status, const QByteArray& type, const Headers& headers = {});
/// Of a body whose end is told by its chunks.
[[nodiscard]] QByteArray chunkedHead(const QByteArray& type, const Headers& headers = {});
[[nodiscard]] QByteArray chunk(const QByteArray& bytes);
/// The bytes as chunks of this size, without the end of the body.
[[nodiscard]] QByteArray chunks(const QByteArray& bytes, qsizetype size);
inline constexpr char lastChunk[] = "0\r\n\r\n";
/// A whole reply of a known length.
[[nodiscard]] QByteArray reply(int status, const QByteArray& type, const QByteArray& body,
                               const Headers& headers = {});

} // namespace rivulet::faults
