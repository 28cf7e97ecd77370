// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "RichText.h"
#include "domain/Message.h"
#include "text/Block.h"

#include <QVariant>

namespace rivulet::app {

/// What each kind of transcript row shows for each of the model's roles. Pure: it is handed values and gives
/// values.
class RowContent {
public:
    [[nodiscard]] static QVariant ofPrompt(const domain::Message& prompt, int role);
    [[nodiscard]] static QVariant ofThinking(const domain::Message& answer, bool active, bool expanded,
                                             int role);
    [[nodiscard]] static QVariant ofTool(const domain::ToolActivity& tool,
                                         const std::optional<domain::Ending>& ending, bool expanded,
                                         int role);
    /// `undoable`: what came after it may be taken back.
    [[nodiscard]] static QVariant ofSeam(const domain::Seam& seam, bool undoable, int role);
    [[nodiscard]] static QVariant ofSources(const std::vector<domain::Citation>& citations, bool expanded,
                                            int role);
    [[nodiscard]] static QVariant ofFooter(const domain::Message& answer, const QString& author, bool running,
                                           int role);
    [[nodiscard]] static QVariant ofBlock(const text::Block& block, const RichText::Colours& colours,
                                          int role);
    /// A role that a kind of row has nothing to say to: the empty value of the role's type.
    [[nodiscard]] static QVariant empty(int role);
};

} // namespace rivulet::app
