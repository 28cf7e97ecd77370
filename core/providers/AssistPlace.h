// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace rivulet::providers {

/// How far an answer in the assist dialect was read: what a reader that goes on with it has to know. A value;
/// writes itself as the cursor of a ResumePoint. Private to this layer.
struct AssistPlace {
    /// The last event's, opaque; empty where the server gave none that could be sent back.
    QByteArray eventId;
    /// The index that the next token should have.
    qint64 nextIndex = 0;
    /// UTF-16 units of text so far.
    qint64 units = 0;
    /// Of these, at the end: units that an error's partial_response told before any token did.
    qint64 ahead = 0;
    /// The answer is taken up again because tokens were missing.
    bool afterGap = false;

    [[nodiscard]] QString cursor() const;
    /// From a cursor; the beginning of an answer for what is none.
    [[nodiscard]] static AssistPlace fromCursor(const QString& cursor);

    friend bool operator==(const AssistPlace&, const AssistPlace&) = default;
};

/// An event's id as it may stand in a header; empty for one that may not.
[[nodiscard]] QByteArray sendableId(const QByteArray& id);

} // namespace rivulet::providers
