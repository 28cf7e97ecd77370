// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "selection/TextSelection.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <iterator>
#include <limits>

namespace rivulet::app {

namespace {

using Finder = QTextBoundaryFinder;

int sizeOf(const QString& text) {
    return static_cast<int>(text.size());
}

bool isWord(QChar c) {
    return c.isLetterOrNumber() || c.isMark() || c == u'_' || c.isSurrogate();
}

TextSelection::Share wordAt(const QString& text, int position) {
    // Behind the last letter of a word it is still that word that is meant.
    const bool behind =
        position > 0 && isWord(text[position - 1]) && (position == text.size() || !isWord(text[position]));
    const int at = std::clamp(behind ? position - 1 : position, 0, std::max(0, sizeOf(text) - 1));
    Finder finder(Finder::Word, text);
    finder.setPosition(at);
    const int from =
        finder.isAtBoundary() ? at : static_cast<int>(std::max<qsizetype>(0, finder.toPreviousBoundary()));
    finder.setPosition(at);
    const qsizetype to = finder.toNextBoundary();
    return {from, to < 0 ? sizeOf(text) : static_cast<int>(to)};
}

TextSelection::Share lineAt(const QString& text, int position) {
    const qsizetype from = position == 0 ? 0 : text.lastIndexOf(u'\n', position - 1) + 1;
    const qsizetype to = text.indexOf(u'\n', position);
    return {static_cast<int>(from), to < 0 ? sizeOf(text) : static_cast<int>(to)};
}

/// The next place a cursor stops at, or the end that is there already.
int nextStop(const QString& text, int position, TextSelection::Unit unit, TextSelection::Way way) {
    const bool forth = way == TextSelection::Way::Forth;
    Finder finder(unit == TextSelection::Unit::Word ? Finder::Word : Finder::Grapheme, text);
    finder.setPosition(position);
    for (;;) {
        const qsizetype next = forth ? finder.toNextBoundary() : finder.toPreviousBoundary();
        if (next < 0) {
            return forth ? sizeOf(text) : 0;
        }
        const bool begins =
            unit != TextSelection::Unit::Word || (finder.boundaryReasons() & Finder::StartOfItem) != 0;
        if (begins || next == 0 || next == text.size()) {
            return static_cast<int>(next);
        }
    }
}

} // namespace

TextSelection::TextSelection(const TextRows& rows)
    : m_rows(rows) {}

bool TextSelection::isEmpty() const {
    return stretch().isEmpty();
}

TextStretch TextSelection::stretch() const {
    if (m_head < m_anchor.from) {
        return {unitAt(m_head, m_unit).from, m_anchor.to};
    }
    if (m_anchor.to < m_head) {
        return {m_anchor.from, unitAt(m_head, m_unit).to};
    }
    return m_anchor;
}

TextPlace TextSelection::head() const {
    const TextStretch all = stretch();
    return m_head < m_anchor.from ? all.from : all.to;
}

std::optional<TextSelection::Share> TextSelection::shareOf(int row) const {
    // Asked of every row on the screen: nothing is looked up where there is nothing to find.
    if (row < std::min(m_anchor.from.row, m_head.row) || row > std::max(m_anchor.to.row, m_head.row)) {
        return {};
    }
    const TextStretch all = stretch();
    if (all.isEmpty() || row < all.from.row || row > all.to.row) {
        return {};
    }
    const Share share{row == all.from.row ? all.from.position : 0,
                      row == all.to.row ? all.to.position : std::numeric_limits<int>::max()};
    return share.from < share.to ? std::optional(share) : std::nullopt;
}

bool TextSelection::contains(TextPlace place) const {
    const TextStretch all = stretch();
    return !all.isEmpty() && all.from <= place && place <= all.to;
}

void TextSelection::begin(TextPlace place, Unit unit) {
    m_unit = unit;
    m_head = settled(place);
    m_anchor = unitAt(m_head, unit);
    remember();
}

void TextSelection::extendTo(TextPlace place) {
    if (!isPlaced()) {
        begin(place, Unit::Character);
        return;
    }
    m_head = settled(place);
    remember();
}

void TextSelection::moveHead(TextPlace place) {
    goByCharacters();
    extendTo(place);
}

void TextSelection::step(Unit unit, Way way) {
    if (!isPlaced()) {
        return;
    }
    goByCharacters();
    const bool forth = way == Way::Forth;
    if (unit == Unit::Block) {
        m_head = settled(forth ? TextPlace{m_rows.count(), 0} : TextPlace{0, 0});
    } else if (unit == Unit::Line) {
        const Share line = lineAt(m_headText, m_head.position);
        m_head.position = forth ? line.to : line.from;
    } else if (m_head.position == (forth ? sizeOf(m_headText) : 0)) {
        m_head = nextRow(m_head.row, way);
    } else {
        m_head.position = nextStop(m_headText, m_head.position, unit, way);
    }
    remember();
}

void TextSelection::selectRows(int first, int last) {
    const auto hasText = [&](int row) { return !m_rows.text(row).isEmpty(); };
    while (first <= last && !hasText(first)) {
        ++first;
    }
    while (first <= last && !hasText(last)) {
        --last;
    }
    if (first > last) {
        clear();
        return;
    }
    begin({first, 0}, Unit::Character);
    m_head = {last, sizeOf(m_rows.text(last))};
    remember();
}

void TextSelection::growToTop() {
    goByCharacters();
    const TextPlace top = settled({0, 0});
    if (m_head < m_anchor.from) {
        m_head = top;
    } else {
        m_anchor = {top, top};
    }
    remember();
}

void TextSelection::clear() {
    m_unit = Unit::Character;
    m_anchor = {};
    m_head = {};
    remember();
}

void TextSelection::rowsInserted(int first, int number) {
    for (TextPlace* place : {&m_anchor.from, &m_anchor.to, &m_head}) {
        if (place->row >= first) {
            place->row += number;
        }
    }
}

void TextSelection::rowsRemoved(int first, int number) {
    if (!isPlaced() || std::max(m_anchor.to.row, m_head.row) < first) {
        return;
    }
    bool lost = false;
    for (TextPlace* place : {&m_anchor.from, &m_anchor.to, &m_head}) {
        if (place->row >= first + number) {
            place->row -= number;
        } else if (place->row >= first) {
            *place = settled({first, -1});
            lost = true;
        }
    }
    if (m_rows.count() == 0) {
        clear();
    } else if (lost) {
        m_unit = Unit::Character;
        remember();
    }
}

bool TextSelection::textChanged(int row) {
    if (row != m_anchor.from.row && row != m_head.row) {
        return false;
    }
    const QString now = m_rows.text(row);
    if (row == m_anchor.from.row) {
        m_anchor.from.position = moved(m_anchorText, now, m_anchor.from.position);
        m_anchor.to.position = moved(m_anchorText, now, m_anchor.to.position);
        m_anchorText = now;
    }
    if (row == m_head.row) {
        m_head.position = moved(m_headText, now, m_head.position);
        m_headText = now;
    }
    return true;
}

int TextSelection::moved(const QString& before, const QString& after, int position) {
    const auto parted = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    const auto same = static_cast<int>(parted.first - before.begin());
    if (position <= same) {
        return position;
    }
    // What was replaced inside: the end still is the end.
    const auto tail = std::mismatch(before.rbegin(), std::make_reverse_iterator(parted.first), after.rbegin(),
                                    std::make_reverse_iterator(parted.second));
    const auto sameTail = static_cast<int>(tail.first - before.rbegin());
    if (sameTail > 0 && position >= before.size() - sameTail) {
        return sizeOf(after) - (sizeOf(before) - position);
    }
    // Signs became a look ("**bold" is bold now): the letters are still there, in order.
    int now = same;
    for (int i = same; i < std::min(position, sizeOf(before)) && now < after.size(); ++i) {
        const bool isBlank = before[i].isSpace() && after[now].isSpace();
        now += isBlank || before[i] == after[now] ? 1 : 0;
    }
    return now;
}

TextPlace TextSelection::settled(TextPlace place) const {
    const int last = m_rows.count() - 1;
    if (place.row < 0 || last < 0) {
        return last < 0 ? TextPlace{} : nextRow(-1, Way::Forth);
    }
    if (place.row <= last && place.position >= 0) {
        if (const QString text = m_rows.text(place.row); !text.isEmpty()) {
            return {place.row, std::min(place.position, sizeOf(text))};
        }
    }
    // Nothing to select there: the end of what stands above it.
    return nextRow(std::min(place.row, last + 1), Way::Back);
}

TextPlace TextSelection::nextRow(int row, Way way) const {
    for (const Way each : {way, way == Way::Back ? Way::Forth : Way::Back}) {
        const int by = each == Way::Forth ? 1 : -1;
        for (int next = row + by; next >= 0 && next < m_rows.count(); next += by) {
            if (const QString text = m_rows.text(next); !text.isEmpty()) {
                return {next, each == Way::Forth ? 0 : sizeOf(text)};
            }
        }
        // At the last row with a text there is nowhere to go.
        if (row >= 0 && row < m_rows.count() && !m_rows.text(row).isEmpty()) {
            return {row, way == Way::Forth ? sizeOf(m_rows.text(row)) : 0};
        }
    }
    return {std::clamp(row, 0, std::max(0, m_rows.count() - 1)), 0};
}

TextStretch TextSelection::unitAt(TextPlace place, Unit unit) const {
    if (unit == Unit::Character || place.row < 0) {
        return {place, place};
    }
    const QString text = m_rows.text(place.row);
    const int position = std::min(place.position, sizeOf(text));
    const Share share = unit == Unit::Word   ? wordAt(text, position)
                        : unit == Unit::Line ? lineAt(text, position)
                                             : Share{0, sizeOf(text)};
    return {{place.row, share.from}, {place.row, share.to}};
}

void TextSelection::goByCharacters() {
    if (!isPlaced()) {
        return;
    }
    const TextStretch all = stretch();
    const bool back = m_head < m_anchor.from;
    m_head = back ? all.from : all.to;
    m_anchor = back ? TextStretch{all.to, all.to} : TextStretch{all.from, all.from};
    m_unit = Unit::Character;
    remember();
}

void TextSelection::remember() {
    m_anchorText = m_anchor.from.row < 0 ? QString() : m_rows.text(m_anchor.from.row);
    m_headText = m_head.row == m_anchor.from.row ? m_anchorText
                 : m_head.row < 0                ? QString()
                                                 : m_rows.text(m_head.row);
}

} // namespace rivulet::app
