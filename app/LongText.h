// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickItem>

namespace rivulet::app {

/// Makes a text that is edited in a Flickable cost what is seen of it, however long it is. Without it a
/// TextEdit of Qt 6.4 builds nodes for its whole text at every letter, unless a long text was assigned to it.
class LongText : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickItem* target READ target WRITE setTarget NOTIFY targetChanged REQUIRED)

public:
    using QObject::QObject;

    /// A TextEdit or TextArea; not owned.
    [[nodiscard]] QQuickItem* target() const { return m_target; }
    void setTarget(QQuickItem* target);

Q_SIGNALS:
    void targetChanged();

private:
    QPointer<QQuickItem> m_target;
};

} // namespace rivulet::app
