// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace rivulet::app {

/// What the demonstration needs to know of a chat request: both dialects write it almost alike.
struct DemoRequest {
    QString model;
    /// The last prompt of the user that is not merely "go on".
    QString prompt;
    /// The unfinished answer that is to be continued, if that is what is asked.
    QString partial;
    bool stream = true;
};

/// Nothing for a body that is no chat request.
[[nodiscard]] std::optional<DemoRequest> parseDemoRequest(const QByteArray& body);

} // namespace rivulet::app
