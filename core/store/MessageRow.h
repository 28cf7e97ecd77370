// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "store/Statement.h"

namespace rivulet::store {

/// How a message and its row in `messages` become each other.
class MessageRow {
public:
    /// SELECT of every column that read() takes, up to its WHERE.
    [[nodiscard]] static QString select();
    [[nodiscard]] static domain::Message read(const Statement& row);

    /// INSERT of what is known when a message begins, and its values. An answer's text is not among them:
    /// that is the journal's until the answer ends.
    [[nodiscard]] static QString insert();
    [[nodiscard]] static QVariantList beginning(const domain::Message& message);

    /// UPDATE of all that an answer's end brings, and its values.
    [[nodiscard]] static QString update();
    [[nodiscard]] static QVariantList ending(const domain::Message& message);
};

} // namespace rivulet::store
