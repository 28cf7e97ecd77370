// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QQmlEngine>

namespace rivulet::app {

/// Whether who points at the windows of this process does it with a finger now, or with a mouse: a finger
/// drags what a mouse selects. Knows nothing of where.
class PointerKind : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(bool finger READ isFinger NOTIFY fingerChanged)

public:
    explicit PointerKind(QObject* parent = nullptr);

    /// True from the moment a screen is touched, before anything is told of the touch, until a mouse moves.
    [[nodiscard]] bool isFinger() const { return m_finger; }

Q_SIGNALS:
    void fingerChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool m_finger = false;
};

} // namespace rivulet::app
