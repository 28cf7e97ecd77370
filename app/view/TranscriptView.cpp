// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "view/TranscriptView.h"

#include "view/RowEstimate.h"

#include <algorithm>
#include <cmath>

namespace rivulet::app {

TranscriptView::TranscriptView(QQuickItem* parent)
    : QQuickItem(parent) {}

TranscriptView::~TranscriptView() = default;

QQmlListProperty<RowLook> TranscriptView::looks() {
    return {this, &m_looks};
}

void TranscriptView::setModel(TranscriptModel* model) {
    if (m_model == model) {
        return;
    }
    if (m_model) {
        m_model->disconnect(this);
    }
    m_model = model;
    if (m_model) {
        watchModel();
    }
    reset();
    Q_EMIT modelChanged();
}

void TranscriptView::watchModel() {
    connect(m_model, &QAbstractItemModel::modelReset, this, &TranscriptView::reset);
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { rowsInserted(first, last); });
    connect(m_model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { rowsRemoved(first, last); });
    connect(m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
                rowsChanged(first.row(), last.row(), roles);
            });
    connect(m_model, &TranscriptModel::ending, this, [this] {
        if (m_live.find(m_places.count() - 1) != nullptr) { // else it was over before anybody saw it
            m_belowText = belowText();
        }
    });
}

void TranscriptView::setFlickable(QQuickItem* flickable) {
    if (m_flickable == flickable) {
        return;
    }
    if (m_flickable) {
        m_flickable->disconnect(this);
    }
    m_flickable = flickable;
    if (m_flickable) {
        connect(m_flickable, SIGNAL(contentYChanged()), this, SLOT(flickableMoved()));
        connect(m_flickable, &QQuickItem::heightChanged, this, &TranscriptView::flickableResized);
    }
    Q_EMIT flickableChanged();
    arrange();
}

void TranscriptView::setMetric(double& metric, double value) {
    if (metric != value) {
        metric = value;
        Q_EMIT metricsChanged();
        arrange();
    }
}

void TranscriptView::setColumn(double column) {
    setMetric(m_column, column);
}

void TranscriptView::setMargin(double margin) {
    setMetric(m_margin, margin);
}

void TranscriptView::setPadding(double padding) {
    setMetric(m_padding, padding);
}

void TranscriptView::setLine(double line) {
    setMetric(m_line, line);
}

void TranscriptView::setLetter(double letter) {
    setMetric(m_letter, letter);
}

double TranscriptView::rowWidth() const {
    return std::max(1.0, std::min(width() - 2 * m_margin, m_column));
}

double TranscriptView::viewHeight() const {
    return m_flickable ? m_flickable->height() : 0;
}

double TranscriptView::lowest() const {
    return std::max(m_places.start(), m_places.end() + m_padding - viewHeight());
}

double TranscriptView::belowText() const {
    int row = m_places.count();
    const auto isBelow = [this](int each) {
        const auto kind = m_model->rowLength(each).kind;
        return kind == TranscriptModel::RowKind::Sources || kind == TranscriptModel::RowKind::Footer;
    };
    while (row > 0 && isBelow(row - 1)) {
        --row;
    }
    return row < m_places.count() ? m_places.end() - m_places.top(row) : 0;
}

double TranscriptView::followed() const {
    const double more = m_belowText ? std::max(0.0, belowText() - *m_belowText) : 0;
    return std::max(m_places.start(), lowest() - more);
}

bool TranscriptView::endsBelow() const {
    return m_following && followed() < lowest() - 1;
}

bool TranscriptView::isDragged() const {
    return m_flickable && m_flickable->property("moving").toBool();
}

bool TranscriptView::isAtEnd() const {
    return m_y >= lowest() - 1;
}

RowLook* TranscriptView::lookOf(int row) const {
    const auto kind =
        m_model->data(m_model->index(row), TranscriptModel::KindRole).value<TranscriptModel::RowKind>();
    const auto found = std::ranges::find(m_looks, kind, &RowLook::kind);
    return found != m_looks.end() ? *found : nullptr;
}

double TranscriptView::guess(int row) const {
    return RowEstimate(rowWidth(), m_line, m_letter).height(m_model->rowLength(row));
}

void TranscriptView::guessEarlier() {
    m_places.setEarlier(RowEstimate(rowWidth(), m_line, m_letter).height(m_model->earlier()));
}

// What the model tells

void TranscriptView::reset() {
    m_live.remove(0, m_places.count());
    m_places.clear();
    m_seen = {};
    m_y = 0;
    m_toStart = false;
    m_belowText.reset();
    m_filled = false;
    m_reflowedTo = rowWidth();
    setFollowing(true);
    if (m_model && m_model->rowCount() > 0) {
        rowsInserted(0, m_model->rowCount() - 1);
    }
    arrange();
}

void TranscriptView::rowsInserted(int first, int last) {
    std::vector<double> guesses;
    const int added = last - first + 1;
    guesses.reserve(static_cast<std::size_t>(added));
    for (int row = first; row <= last; ++row) {
        guesses.push_back(guess(row));
    }
    guessEarlier();
    m_live.shift(first, added);
    m_places.insert(first, guesses);
    if (last == m_places.count() - 1) {
        m_belowText.reset(); // another prompt or answer, to be followed
    }
    if (first <= m_seen.row && m_places.count() > added) {
        m_seen.row += added;
    }
    arrange();
}

void TranscriptView::rowsRemoved(int first, int last) {
    const int removed = last - first + 1;
    m_live.remove(first, last);
    m_live.shift(last + 1, -removed);
    m_places.remove(first, removed);
    if (m_seen.row > last) {
        m_seen.row -= removed;
    } else if (m_seen.row >= first) {
        m_seen = {first, 0};
    }
    arrange();
}

void TranscriptView::rowsChanged(int first, int last, const QList<int>& roles) {
    if (!isVisible()) {
        m_live.remove(first, last); // made anew when it is looked at: until then nothing is drawn for it
    }
    for (int row = first; row <= last; ++row) {
        const auto* const live = m_live.find(row);
        if (live == nullptr) {
            m_places.guess(row, guess(row));
        } else if (live->look != lookOf(row)) {
            m_live.remove(row, row);
            m_places.guess(row, guess(row));
        } else {
            live->look->update(*live->item, *m_model, row, roles);
            rowResized(live->item); // the space above it may be another
        }
    }
    arrange();
}

// Geometry

void TranscriptView::geometryChange(const QRectF& to, const QRectF& from) {
    QQuickItem::geometryChange(to, from);
    if (to.width() != from.width()) {
        arrange();
    }
}

void TranscriptView::itemChange(ItemChange change, const ItemChangeData& value) {
    QQuickItem::itemChange(change, value);
    if (change == ItemVisibleHasChanged && value.boolValue) {
        arrange();
    }
}

void TranscriptView::flickableResized() {
    arrange();
}

void TranscriptView::flickableMoved() {
    if (m_moving) {
        return;
    }
    m_y = m_flickable->property("contentY").toDouble();
    m_toStart = false;
    keepFirstVisible();
    arrange();
    Q_EMIT moved();
}

void TranscriptView::rowResized(QQuickItem* item) {
    if (const auto* const live = m_live.find(item)) {
        if (m_places.measure(live->row, std::ceil(item->height()) + live->look->gap(*item))) {
            arrange();
        }
    }
}

void TranscriptView::reflow() {
    const double wide = rowWidth();
    if (wide == m_reflowedTo) {
        return;
    }
    const int row = m_places.rowAt(m_y);
    const double share = m_places.share(m_y);
    if (m_reflowedTo > 1) {
        m_places.scale(m_reflowedTo / wide);
    }
    m_reflowedTo = wide;
    for (const auto& live : m_live.all()) {
        live.item->setWidth(wide);
        m_places.measure(live.row, std::ceil(live.item->height()) + live.look->gap(*live.item));
    }
    if (row >= 0) {
        m_places.keep(row);
        m_y = std::round(m_places.top(row) + share * m_places.height(row));
    }
}

// Where the reader is

void TranscriptView::setFollowing(bool following) {
    if (m_following != following) {
        m_following = following;
        Q_EMIT followingChanged();
    }
}

void TranscriptView::toEnd() {
    setFollowing(true);
    m_belowText.reset();
    moveTo(lowest());
    Q_EMIT moved();
}

void TranscriptView::letGo() {
    setFollowing(false);
}

void TranscriptView::settle() {
    if (isAtEnd()) {
        m_belowText.reset();
        setFollowing(true);
    } else {
        setFollowing(false);
    }
}

void TranscriptView::scroll(double distance) {
    const double wanted = std::round(std::clamp(m_y + distance, m_places.start(), lowest()));
    if (distance < 0 && wanted < m_y) {
        setFollowing(false);
    }
    moveTo(wanted);
    if (distance > 0) {
        settle();
    }
    Q_EMIT moved();
}

void TranscriptView::moveTo(double y) {
    m_y = std::round(std::clamp(y, m_places.start(), lowest()));
    m_toStart = m_y <= m_places.start() && !m_following;
    keepFirstVisible();
    place();
    arrange();
}

void TranscriptView::scrollTo(double handlePosition) {
    setFollowing(false);
    moveTo(m_places.atDepth(handlePosition, m_padding));
    Q_EMIT moved();
}

void TranscriptView::show(int row) {
    if (row < 0 || row >= m_places.count()) {
        return;
    }
    const double bottom = m_places.top(row) + std::min(m_places.height(row), viewHeight());
    m_toStart = false;
    if (m_places.top(row) < m_y) {
        m_y = m_places.top(row);
    } else if (bottom > m_y + viewHeight()) {
        m_y = bottom - viewHeight();
    }
    keepFirstVisible();
    settle();
    arrange();
}

int TranscriptView::rowAt(double y) const {
    return y < m_places.start() || y >= m_places.end() ? -1 : m_places.rowAt(y);
}

QQuickItem* TranscriptView::itemAt(int row) const {
    const auto* const live = m_live.find(row);
    return live != nullptr ? live->item : nullptr;
}

double TranscriptView::bottomOfTurn(int turn) const {
    const int next = m_model->firstRowOf(turn + 1);
    return next < m_places.count() ? m_places.top(next) : std::max(m_places.start(), lowest());
}

QPointF TranscriptView::depth() const {
    const int row = m_places.rowAt(m_y);
    if (row < 0 || !m_model) {
        return {};
    }
    const int turn = m_model->turn(row);
    const double top = m_places.top(m_model->firstRowOf(turn));
    const double share = (m_y - top) / std::max(1.0, bottomOfTurn(turn) - top);
    return {static_cast<double>(turn), std::clamp(share, 0.0, 1.0)};
}

void TranscriptView::goTo(const QPointF& depth) {
    if (!m_model || m_places.count() == 0) {
        return;
    }
    const int turn = static_cast<int>(depth.x());
    const int first = std::min(m_model->firstRowOf(turn), m_places.count() - 1);
    const double top = m_places.top(first);
    setFollowing(false);
    moveTo(top + depth.y() * (bottomOfTurn(turn) - top));
    settle();
}

void TranscriptView::keepFirstVisible() {
    const int first = m_places.rowAt(m_y);
    const int last = m_places.rowAt(m_y + viewHeight());
    for (int row = std::max(0, first); row <= last; ++row) {
        if (m_live.find(row) != nullptr) {
            m_places.keep(row);
            return;
        }
    }
    m_places.keep(std::max(0, first));
}

void TranscriptView::clampToEnds() {
    if (m_following) {
        m_y = followed();
    } else if (m_toStart) {
        m_y = m_places.start();
    } else if (!isDragged()) {
        m_y = std::clamp(m_y, m_places.start(), lowest());
    }
}

void TranscriptView::see() {
    int lastText = m_places.count() - 1;
    if (lastText > 0 && m_model->rowLength(lastText).kind == TranscriptModel::RowKind::Footer) {
        --lastText; // what comes, comes above it
    }
    double lines = 0;
    if (lastText >= 0) {
        const double textEnd = m_places.top(lastText) + m_places.height(lastText);
        const double bottom = std::min(m_following ? textEnd : m_y + viewHeight(), textEnd);
        if (m_following || m_seen.row > lastText || m_places.at(m_seen) <= bottom) {
            m_seen = m_places.place(std::max(m_places.start(), bottom - 1));
            m_seen.offset += 1;
        }
        lines = std::floor((textEnd - m_places.at(m_seen)) / std::max(1.0, m_line) + 0.25);
    }
    if (const int count = std::max(0, static_cast<int>(lines)); count != m_newLines) {
        m_newLines = count;
        Q_EMIT newLinesChanged();
    }
}

} // namespace rivulet::app
