// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/TableColumns.h"
#include "text/Block.h"

#include <QAbstractListModel>
#include <QQmlEngine>

#include <memory>

namespace rivulet::app {

/// One block of a Markdown table as a list of its lines; the first one is the header, unless the block is the
/// rest of another one.
class TableModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a TranscriptModel")
    Q_PROPERTY(int rows READ rows NOTIFY sizeChanged)
    Q_PROPERTY(int columns READ columns NOTIFY sizeChanged)
    Q_PROPERTY(rivulet::app::TableColumns* layout READ layout NOTIFY sizeChanged)

public:
    enum Role {
        CellsRole = Qt::UserRole + 1, ///< cells: our own safe rich text of each
        PlainsRole,                   ///< plains: each as plain text
        HeaderRole,                   ///< header: is the table's header
    };

    explicit TableModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int rows() const { return static_cast<int>(m_block.rows.size()); }
    [[nodiscard]] int columns() const { return static_cast<int>(m_block.aligns.size()); }
    [[nodiscard]] TableColumns* layout() const { return m_layout.get(); }
    /// Rich text of one cell.
    Q_INVOKABLE QString cellText(int row, int column) const;
    Q_INVOKABLE QString cellPlain(int row, int column) const;
    Q_INVOKABLE int cellAlign(int column) const;

    /// `above`: the model of the block that this one is the rest of, or null.
    void setBlock(const text::Block& block, const QString& linkColour, const QString& codeBackground,
                  const TableModel* above = nullptr);

Q_SIGNALS:
    void sizeChanged();
    void contentChanged();

private:
    [[nodiscard]] bool isRest() const { return m_block.joint != text::Block::Joint::None; }
    void measure(int first);

    text::Block m_block;
    QString m_linkColour;
    QString m_codeBackground;
    std::shared_ptr<TableColumns> m_layout;
};

} // namespace rivulet::app
