// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CursorRest.h"

#include <QGuiApplication>
#include <QStyleHints>
#include <QWindow>

namespace rivulet::app {

CursorRest::CursorRest(QWindow& window, std::chrono::milliseconds after, QObject* parent)
    : QObject(parent)
    , m_flashTime(QGuiApplication::styleHints()->cursorFlashTime()) {
    m_idle.setSingleShot(true);
    m_idle.setTimerType(Qt::CoarseTimer);
    m_idle.setInterval(after);
    connect(&m_idle, &QTimer::timeout, this, &CursorRest::rest);
    window.installEventFilter(this);
    m_idle.start();
}

CursorRest::~CursorRest() {
    QGuiApplication::styleHints()->setCursorFlashTime(m_flashTime);
}

bool CursorRest::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::FocusIn:
    case QEvent::InputMethod:
    case QEvent::TouchBegin:
        wake();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void CursorRest::wake() {
    if (!m_idle.isActive()) {
        QGuiApplication::styleHints()->setCursorFlashTime(m_flashTime);
    }
    m_idle.start();
}

void CursorRest::rest() {
    QGuiApplication::styleHints()->setCursorFlashTime(0);
}

} // namespace rivulet::app
