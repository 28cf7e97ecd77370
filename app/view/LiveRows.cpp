// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "view/LiveRows.h"

#include "view/RowLook.h"

#include <QQuickWindow>

#include <algorithm>

namespace rivulet::app {

namespace {

bool hasFocus(const QQuickItem& item) {
    const QQuickItem* const focused = item.window() != nullptr ? item.window()->activeFocusItem() : nullptr;
    return focused != nullptr && (focused == &item || item.isAncestorOf(focused));
}

} // namespace

const LiveRows::Live* LiveRows::find(int row) const {
    const auto found = std::ranges::lower_bound(m_rows, row, {}, &Live::row);
    return found != m_rows.end() && found->row == row ? &*found : nullptr;
}

const LiveRows::Live* LiveRows::find(const QQuickItem* item) const {
    const auto found = std::ranges::find(m_rows, item, &Live::item);
    return found != m_rows.end() ? &*found : nullptr;
}

void LiveRows::add(const Live& live) {
    const auto next = std::ranges::lower_bound(m_rows, live.row, {}, &Live::row);
    if (next != m_rows.end()) {
        live.item->stackBefore(next->item);
    }
    m_rows.insert(next, live);
}

void LiveRows::shift(int fromRow, int distance) {
    for (Live& live : m_rows) {
        if (live.row >= fromRow) {
            live.row += distance;
            live.look->setIndex(*live.item, live.row);
        }
    }
}

void LiveRows::remove(int first, int last) {
    const auto from = std::ranges::lower_bound(m_rows, first, {}, &Live::row);
    const auto to = std::ranges::upper_bound(m_rows, last, {}, &Live::row);
    std::for_each(from, to, drop);
    m_rows.erase(from, to);
}

void LiveRows::keepOnly(int first, int last) {
    const auto isFar = [&](const Live& live) {
        return (live.row < first || live.row > last) && !hasFocus(*live.item);
    };
    for (const Live& live : m_rows) {
        if (isFar(live)) {
            drop(live);
        }
    }
    std::erase_if(m_rows, [](const Live& live) { return live.item->parentItem() == nullptr; });
}

void LiveRows::drop(const Live& live) {
    // Not at once: what is told of it may be the row's own doing.
    live.item->setParentItem(nullptr);
    live.item->deleteLater();
}

} // namespace rivulet::app
