// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QAbstractTableModel>
#include <QQmlEngine>

namespace rivulet::app {

/// One Markdown table as a model; row 0 is the header.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a TranscriptModel")
    Q_PROPERTY(int rows READ rows NOTIFY sizeChanged)
    Q_PROPERTY(int columns READ columns NOTIFY sizeChanged)

public:
    enum Role {
        TextRole = Qt::UserRole + 1, ///< text: our own safe rich text
        PlainRole,                   ///< plain
        HeaderRole,                  ///< header: in the header row
        AlignRole,                   ///< align: Qt::AlignLeft, AlignHCenter or AlignRight
    };

    explicit TableModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int rows() const { return static_cast<int>(m_block.rows.size()); }
    [[nodiscard]] int columns() const { return static_cast<int>(m_block.aligns.size()); }
    /// Rich text of one cell; for views that lay the whole table out by themselves.
    Q_INVOKABLE QString cellText(int row, int column) const;
    Q_INVOKABLE QString cellPlain(int row, int column) const;
    Q_INVOKABLE int cellAlign(int column) const;

    void setBlock(const text::Block& block, const QString& linkColour, const QString& codeBackground);

Q_SIGNALS:
    void sizeChanged();
    void contentChanged();

private:
    text::Block m_block;
    QString m_linkColour;
    QString m_codeBackground;
};

} // namespace rivulet::app
