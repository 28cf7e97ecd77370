// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QQuickItem>

namespace rivulet::app {

/// Marks a TextEdit as part of its row's text: `Selectable.order: 0`, or the number of the cell in a table.
/// What is selected in it is then the transcript's to say, and a mouse goes through it. Knows no row.
class Selectable : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("is attached")
    QML_ATTACHED(rivulet::app::Selectable)
    Q_PROPERTY(int order MEMBER m_order NOTIFY orderChanged)

public:
    explicit Selectable(QObject* edit)
        : QObject(edit) {
        if (auto* item = qobject_cast<QQuickItem*>(edit)) {
            item->setAcceptedMouseButtons(Qt::NoButton);
        }
    }

    static Selectable* qmlAttachedProperties(QObject* edit) { return new Selectable(edit); }
    /// Null where it is not marked.
    [[nodiscard]] static const Selectable* of(const QObject* edit) {
        return qobject_cast<Selectable*>(qmlAttachedPropertiesObject<Selectable>(edit, false));
    }
    [[nodiscard]] int order() const { return m_order; }

Q_SIGNALS:
    void orderChanged();

private:
    int m_order = 0;
};

} // namespace rivulet::app
