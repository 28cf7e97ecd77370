// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "RichText.h"
#include "domain/Message.h"
#include "models/AnswerMarks.h"
#include "models/CodeFence.h"
#include "models/ShownThought.h"
#include "models/TableModel.h"
#include "models/TranscriptModel.h"
#include "text/MarkdownBlocks.h"

#include <map>
#include <memory>
#include <vector>

namespace rivulet::app {

/// One answer of a transcript: the message as far as it is shown, its text as blocks, where its tools and
/// seams stand, and what of it is unfolded. Its rows point to it by number; it knows nothing of them.
class TranscriptAnswer {
public:
    /// Without the message's text: that comes by append().
    explicit TranscriptAnswer(const domain::Message& begun);

    /// What a block's row is.
    [[nodiscard]] TranscriptModel::RowKind blockKind(int block) const;
    /// What one of its rows shows.
    [[nodiscard]] QVariant content(TranscriptModel::RowKind kind, int part, const RichText::Colours& colours,
                                   int role) const;
    /// The seams that the mark of this first one stands for: of several in one place the last.
    [[nodiscard]] std::vector<domain::Seam> seams(int first) const;
    /// False where this kind of row has nothing to fold.
    [[nodiscard]] bool unfold(TranscriptModel::RowKind kind, int part, bool expanded);

    text::BlockChange append(QStringView text);
    /// Ends the open paragraph where the text has come to the end of a sentence: what stands here, as a tool
    /// does, divides it.
    text::BlockChange endSentence();
    text::BlockChange finish();
    /// Undoes the end of the text, so that what follows goes on within its last block.
    text::BlockChange reopen();
    /// How many blocks the text before this place makes.
    [[nodiscard]] int blocksBefore(qsizetype at) const;
    /// Where in the source the line that each block begins with begins. Reads all of the text once more.
    [[nodiscard]] std::vector<qsizetype> blockStarts() const;
    /// Which of the rows of its leaf a block is: 0 where it is the first or only one.
    [[nodiscard]] int partOf(int block) const;
    /// Gives a block its table, or takes it away where it is none.
    void updateTable(int block, const RichText::Colours& colours);

    /// A tool that is not known yet, or what is new of one that is. Its number.
    int setTool(const domain::ToolActivity& tool);
    void addSeam(const domain::Seam& seam);
    /// All that is kept of the answer, but for its text, tools and seams where the rows know them.
    void end(const domain::Message& whole);

    domain::Message message;
    text::MarkdownBlocks blocks;
    std::vector<std::unique_ptr<TableModel>> tables; ///< a row's each, by block; null where the block is none
    AnswerMarks marks;
    QString author; ///< named in the footer; empty: the pane's own model
    /// Characters that were taken back with a seam, and may be put back.
    qsizetype takenBack = 0;
    bool hasSources = false;
    bool running = true;
    bool thinkingActive = false;

private:
    void write(text::MarkdownBlocks& blocks, QStringView text) const;

    [[nodiscard]] CodeFence* fenceOf(int block) const;
    [[nodiscard]] QString shownThinking(int role) const;

    mutable std::map<int, std::unique_ptr<CodeFence>> m_fences; ///< of those that were shown, by first block
    std::vector<qsizetype> m_divided;                           ///< where in the text a paragraph was ended
    mutable ShownThought m_thought;
    bool m_sourcesExpanded = false;
    bool m_thinkingExpanded = false;
    std::vector<bool> m_toolExpanded;
};

} // namespace rivulet::app
