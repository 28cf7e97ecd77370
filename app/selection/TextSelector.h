// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "selection/TranscriptSelection.h"

#include <QBasicTimer>
#include <QKeyEvent>
#include <QQuickItem>

#include <optional>

namespace rivulet::app {

class SelectionShare;

/// Turns mouse and keys into a selection in a view's rows. It lies beneath the view, so that whatever a row
/// has to press is pressed first; what nobody takes begins a selection. Knows rows by their shares alone, and
/// nothing of how the view lays them out.
class TextSelector : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(rivulet::app::TranscriptSelection* selection READ selection CONSTANT)
    Q_PROPERTY(rivulet::app::TranscriptModel* model READ model WRITE setModel NOTIFY modelChanged)
    Q_PROPERTY(QQuickItem* view READ view WRITE setView NOTIFY viewChanged)
    /// What lays the rows out, before anybody asks where they are.
    Q_PROPERTY(QQuickItem* content MEMBER m_content NOTIFY contentChanged)

public:
    explicit TextSelector(QQuickItem* parent = nullptr);
    ~TextSelector() override;

    [[nodiscard]] TranscriptSelection* selection() { return &m_selection; }
    [[nodiscard]] TranscriptModel* model() const { return m_selection.model(); }
    void setModel(TranscriptModel* model);
    /// Whose keys are taken; it has the focus while something is being selected.
    [[nodiscard]] QQuickItem* view() const { return m_view; }
    void setView(QQuickItem* view);

    /// The link that is shown there, or an empty text.
    Q_INVOKABLE QString linkAt(qreal x, qreal y) const;
    /// The row that is nearest, or -1.
    Q_INVOKABLE int rowAt(qreal y) const;

Q_SIGNALS:
    void modelChanged();
    void viewChanged();
    void contentChanged();
    /// Somebody begins to select: the view stays where the reader is.
    void selecting();
    /// The view is to move by so much, before this returns.
    void scrollWanted(qreal distance);
    void rowWanted(int row);
    void linkActivated(const QString& link);
    void copyWanted(const QString& text);
    void menuWanted(qreal x, qreal y);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void timerEvent(QTimerEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] std::optional<TextPlace> placeAt(QPointF point) const;
    [[nodiscard]] const SelectionShare* shareAt(qreal y) const;
    [[nodiscard]] const SelectionShare* shareOf(int row) const;
    [[nodiscard]] std::optional<QRectF> headRectangle() const;

    void scroll(qreal distance);
    void layOut();
    void drag(QPointF to);
    void endDrag();
    void offerToPaste();

    // Keys
    enum class Handling { Test, Do };
    /// Whether the key is one of these; with `Do` it is done.
    bool handle(const QKeyEvent& key, Handling handling);
    bool extend(const QKeyEvent& key, Handling handling);
    void placeFirst();
    void extendByLine(TextSelection::Way way);
    void extendToEdge(TextSelection::Way way);
    void extendByPage(TextSelection::Way way);
    void showHead();

    TranscriptSelection m_selection;
    QPointer<QQuickItem> m_view;
    QQuickItem* m_content = nullptr;
    QPointF m_pressed;
    QPointF m_pointer;
    ulong m_pressTime = 0;
    int m_presses = 0;
    bool m_extending = false; ///< the press went on from where it was
    bool m_dragging = false;
    QBasicTimer m_scrolling;
    std::optional<qreal> m_column; ///< that keys go up and down in
};

} // namespace rivulet::app
