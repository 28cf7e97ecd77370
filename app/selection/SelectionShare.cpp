// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "selection/SelectionShare.h"

#include "selection/Selectable.h"
#include "selection/TranscriptSelection.h"

#include <QAccessible>
#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rivulet::app {

namespace {

QRectF boundsIn(const QQuickItem& view, const QQuickItem& item) {
    return item.mapRectToItem(&view, QRectF(0, 0, item.width(), item.height()));
}

/// How far a point is from a line's or a column's reach.
qreal distance(qreal from, qreal to, qreal at) {
    return std::max({from - at, at - to, 0.0});
}

} // namespace

SelectionShare::SelectionShare(QObject* parent)
    : QObject(parent) {}

SelectionShare::~SelectionShare() {
    if (m_selection) {
        m_selection->removeShare(this);
    }
}

void SelectionShare::setSelection(TranscriptSelection* selection) {
    if (selection == m_selection) {
        return;
    }
    if (m_selection) {
        m_selection->removeShare(this);
        m_selection->disconnect(this);
    }
    m_selection = selection;
    if (m_selection) {
        m_selection->addShare(this);
        connect(m_selection, &TranscriptSelection::changed, this, &SelectionShare::update);
        connect(
            m_selection, &TranscriptSelection::rowChanged, this,
            [this](int row) {
                // The row's own bindings come first: a table that grew has other cells now.
                if (row == m_row) {
                    m_painted.reset();
                    update();
                }
            },
            Qt::QueuedConnection);
    }
    update();
    Q_EMIT selectionChanged();
}

void SelectionShare::setRow(int row) {
    if (row == m_row) {
        return;
    }
    m_row = row;
    update();
    Q_EMIT rowChanged();
}

void SelectionShare::setBody(QQuickItem* body) {
    if (body == m_body) {
        return;
    }
    wipe();
    m_body = body;
    update();
    Q_EMIT bodyChanged();
}

std::vector<SelectionShare::Part> SelectionShare::parts() const {
    std::vector<Part> found;
    if (!m_body || !m_selection) {
        return found;
    }
    std::vector<QQuickItem*> waiting{m_body};
    while (!waiting.empty()) {
        QQuickItem* item = waiting.back();
        waiting.pop_back();
        if (const auto* mark = Selectable::of(item)) {
            if (item->isVisible()) {
                found.push_back({item, mark->order(), 0});
            }
            continue;
        }
        const auto children = item->childItems();
        waiting.insert(waiting.end(), children.begin(), children.end());
    }
    std::sort(found.begin(), found.end(), [](const Part& a, const Part& b) { return a.order < b.order; });
    const std::vector<int> starts = m_selection->cellStarts(m_row);
    for (Part& part : found) {
        part.start = starts[std::min(static_cast<std::size_t>(std::max(0, part.order)), starts.size() - 1)];
    }
    return found;
}

int SelectionShare::lengthOf(const QQuickItem& edit) {
    return edit.property("length").toInt();
}

void SelectionShare::update() {
    if (m_painting) {
        return;
    }
    const auto share = m_selection ? m_selection->text().shareOf(m_row) : std::nullopt;
    if (share == m_painted) {
        return;
    }
    if (share) {
        paint(*share);
    } else {
        wipe();
    }
}

void SelectionShare::paint(const TextSelection::Share& share) {
    const QScopedValueRollback painting(m_painting, true);
    m_painted = share;
    std::vector<QPointer<QQuickItem>> edits;
    for (const Part& part : parts()) {
        const int length = lengthOf(*part.edit);
        const int from = std::clamp(share.from - part.start, 0, length);
        const int to = std::clamp(share.to - part.start, 0, length);
        QMetaObject::invokeMethod(part.edit, "select", Q_ARG(int, from), Q_ARG(int, to));
        if (QAccessible::isActive()) {
            QAccessibleTextSelectionEvent event(part.edit, from, to);
            QAccessible::updateAccessibility(&event);
        }
        edits.emplace_back(part.edit);
        if (std::find(m_edits.begin(), m_edits.end(), part.edit) == m_edits.end()) {
            // A text that is set anew forgets what was selected in it; one that grows at a selection's end
            // takes what is new into it.
            connect(part.edit, SIGNAL(textChanged()), this, SLOT(repaint()));
        }
    }
    m_edits = std::move(edits);
}

void SelectionShare::repaint() {
    if (m_painted && !m_painting) {
        m_painted.reset();
        update();
    }
}

void SelectionShare::wipe() {
    m_painted.reset();
    for (const auto& edit : m_edits) {
        if (edit) {
            edit->disconnect(this);
            QMetaObject::invokeMethod(edit, "deselect");
        }
    }
    m_edits.clear();
}

QRectF SelectionShare::placeIn(const QQuickItem& view) const {
    const auto* item = qobject_cast<const QQuickItem*>(parent());
    return item == nullptr || !item->isVisible() || item->window() == nullptr ? QRectF()
                                                                              : boundsIn(view, *item);
}

TextPlace SelectionShare::placeAt(const QQuickItem& view, QPointF point) const {
    const std::vector<Part> all = parts();
    if (all.empty()) {
        return {m_row, 0};
    }
    const Part* nearest = nullptr;
    qreal down = std::numeric_limits<qreal>::max();
    qreal across = down;
    qreal top = down;
    qreal bottom = -down;
    for (const Part& part : all) {
        const QRectF bounds = boundsIn(view, *part.edit);
        top = std::min(top, bounds.top());
        bottom = std::max(bottom, bounds.bottom());
        const qreal y = distance(bounds.top(), bounds.bottom(), point.y());
        const qreal x = distance(bounds.left(), bounds.right(), point.x());
        if (y < down || (y == down && x < across)) {
            nearest = &part;
            down = y;
            across = x;
        }
    }
    if (point.y() < top) {
        return {m_row, 0};
    }
    if (point.y() >= bottom) {
        return {m_row, all.back().start + lengthOf(*all.back().edit)};
    }
    QPointF inside = nearest->edit->mapFromItem(&view, point);
    inside.setY(std::clamp(inside.y(), 0.0, std::max(0.0, nearest->edit->height() - 1)));
    int position = 0;
    QMetaObject::invokeMethod(nearest->edit, "positionAt", Q_RETURN_ARG(int, position),
                              Q_ARG(qreal, inside.x()), Q_ARG(qreal, inside.y()));
    return {m_row, nearest->start + position};
}

std::optional<QRectF> SelectionShare::rectangleOf(const QQuickItem& view, int position) const {
    const std::vector<Part> all = parts();
    if (all.empty()) {
        return {};
    }
    const auto behind =
        std::find_if(all.begin(), all.end(), [&](const Part& part) { return part.start > position; });
    const Part& part = behind == all.begin() ? *behind : *(behind - 1);
    QRectF rectangle;
    QMetaObject::invokeMethod(part.edit, "positionToRectangle", Q_RETURN_ARG(QRectF, rectangle),
                              Q_ARG(int, std::clamp(position - part.start, 0, lengthOf(*part.edit))));
    return part.edit->mapRectToItem(&view, rectangle);
}

QString SelectionShare::linkAt(const QQuickItem& view, QPointF point) const {
    for (const Part& part : parts()) {
        const QPointF inside = part.edit->mapFromItem(&view, point);
        if (part.edit->contains(inside)) {
            QString link;
            QMetaObject::invokeMethod(part.edit, "linkAt", Q_RETURN_ARG(QString, link),
                                      Q_ARG(qreal, inside.x()), Q_ARG(qreal, inside.y()));
            return link;
        }
    }
    return {};
}

} // namespace rivulet::app
