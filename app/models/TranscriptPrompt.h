// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QVariant>

#include <vector>

namespace rivulet::app {

/// One prompt of a transcript and the rows that it is shown in. A long one shows its beginning until it is
/// unfolded; then it is as many rows as keep each of them small, so that a view stays quick. Knows no other
/// row.
class TranscriptPrompt {
public:
    /// So much of a long prompt is shown while it is folded.
    static constexpr int foldedLines = 12;
    static constexpr qsizetype foldedCharacters = 1'500;
    /// Longer ones are long; what is folded is worth a click.
    static constexpr int shortLines = 16;
    static constexpr qsizetype shortCharacters = 2'000;
    /// And so much is one row.
    static constexpr int rowLines = 40;
    static constexpr qsizetype rowCharacters = 3'000;

    explicit TranscriptPrompt(domain::Message prompt);

    [[nodiscard]] const domain::Message& message() const { return m_message; }
    [[nodiscard]] bool isLong() const { return m_long; }
    /// How many rows it is shown in.
    [[nodiscard]] int rows() const { return m_expanded ? static_cast<int>(m_starts.size()) : 1; }
    /// False where there is nothing to fold, or it is so already.
    [[nodiscard]] bool unfold(bool expanded);
    /// What its row of this number shows.
    [[nodiscard]] QVariant content(int row, int role) const;
    [[nodiscard]] QString textOf(int row) const;

private:
    [[nodiscard]] QString foldWords() const;

    domain::Message m_message;
    int m_lines = 1;
    bool m_long = false;
    bool m_expanded = false;
    std::vector<qsizetype> m_starts{0}; ///< of each row's text, where it is unfolded
};

} // namespace rivulet::app
