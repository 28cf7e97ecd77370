// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "selection/TextPlace.h"

#include <optional>

namespace rivulet::app {

/// What is selected in a list of rows, from where it began to where it has come. It goes with its rows when
/// others come or go above, and stays on its words when a row's text changes. Pure: knows no pixel, no key
/// and no model.
class TextSelection {
public:
    enum class Unit { Character, Word, Line, Block };
    enum class Way { Back, Forth };

    /// The rows outlive it.
    explicit TextSelection(const TextRows& rows);

    [[nodiscard]] bool isEmpty() const;
    /// Whether somebody pointed anywhere, even if nothing is selected there.
    [[nodiscard]] bool isPlaced() const { return m_head.row >= 0; }
    [[nodiscard]] TextStretch stretch() const;
    /// The end that moves.
    [[nodiscard]] TextPlace head() const;
    /// A row's part of it, as positions; none where it has no part.
    struct Share {
        int from = 0;
        int to = 0; ///< may lie behind the end of the row's text
        friend bool operator==(const Share&, const Share&) = default;
    };
    [[nodiscard]] std::optional<Share> shareOf(int row) const;
    [[nodiscard]] bool contains(TextPlace place) const;

    /// Begins anew with the character, word, line or block that is there.
    void begin(TextPlace place, Unit unit);
    /// From where it began to here, by the unit it began with.
    void extendTo(TextPlace place);
    /// From where it began to exactly here, whatever it began with.
    void moveHead(TextPlace place);
    /// The head goes one character or word on; `Line`: to the start or end of its line of text; `Block`: of
    /// all.
    void step(Unit unit, Way way);
    void selectRows(int first, int last);
    /// It begins with the first row now, wherever it began.
    void growToTop();
    void clear();

    // What happens to the rows; each is called when it has happened.
    void rowsInserted(int first, int number);
    void rowsRemoved(int first, int number);
    /// False where neither end is in that row: then nothing of this is touched.
    bool textChanged(int row);

    /// Where a position in `before` is in `after`, which is mostly the same.
    [[nodiscard]] static int moved(const QString& before, const QString& after, int position);

private:
    [[nodiscard]] TextPlace settled(TextPlace place) const;
    [[nodiscard]] TextStretch unitAt(TextPlace place, Unit unit) const;
    [[nodiscard]] TextPlace nextRow(int row, Way way) const;
    /// From here on it goes by characters.
    void goByCharacters();
    void remember();

    const TextRows& m_rows;
    Unit m_unit = Unit::Character;
    TextStretch m_anchor; ///< the unit that it began with, in one row
    TextPlace m_head;     ///< where the pointer is, within the last unit
    QString m_anchorText; ///< of the rows that the two are in, as they were
    QString m_headText;
};

} // namespace rivulet::app
