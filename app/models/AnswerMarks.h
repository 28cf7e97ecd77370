// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <optional>
#include <vector>

namespace rivulet::app {

/// Where an answer's tools and seams stand: each below the block that held the end of the text before it, and
/// which of them are shown. Seams that would stand one below the other are one mark. Knows places in the text
/// and numbers of blocks; no rows, no Markdown.
class AnswerMarks {
public:
    enum class Kind { Tool, Seam };
    struct Mark {
        Kind kind = Kind::Seam;
        int number = 0;   ///< of the answer's tools or seams; where several seams are one mark, of the first
        int last = 0;     ///< and of the last
        qsizetype at = 0; ///< of the text
        int block = -1;   ///< -1: above them all
    };

    /// The answer's next tool or seam, and how far the text had come when it came.
    void addTool(qsizetype at);
    void addSeam(qsizetype at);

    /// The one to be placed next, if there is one: a tool where both came in one place. Its block is not
    /// known yet.
    [[nodiscard]] std::optional<Mark> next() const;
    /// Places it below this block; a seam that comes next to another one there becomes part of that mark.
    void place(int block);

    /// How many of those that are placed are to be shown, from the first on, while the text is so long: a
    /// seam only once something came after it.
    [[nodiscard]] int due(qsizetype length) const;
    [[nodiscard]] int shown() const { return m_shown; }
    /// Shows the first that is not shown, hides the last that is.
    const Mark& show(qsizetype length);
    const Mark& hide();
    /// The last seam that the shown mark of this first one stands for, while the text is so long.
    [[nodiscard]] int lastSeam(int first, qsizetype length) const;
    /// The first seams of the shown marks that stand for others than when this was last asked.
    [[nodiscard]] std::vector<int> recount(qsizetype length);
    /// How many of the shown ones stand above this block.
    [[nodiscard]] int shownAbove(int block) const;
    /// How many tools are placed.
    [[nodiscard]] int placedTools() const { return static_cast<int>(m_placedTools); }

private:
    [[nodiscard]] int lastSeamOf(int mark, qsizetype length) const;

    std::vector<qsizetype> m_tools;
    std::vector<qsizetype> m_seams;
    std::size_t m_placedTools = 0;
    std::size_t m_placedSeams = 0;
    std::vector<Mark> m_placed; ///< in the order of their blocks
    std::vector<int> m_told;    ///< of each that is shown, the last seam that it was said to stand for
    int m_shown = 0;
    int m_settled = 0; ///< so many of the shown ones can't come to stand for more
};

} // namespace rivulet::app
