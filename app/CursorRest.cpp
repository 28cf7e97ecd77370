// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CursorRest.h"

#include <QEvent>
#include <QGuiApplication>
#include <QStyleHints>
#include <QWindow>

#include <chrono>

namespace rivulet::app {

namespace {

/// As long as nobody types or clicks.
constexpr std::chrono::seconds patience{5};

} // namespace

CursorRest::CursorRest(QWindow& window, QObject* parent)
    : QObject(parent)
    , m_flashTime(QGuiApplication::styleHints()->cursorFlashTime()) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(patience);
    connect(&m_timer, &QTimer::timeout, this, &CursorRest::rest);
    window.installEventFilter(this);
    m_timer.start();
}

CursorRest::~CursorRest() {
    wake();
}

bool CursorRest::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::TouchBegin:
    case QEvent::FocusIn:
    case QEvent::InputMethod:
        wake();
        m_timer.start();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void CursorRest::rest() {
    m_resting = true;
    QGuiApplication::styleHints()->setCursorFlashTime(0);
}

void CursorRest::wake() {
    if (m_resting) {
        m_resting = false;
        QGuiApplication::styleHints()->setCursorFlashTime(m_flashTime);
    }
}

} // namespace rivulet::app
