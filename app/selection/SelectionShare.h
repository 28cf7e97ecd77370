// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "selection/TranscriptSelection.h"

#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickItem>
#include <QRectF>

#include <optional>
#include <vector>

namespace rivulet::app {

/// A row's share of what is selected: paints it in the row's texts, and tells what is where in them. A row
/// that has none does nothing. Knows no other row.
class SelectionShare : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(rivulet::app::TranscriptSelection* selection READ selection WRITE setSelection NOTIFY
                   selectionChanged)
    Q_PROPERTY(int row READ row WRITE setRow NOTIFY rowChanged)
    Q_PROPERTY(QQuickItem* body READ body WRITE setBody NOTIFY bodyChanged)

public:
    explicit SelectionShare(QObject* parent = nullptr);
    ~SelectionShare() override;

    [[nodiscard]] TranscriptSelection* selection() const { return m_selection; }
    void setSelection(TranscriptSelection* selection);
    [[nodiscard]] int row() const { return m_row; }
    void setRow(int row);
    /// The item that holds the row's texts, which are marked by Selectable.
    [[nodiscard]] QQuickItem* body() const { return m_body; }
    void setBody(QQuickItem* body);

    /// Where the row is in `view`; empty where it is not shown.
    [[nodiscard]] QRectF placeIn(const QQuickItem& view) const;
    /// The nearest place in its texts; above or below all of them, their start or end.
    [[nodiscard]] TextPlace placeAt(const QQuickItem& view, QPointF point) const;
    /// Where the character behind a position is; none where the row shows no text.
    [[nodiscard]] std::optional<QRectF> rectangleOf(const QQuickItem& view, int position) const;
    /// The link that is shown there, or an empty text.
    [[nodiscard]] QString linkAt(const QQuickItem& view, QPointF point) const;

Q_SIGNALS:
    void selectionChanged();
    void rowChanged();
    void bodyChanged();

private:
    struct Part {
        QQuickItem* edit = nullptr;
        int order = 0;
        int start = 0; ///< in the row's text
    };
    [[nodiscard]] std::vector<Part> parts() const;
    [[nodiscard]] static int lengthOf(const QQuickItem& edit);
    void update();
    void paint(const TextSelection::Share& share);
    void wipe();

private Q_SLOTS:
    void repaint();

private:
    QPointer<TranscriptSelection> m_selection;
    QPointer<QQuickItem> m_body;
    int m_row = -1;
    std::optional<TextSelection::Share> m_painted;
    std::vector<QPointer<QQuickItem>> m_edits; ///< those that are painted
    bool m_painting = false;
};

} // namespace rivulet::app
