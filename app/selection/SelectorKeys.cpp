// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "selection/SelectionShare.h"
#include "selection/TextSelector.h"

#include <QStyleHints>

#include <algorithm>

namespace rivulet::app {

namespace {

using Unit = TextSelection::Unit;
using Way = TextSelection::Way;

/// So much of the old page is still seen on the next one.
constexpr qreal pageOverlap = 48;
/// How far the next line is looked for, over gaps, cards and whatever else has no text; and how finely.
constexpr qreal furthestLine = 1'200;
constexpr qreal finest = 4;
/// A long way to the left or right of any text.
constexpr qreal farAside = 100'000;
constexpr qreal margin = 8;

} // namespace

bool TextSelector::handle(const QKeyEvent& key, Handling handling) {
    const bool doIt = handling == Handling::Do;
    const bool something = !m_selection.isEmpty();
    if (key.matches(QKeySequence::Copy) && something) {
        if (doIt) {
            Q_EMIT copyWanted(m_selection.shown());
        }
        return true;
    }
    if (key.key() == Qt::Key_C && key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier) && something) {
        if (doIt) {
            Q_EMIT copyWanted(m_selection.markdown());
        }
        return true;
    }
    if (key.matches(QKeySequence::SelectAll)) {
        if (doIt) {
            Q_EMIT selecting();
            m_selection.selectAll();
            m_column.reset();
        }
        return true;
    }
    if (key.key() == Qt::Key_Escape && key.modifiers() == Qt::NoModifier && something) {
        if (doIt) {
            m_selection.clear();
        }
        return true;
    }
    const bool asksForMenu = (key.key() == Qt::Key_Menu && key.modifiers() == Qt::NoModifier) ||
                             (key.key() == Qt::Key_F10 && key.modifiers() == Qt::ShiftModifier);
    if (asksForMenu) {
        if (doIt) {
            const auto head = m_selection.text().isPlaced() ? headRectangle() : std::nullopt;
            const QPointF place = head ? head->bottomLeft() : QPointF(width() / 2, height() / 3);
            Q_EMIT menuWanted(std::clamp(place.x(), 0.0, width()), std::clamp(place.y(), 0.0, height()));
        }
        return true;
    }
    return extend(key, handling);
}

bool TextSelector::extend(const QKeyEvent& key, Handling handling) {
    const Qt::KeyboardModifiers modifiers = key.modifiers() & ~Qt::KeypadModifier;
    const bool control = (modifiers & Qt::ControlModifier) != 0;
    if ((modifiers & Qt::ShiftModifier) == 0 || (modifiers & (Qt::AltModifier | Qt::MetaModifier)) != 0) {
        return false;
    }
    const auto isOneOf = [&](std::initializer_list<int> keys) {
        return std::find(keys.begin(), keys.end(), key.key()) != keys.end();
    };
    const bool forth = isOneOf({Qt::Key_Right, Qt::Key_Down, Qt::Key_End, Qt::Key_PageDown});
    if (!forth && !isOneOf({Qt::Key_Left, Qt::Key_Up, Qt::Key_Home, Qt::Key_PageUp})) {
        return false;
    }
    if (handling == Handling::Test) {
        return true;
    }
    Q_EMIT selecting();
    placeFirst();
    const Way way = forth ? Way::Forth : Way::Back;
    const bool goesDown = isOneOf({Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown});
    if (!goesDown) {
        m_column.reset();
    }
    if (isOneOf({Qt::Key_Left, Qt::Key_Right})) {
        m_selection.step(control ? Unit::Word : Unit::Character, way);
    } else if (isOneOf({Qt::Key_Up, Qt::Key_Down})) {
        extendByLine(way);
    } else if (isOneOf({Qt::Key_PageUp, Qt::Key_PageDown})) {
        extendByPage(way);
    } else if (control) {
        m_selection.step(Unit::Block, way);
    } else {
        extendToEdge(way);
    }
    showHead();
    return true;
}

void TextSelector::placeFirst() {
    if (m_selection.text().isPlaced()) {
        return;
    }
    // Where the reader begins to read.
    if (const auto place = placeAt({0, margin})) {
        m_selection.begin({place->row, 0}, Unit::Character);
    }
}

void TextSelector::extendByLine(Way way) {
    const bool forth = way == Way::Forth;
    const auto from = headRectangle();
    if (!from) {
        m_selection.step(Unit::Line, way);
        return;
    }
    m_column = m_column.value_or(from->left());
    const TextPlace head = m_selection.text().head();
    // Lines are where texts are painted: the next one is the first place that is not on this one.
    for (qreal away = 1; away < furthestLine; away += finest) {
        const QPointF point(*m_column, forth ? from->bottom() + away : from->top() - away);
        const SelectionShare* share = shareAt(point.y());
        if (share == nullptr || !share->rectangleOf(*this, 0)) {
            continue;
        }
        const TextPlace place = share->placeAt(*this, point);
        const auto there = share->rectangleOf(*this, place.position);
        const bool beyond = forth ? there->top() > from->top() + 1 : there->top() < from->top() - 1;
        // Above or below a text there is no column: only what is beside the pointer counts.
        if (beyond && point.y() >= there->top() && point.y() <= there->bottom() && place != head) {
            m_selection.moveHead(place);
            return;
        }
    }
    m_selection.step(Unit::Block, way);
}

void TextSelector::extendToEdge(Way way) {
    const auto from = headRectangle();
    const SelectionShare* share = shareOf(m_selection.text().head().row);
    if (!from || share == nullptr) {
        m_selection.step(Unit::Line, way);
        return;
    }
    // A cell of a table has its own edges: the line of text is that of the cell.
    const QPointF aside(way == Way::Forth ? farAside : -farAside, from->center().y());
    m_selection.moveHead(share->placeAt(*this, aside));
}

void TextSelector::extendByPage(Way way) {
    const qreal page = std::max(pageOverlap, height() - pageOverlap) * (way == Way::Forth ? 1 : -1);
    const auto from = headRectangle();
    if (!from) {
        m_selection.step(Unit::Block, way);
        return;
    }
    m_column = m_column.value_or(from->left());
    const TextPlace head = m_selection.text().head();
    const SelectionShare* row = shareOf(head.row);
    scroll(page);
    // As far as the view could move, the head moves with it; at its end, all the way.
    const auto now = row == nullptr ? std::nullopt : headRectangle();
    const bool moved = !now || std::abs(now->top() - from->top()) > std::abs(page) / 2;
    const qreal y = std::clamp(from->center().y(), margin, std::max(margin, height() - margin));
    const auto place = placeAt({*m_column, y});
    if (moved && place) {
        m_selection.moveHead(*place);
    } else {
        m_selection.step(Unit::Block, way);
    }
}

void TextSelector::showHead() {
    if (!headRectangle()) {
        Q_EMIT rowWanted(m_selection.text().head().row);
        layOut();
    }
    if (const auto head = headRectangle()) {
        const qreal above = head->top() - margin;
        const qreal below = head->bottom() + margin - height();
        if (above < 0) {
            scroll(above);
        } else if (below > 0) {
            scroll(below);
        }
    }
}

} // namespace rivulet::app
