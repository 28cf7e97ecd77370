// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "RichText.h"
#include "domain/Message.h"
#include "text/Block.h"

#include <QDateTime>
#include <QVariant>

#include <vector>

namespace rivulet::app {

/// What each kind of transcript row shows for each of the model's roles. Pure: it is handed values and gives
/// values.
class RowContent {
public:
    [[nodiscard]] static QVariant ofPrompt(const domain::Message& prompt, int role);
    /// `shown`: its thought as it may be painted; empty where it is folded.
    [[nodiscard]] static QVariant ofThinking(const domain::Message& answer, const QString& shown, bool active,
                                             bool expanded, int role);
    /// Below a text of which not all is shown.
    [[nodiscard]] static QString andMore(qsizetype characters);
    [[nodiscard]] static QVariant ofTool(const domain::ToolActivity& tool,
                                         const std::optional<domain::Ending>& ending, bool expanded,
                                         int role);
    /// A place where an answer was cut and went on.
    struct Cut {
        domain::Seam seam;
        QStringView before; ///< the text that stood when it was cut
        QDateTime time;     ///< when it went on; invalid where that is not known
    };
    /// Of one mark, in order. `after`: characters that came after the last one, where they may be taken back;
    /// else 0.
    [[nodiscard]] static QVariant ofSeam(const std::vector<Cut>& cuts, qsizetype after, int role);
    [[nodiscard]] static QVariant ofSources(const std::vector<domain::Citation>& citations, bool expanded,
                                            int role);
    /// `takenBack`: so many characters were taken back with a seam.
    [[nodiscard]] static QVariant ofFooter(const domain::Message& answer, const QString& author, bool running,
                                           qsizetype takenBack, int role);
    [[nodiscard]] static QVariant ofBlock(const text::Block& block, const RichText::Colours& colours,
                                          int role);
    /// What of a block may be selected: its text as it is seen, cells apart by tabs, as long as what is
    /// painted.
    [[nodiscard]] static QString shown(const text::Block& block);
    /// A role that a kind of row has nothing to say to: the empty value of the role's type.
    [[nodiscard]] static QVariant empty(int role);
};

} // namespace rivulet::app
