// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/TableColumns.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rivulet::app {

namespace {

// In widths of a character, so that they follow the size of the text.
constexpr qreal leastCharacters = 10;
constexpr qreal mostCharacters = 42;
constexpr qreal headerCharacters = 60;
/// Less than this a column: the table scrolls instead.
constexpr qreal fewestCharacters = 16;
/// At both sides of a cell together.
constexpr qreal padding = 25;
/// A letter more or less moves no column.
constexpr qreal grain = 8;
constexpr qsizetype longestMeasured = 200;

} // namespace

TableColumns::TableColumns(QObject* parent)
    : QObject(parent) {}

void TableColumns::setOffset(qreal offset) {
    if (qFuzzyCompare(offset + 1, m_offset + 1)) {
        return;
    }
    m_offset = offset;
    Q_EMIT offsetChanged();
}

void TableColumns::setRow(std::size_t row, const QStringList& cells) {
    if (row < m_rows.size() && m_rows[row] == cells) {
        return;
    }
    m_rows.resize(std::max(m_rows.size(), row + 1));
    m_rows[row] = cells;
    m_measured.resize(std::min(m_measured.size(), row));
    Q_EMIT widthsChanged();
}

void TableColumns::clear() {
    m_rows.clear();
    m_measured.clear();
}

QList<qreal> TableColumns::natural(const QFont& font) const {
    if (font != m_font) {
        m_font = font;
        m_measured.clear();
    }
    const QFontMetricsF metrics(font);
    const qreal character = metrics.averageCharWidth();
    QFont bold(font);
    bold.setWeight(QFont::DemiBold);
    const QFontMetricsF boldMetrics(bold);
    for (std::size_t row = m_measured.size(); row < m_rows.size(); ++row) {
        QList<qreal> widths;
        for (const QString& cell : m_rows[row]) {
            const QFontMetricsF& used = row == 0 ? boldMetrics : metrics;
            // Code is wider than the same words of prose.
            const qreal width =
                used.horizontalAdvance(cell.first(std::min(cell.size(), longestMeasured))) * 1.04;
            widths.append(std::min(width, character * (row == 0 ? headerCharacters : mostCharacters)));
        }
        m_measured.push_back(widths);
    }
    QList<qreal> most;
    for (const auto& row : m_measured) {
        most.resize(std::max(most.size(), row.size()), 0);
        for (qsizetype column = 0; column < row.size(); ++column) {
            most[column] = std::max(most[column], row[column]);
        }
    }
    for (qreal& width : most) {
        width = std::ceil(std::max(width, 2 * character) / grain) * grain + padding;
    }
    return most;
}

QList<qreal> TableColumns::widths(qreal available, const QFont& font) const {
    QList<qreal> widths = natural(font);
    if (widths.isEmpty()) {
        return widths;
    }
    const qreal character = QFontMetricsF(font).averageCharWidth();
    const auto count = static_cast<qreal>(widths.size());
    const qreal wanted = std::accumulate(widths.cbegin(), widths.cend(), 0.0);
    if (wanted <= available) {
        // What is left over goes to each as it is wide.
        for (qreal& width : widths) {
            width = std::floor(width * available / wanted);
        }
    } else if (available >= count * (fewestCharacters * character + padding)) {
        // The narrow ones keep their widths, the others share the rest.
        QList<qreal> sorted = widths;
        std::sort(sorted.begin(), sorted.end());
        qreal rest = available;
        qreal share = 0;
        for (qsizetype column = 0; column < sorted.size(); ++column) {
            share = rest / static_cast<qreal>(sorted.size() - column);
            if (sorted[column] > share) {
                break;
            }
            rest -= sorted[column];
        }
        for (qreal& width : widths) {
            width = std::floor(std::min(width, share));
        }
    } else {
        for (qreal& width : widths) {
            width = std::max(width, leastCharacters * character);
        }
        return widths;
    }
    // No hairline of the ground at the right.
    widths.back() += available - std::accumulate(widths.cbegin(), widths.cend(), 0.0);
    return widths;
}

} // namespace rivulet::app
