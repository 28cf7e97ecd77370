// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "selection/TextSelector.h"

#include "selection/SelectionShare.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStyleHints>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rivulet::app {

namespace {

using Unit = TextSelection::Unit;
using Way = TextSelection::Way;

/// How often a view moves on while the pointer is beyond its edge.
constexpr int scrollInterval = 16;

} // namespace

TextSelector::TextSelector(QQuickItem* parent)
    : QQuickItem(parent) {
    setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton);
}

TextSelector::~TextSelector() = default;

void TextSelector::setModel(TranscriptModel* model) {
    if (model == m_selection.model()) {
        return;
    }
    m_selection.setModel(model);
    Q_EMIT modelChanged();
}

void TextSelector::setView(QQuickItem* view) {
    if (view == m_view) {
        return;
    }
    if (m_view) {
        m_view->removeEventFilter(this);
    }
    m_view = view;
    if (m_view) {
        m_view->installEventFilter(this);
    }
    Q_EMIT viewChanged();
}

const SelectionShare* TextSelector::shareAt(qreal y) const {
    const SelectionShare* nearest = nullptr;
    qreal least = std::numeric_limits<qreal>::max();
    for (const SelectionShare* share : m_selection.shares()) {
        const QRectF place = share->placeIn(*this);
        if (place.isEmpty() || share->row() < 0) {
            continue;
        }
        const qreal away = std::max({place.top() - y, y - place.bottom(), 0.0});
        if (away < least || (away == least && y >= place.top() && y < place.bottom())) {
            nearest = share;
            least = away;
        }
    }
    return nearest;
}

const SelectionShare* TextSelector::shareOf(int row) const {
    const auto& all = m_selection.shares();
    const auto found = std::find_if(all.begin(), all.end(), [&](const SelectionShare* share) {
        return share->row() == row && !share->placeIn(*this).isEmpty();
    });
    return found == all.end() ? nullptr : *found;
}

std::optional<TextPlace> TextSelector::placeAt(QPointF point) const {
    const SelectionShare* share = shareAt(point.y());
    return share == nullptr ? std::nullopt : std::optional(share->placeAt(*this, point));
}

std::optional<QRectF> TextSelector::headRectangle() const {
    const TextPlace head = m_selection.text().head();
    const SelectionShare* share = shareOf(head.row);
    return share == nullptr ? std::nullopt : share->rectangleOf(*this, head.position);
}

QString TextSelector::linkAt(qreal x, qreal y) const {
    const SelectionShare* share = shareAt(y);
    return share == nullptr ? QString() : share->linkAt(*this, {x, y});
}

int TextSelector::rowAt(qreal y) const {
    const SelectionShare* share = shareAt(y);
    return share == nullptr ? -1 : share->row();
}

void TextSelector::mousePressEvent(QMouseEvent* event) {
    if (m_view) {
        m_view->forceActiveFocus(Qt::MouseFocusReason);
    }
    if (event->button() == Qt::RightButton) {
        Q_EMIT menuWanted(event->position().x(), event->position().y());
        return;
    }
    const auto* hints = QGuiApplication::styleHints();
    const QPointF away = event->position() - m_pressed;
    const bool again =
        m_presses > 0 &&
        event->timestamp() - m_pressTime < static_cast<ulong>(hints->mouseDoubleClickInterval()) &&
        away.manhattanLength() <= hints->mouseDoubleClickDistance();
    m_presses = again ? m_presses % 4 + 1 : 1;
    m_pressTime = event->timestamp();
    m_pressed = m_pointer = event->position();
    m_dragging = false;
    m_column.reset();
    const auto place = placeAt(m_pressed);
    m_extending = (event->modifiers() & Qt::ShiftModifier) != 0 && m_selection.text().isPlaced();
    if (!place) {
        return;
    }
    if (m_extending) {
        Q_EMIT selecting();
        m_selection.extendTo(*place);
        return;
    }
    constexpr Unit units[] = {Unit::Character, Unit::Word, Unit::Line, Unit::Block};
    m_selection.begin(*place, units[m_presses - 1]);
    if (m_presses > 1) {
        Q_EMIT selecting();
    }
}

void TextSelector::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) == 0) {
        return;
    }
    m_pointer = event->position();
    const auto away = static_cast<int>((m_pointer - m_pressed).manhattanLength());
    if (!m_dragging && away < QGuiApplication::styleHints()->startDragDistance()) {
        return;
    }
    if (!m_dragging) {
        m_dragging = true;
        setKeepMouseGrab(true);
        Q_EMIT selecting();
    }
    drag(m_pointer);
    const bool beyond = m_pointer.y() < 0 || m_pointer.y() > height();
    if (!beyond) {
        m_scrolling.stop();
    } else if (!m_scrolling.isActive()) {
        m_scrolling.start(scrollInterval, this);
    }
}

void TextSelector::scroll(qreal distance) {
    Q_EMIT scrollWanted(distance);
    layOut();
}

void TextSelector::layOut() {
    if (m_content != nullptr) {
        m_content->ensurePolished();
    }
}

void TextSelector::drag(QPointF to) {
    to.setY(std::clamp(to.y(), 0.0, std::max(0.0, height() - 1)));
    if (const auto place = placeAt(to)) {
        m_selection.extendTo(*place);
    }
}

void TextSelector::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_scrolling.timerId()) {
        QQuickItem::timerEvent(event);
        return;
    }
    const qreal beyond = m_pointer.y() < 0 ? m_pointer.y() : m_pointer.y() - height();
    // The further out, the faster.
    scroll(std::copysign(std::clamp(std::abs(beyond) / 4, 1.0, 60.0), beyond));
    drag(m_pointer);
}

void TextSelector::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const bool dragged = m_dragging;
    endDrag();
    if (!dragged && m_presses == 1 && !m_extending) {
        const QString link = linkAt(m_pressed.x(), m_pressed.y());
        if (!link.isEmpty()) {
            Q_EMIT linkActivated(link);
        }
    }
    offerToPaste();
}

void TextSelector::mouseUngrabEvent() {
    endDrag();
}

void TextSelector::endDrag() {
    m_dragging = false;
    m_scrolling.stop();
    setKeepMouseGrab(false);
}

void TextSelector::offerToPaste() {
    QClipboard* clipboard = QGuiApplication::clipboard();
    if (clipboard->supportsSelection() && !m_selection.isEmpty()) {
        clipboard->setText(m_selection.shown(), QClipboard::Selection);
    }
}

bool TextSelector::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride &&
        handle(static_cast<const QKeyEvent&>(*event), Handling::Test)) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress && handle(static_cast<const QKeyEvent&>(*event), Handling::Do)) {
        event->accept();
        return true;
    }
    return QQuickItem::eventFilter(watched, event);
}

} // namespace rivulet::app
