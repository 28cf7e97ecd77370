// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QQuickItem>

#include <vector>

namespace rivulet::app {

class RowLook;

/// The items of the rows that have one, in order. Keeps them in that order for Tab and for screen readers,
/// and with their numbers where rows come and go. Knows not where they stand.
class LiveRows {
public:
    struct Live {
        int row = 0;
        RowLook* look = nullptr;
        QQuickItem* item = nullptr;
    };

    [[nodiscard]] const std::vector<Live>& all() const { return m_rows; }
    /// Null where the row has none.
    [[nodiscard]] const Live* find(int row) const;
    [[nodiscard]] const Live* find(const QQuickItem* item) const;
    void add(const Live& live);
    void shift(int fromRow, int distance);
    /// Takes away the items of these rows.
    void remove(int first, int last);
    /// All but those within, and the one that has the focus.
    void keepOnly(int first, int last);

private:
    static void drop(const Live& live);

    std::vector<Live> m_rows;
};

} // namespace rivulet::app
