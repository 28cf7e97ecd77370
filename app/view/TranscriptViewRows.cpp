// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// How a TranscriptView makes its rows, and puts them where they stand.

#include "view/TranscriptView.h"

#include <QElapsedTimer>
#include <QQuickWindow>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace rivulet::app {

namespace {

/// For what is in sight, in a frame; and for what is not, in a turn of the event loop.
constexpr std::chrono::milliseconds visibleBudget{8};
constexpr std::chrono::milliseconds aheadBudget{4};
/// Rows so near to what is in sight are made ahead, and those twice as far are dropped; in pixels.
constexpr double aheadDistance = 400;

/// Says when a turn of the event loop has done enough.
class Budget {
public:
    explicit Budget(std::chrono::milliseconds span)
        : m_span(span) {
        m_timer.start();
    }
    [[nodiscard]] bool isSpent() const { return std::chrono::nanoseconds(m_timer.nsecsElapsed()) > m_span; }

private:
    QElapsedTimer m_timer;
    std::chrono::milliseconds m_span;
};

} // namespace

void TranscriptView::arrange() {
    m_arranged = false;
    if (!isVisible()) {
        return; // even to be polished asks for a frame; it is arranged when it comes into sight
    }
    polish();
    if (m_arrangesSoon) {
        return;
    }
    // Before the frame is made, as a rule: what is moved while one is made asks for another one.
    m_arrangesSoon = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_arrangesSoon = false;
            if (!m_arranged && window() != nullptr && window()->isExposed()) {
                layOut();
            }
        },
        Qt::QueuedConnection);
}

void TranscriptView::updatePolish() {
    if (!m_arranged) {
        layOut();
    }
}

void TranscriptView::layOut() {
    if (!m_model || !m_flickable || !isVisible() || viewHeight() <= 0 || width() <= 0) {
        return;
    }
    m_arranged = true;
    reflow();
    m_filled = makeVisible();
    place();
    makeLater();
}

bool TranscriptView::make(int row) {
    RowLook* const look = lookOf(row);
    QQuickItem* const item = look != nullptr ? look->make(*m_model, row, rowWidth(), *this) : nullptr;
    if (item == nullptr) {
        return false;
    }
    m_live.add({row, look, item});
    connect(item, &QQuickItem::heightChanged, this, [this, item] { rowResized(item); });
    m_places.measure(row, std::ceil(item->height()) + look->gap(*item));
    Q_EMIT rowMade(row, item);
    return true;
}

bool TranscriptView::makeVisible() {
    const Budget budget(visibleBudget);
    while (m_places.count() > 0) {
        clampToEnds();
        const int first = m_places.rowAt(m_y);
        const int last = m_places.rowAt(m_y + viewHeight() - 1);
        int missing = -1;
        for (int row = first; row <= last; ++row) {
            if (m_live.find(row) == nullptr) {
                missing = row;
                if (!m_following) {
                    break; // who follows the end is to see that first
                }
            }
        }
        if (missing < 0) {
            return m_y >= m_places.top(0) || m_places.earlier() <= 0;
        }
        keepFirstVisible();
        if (budget.isSpent() || !make(missing)) {
            return false;
        }
    }
    return m_model->earlier().messages == 0; // else they are still being read
}

void TranscriptView::makeLater() {
    if (m_makesLater) {
        return;
    }
    const int first = m_places.rowAt(m_y - aheadDistance);
    const int last = m_places.rowAt(m_y + viewHeight() + aheadDistance);
    bool needed = needsEarlier();
    for (int row = std::max(0, first); row <= last && !needed; ++row) {
        needed = m_live.find(row) == nullptr;
    }
    if (needed) {
        m_makesLater = true;
        QMetaObject::invokeMethod(this, &TranscriptView::makeAhead, Qt::QueuedConnection);
    }
}

bool TranscriptView::needsEarlier() const {
    return m_model->earlier().messages > 0 &&
           (m_places.count() == 0 || m_y - 2 * aheadDistance < m_places.top(0));
}

void TranscriptView::makeAhead() {
    m_makesLater = false;
    if (!m_model || !isVisible()) {
        return;
    }
    keepFirstVisible();
    if (needsEarlier()) {
        const int rows = m_places.count();
        m_model->showEarlier();
        if (m_places.count() == rows && needsEarlier()) {
            // Still being read, and nothing new to be laid out: no frame is waited for.
            m_makesLater = true;
            QMetaObject::invokeMethod(this, &TranscriptView::makeAhead, Qt::QueuedConnection);
            return;
        }
        arrange();
        return;
    }
    const Budget budget(m_filled ? aheadBudget : visibleBudget);
    // Nearest first, those below before those above: that is the way most people read.
    const double below = m_y + viewHeight();
    int made = 0;
    const auto makeNext = [&](int row) {
        if (budget.isSpent() && made > 0) {
            return false;
        }
        if (m_live.find(row) == nullptr) {
            ++made;
            return make(row);
        }
        return true;
    };
    int row = std::max(0, m_places.rowAt(m_y));
    while (row < m_places.count() && m_places.top(row) < below + aheadDistance && makeNext(row)) {
        ++row;
    }
    row = m_places.rowAt(m_y);
    while (row >= 0 && m_places.top(row) + m_places.height(row) > m_y - aheadDistance && makeNext(row)) {
        --row;
    }
    arrange();
}

void TranscriptView::dropFar() {
    const int first = m_places.rowAt(m_y - 2 * aheadDistance);
    const int last = m_places.rowAt(m_y + viewHeight() + 2 * aheadDistance);
    m_live.keepOnly(first, last);
}

void TranscriptView::place() {
    clampToEnds();
    m_y = isDragged() ? m_y : std::round(m_y);
    if (!isDragged() && m_places.start() != 0) {
        // All of it at once, so that nobody sees it: a finger's movement would be broken off.
        m_y -= m_places.start();
        m_places.move(-m_places.start());
    }
    dropFar();
    const double wide = rowWidth();
    const double x = std::max(m_margin, std::round((width() - wide) / 2));
    for (const auto& live : m_live.all()) {
        live.item->setPosition({x, m_places.top(live.row) + live.look->gap(*live.item)});
    }
    moveFlickable();
    keepFirstVisible();
    see();
    m_handlePosition = m_places.depth(m_y, m_padding);
    m_handleSize = std::max(0.0, m_places.depth(m_y + viewHeight(), m_padding) - m_handlePosition);
    Q_EMIT scrolled();
}

void TranscriptView::moveFlickable() {
    if (!m_flickable) {
        return;
    }
    m_moving = true;
    const double height = m_places.end() + m_padding;
    const auto moveTo = [this] {
        if (!isDragged() || m_following) {
            m_flickable->setProperty("contentY", m_y);
        }
    };
    const bool grows = height >= m_flickable->property("contentHeight").toDouble();
    if (!grows) {
        moveTo(); // else it would be out of bounds for a moment, and be put back
    }
    m_flickable->setProperty("topMargin", -m_places.start());
    m_flickable->setProperty("contentHeight", height);
    if (grows) {
        moveTo();
    }
    m_moving = false;
}

} // namespace rivulet::app
