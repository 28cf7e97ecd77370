// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "PointerKind.h"

#include <QGuiApplication>
#include <QPointerEvent>

namespace rivulet::app {

PointerKind::PointerKind(QObject* parent)
    : QObject(parent) {
    qGuiApp->installEventFilter(this);
}

bool PointerKind::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::TouchBegin:
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress: {
        const auto* device = static_cast<QPointerEvent*>(event)->pointingDevice();
        const bool finger = device != nullptr && device->type() == QInputDevice::DeviceType::TouchScreen;
        if (watched->isWindowType() && finger != m_finger) {
            m_finger = finger;
            Q_EMIT fingerChanged();
        }
        break;
    }
    default:
        break;
    }
    return false;
}

} // namespace rivulet::app
