// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::text {

/// A stranger's text as it may be painted: what would be obeyed, or hidden, or take a line apart is written
/// out. What is copied from the screen is then what was seen there. Pure; growing text gives growing text.
class ShownText {
public:
    /// Longer lines of code, and of other text that is not cut into blocks, go on in the next line.
    static constexpr qsizetype longestLine = 5'000;
    static constexpr qsizetype longestLabel = 200;
    static constexpr qsizetype longestPiece = 200'000;
    static constexpr int mostLines = 5'000;

    /// Prose: controls and what smuggles hidden words (tag characters, piled-up variation selectors) are
    /// seen. Direction controls stay: they end with their block, which is a paragraph of its own.
    [[nodiscard]] static QString prose(const QString& text);
    /// Code: every direction control and zero-width character is seen too, and long lines are folded.
    [[nodiscard]] static QString code(const QString& text);
    /// How much of a text that is shown in one piece may be shown: not the lines that would take the machine
    /// down.
    [[nodiscard]] static qsizetype room(const QString& text);
    /// Text of many lines that is shown in one piece.
    [[nodiscard]] static QString folded(const QString& text);
    /// One short line that stands among words of ours, a name or a title: nothing in it reaches out of it.
    [[nodiscard]] static QString label(const QString& text, qsizetype longest = longestLabel);
};

} // namespace rivulet::text
