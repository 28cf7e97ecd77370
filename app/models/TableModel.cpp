// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/TableModel.h"

#include "RichText.h"

namespace rivulet::app {

TableModel::TableModel(QObject* parent)
    : QAbstractListModel(parent)
    , m_layout(std::make_shared<TableColumns>()) {
    QQmlEngine::setObjectOwnership(m_layout.get(), QQmlEngine::CppOwnership);
}

int TableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rows();
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto each = [&](QString (TableModel::*cell)(int, int) const) {
        QStringList texts;
        for (int column = 0; column < columns(); ++column) {
            texts.append((this->*cell)(index.row(), column));
        }
        return texts;
    };
    switch (role) {
    case CellsRole:
        return each(&TableModel::cellText);
    case PlainsRole:
        return each(&TableModel::cellPlain);
    case Qt::DisplayRole:
        return each(&TableModel::cellPlain).join(u'\t');
    case HeaderRole:
        return index.row() == 0 && !isRest();
    default:
        return {};
    }
}

QHash<int, QByteArray> TableModel::roleNames() const {
    return {{CellsRole, "cells"}, {PlainsRole, "plains"}, {HeaderRole, "header"}};
}

namespace {

const text::Cell* cellAt(const text::Block& block, int row, int column) {
    if (row < 0 || column < 0 || static_cast<std::size_t>(row) >= block.rows.size()) {
        return nullptr;
    }
    const auto& cells = block.rows[static_cast<std::size_t>(row)];
    // A row of an unfinished table may be shorter than its header.
    return static_cast<std::size_t>(column) < cells.size() ? &cells[static_cast<std::size_t>(column)]
                                                           : nullptr;
}

} // namespace

QString TableModel::cellText(int row, int column) const {
    const auto* cell = cellAt(m_block, row, column);
    return cell == nullptr ? QString()
                           : RichText::of(cell->runs, {QColor(m_linkColour), QColor(m_codeBackground)}, 130);
}

QString TableModel::cellPlain(int row, int column) const {
    const auto* cell = cellAt(m_block, row, column);
    return cell == nullptr ? QString() : text::plainText(cell->runs);
}

int TableModel::cellAlign(int column) const {
    if (column < 0 || static_cast<std::size_t>(column) >= m_block.aligns.size()) {
        return Qt::AlignLeft;
    }
    switch (m_block.aligns[static_cast<std::size_t>(column)]) {
    case text::Block::Align::Right:
        return Qt::AlignRight;
    case text::Block::Align::Centre:
        return Qt::AlignHCenter;
    case text::Block::Align::Default:
    case text::Block::Align::Left:
        break;
    }
    return Qt::AlignLeft;
}

void TableModel::setBlock(const text::Block& block, const QString& linkColour, const QString& codeBackground,
                          const TableModel* above) {
    const bool sameLooks = linkColour == m_linkColour && codeBackground == m_codeBackground;
    m_linkColour = linkColour;
    m_codeBackground = codeBackground;
    if (above != nullptr) {
        m_layout = above->m_layout;
    }
    const int oldRows = rows();
    const int newRows = static_cast<int>(block.rows.size());
    if (block.aligns != m_block.aligns || block.joint != m_block.joint || newRows < oldRows || oldRows == 0) {
        beginResetModel();
        m_block = block;
        if (!isRest()) {
            m_layout->clear();
        }
        measure(0);
        endResetModel();
        Q_EMIT sizeChanged();
        Q_EMIT contentChanged();
        return;
    }
    // A growing table: only its last row may have changed, and rows are new behind it.
    if (newRows > oldRows) {
        beginInsertRows({}, oldRows, newRows - 1);
        m_block = block;
        endInsertRows();
        Q_EMIT sizeChanged();
    } else {
        m_block = block;
    }
    measure(oldRows - 1);
    Q_EMIT dataChanged(index(sameLooks ? oldRows - 1 : 0), index(oldRows - 1));
    Q_EMIT contentChanged();
}

void TableModel::measure(int first) {
    for (int row = first; row < rows() && !isRest(); ++row) {
        m_layout->setRow(static_cast<std::size_t>(row), data(index(row), PlainsRole).toStringList());
    }
}

} // namespace rivulet::app
