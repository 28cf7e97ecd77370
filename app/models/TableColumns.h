// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>
#include <QList>
#include <QObject>
#include <QQmlEngine>
#include <QStringList>

#include <vector>

namespace rivulet::app {

/// What the rows of one table have in common, however many items of the window they are: how wide its columns
/// are and how far it is scrolled sideways. Widths go by the table's first rows, so that what stands there
/// does not move while it grows. Knows no cell's looks.
class TableColumns : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a TableModel")
    Q_PROPERTY(qreal offset READ offset WRITE setOffset NOTIFY offsetChanged)

public:
    explicit TableColumns(QObject* parent = nullptr);

    [[nodiscard]] qreal offset() const { return m_offset; }
    void setOffset(qreal offset);

    /// The plain texts of a row that widths go by. Row 0 is the header.
    void setRow(std::size_t row, const QStringList& cells);
    void clear();

    /// The widths in a place that is so wide. Few columns share it; many keep the widths that they ask for,
    /// and may be wider than it together.
    Q_INVOKABLE QList<qreal> widths(qreal available, const QFont& font) const;

Q_SIGNALS:
    void offsetChanged();
    void widthsChanged();

private:
    [[nodiscard]] QList<qreal> natural(const QFont& font) const;

    qreal m_offset = 0;
    std::vector<QStringList> m_rows;
    mutable QFont m_font;
    mutable std::vector<QList<qreal>> m_measured; ///< by row, of the first rows, in m_font
};

} // namespace rivulet::app
