// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QString>

#include <optional>

namespace rivulet::store {

/// What a row of the journal tells.
enum class JournalKind {
    Started,  ///< an attempt began; its model and number
    Text,     ///< goes on the answer's end
    Thinking, ///< goes on the thinking's end
    Tool,
    Citation,
    Usage,
    Warning,
    Seam,
    Reset, ///< the text so far is replaced by what follows
    Ended,
};

[[nodiscard]] QString journalKindName(JournalKind kind);
[[nodiscard]] std::optional<JournalKind> journalKindFromName(QStringView name);

/// Takes a piece of a tool call into the calls there are: arguments are joined, the other fields hold from
/// when they are told.
void addTool(std::vector<domain::ToolActivity>& tools, const domain::ToolActivity& piece);

/// Does to `message` what one row of the journal tells. All rows in order, begun on an answer that has no
/// content, give the answer. Pure.
void fold(domain::Message& message, JournalKind kind, const QString& payload);

} // namespace rivulet::store
