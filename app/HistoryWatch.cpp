// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "HistoryWatch.h"

#include <QWindow>

#include <utility>

namespace rivulet::app {

HistoryWatch::HistoryWatch(std::shared_ptr<store::Database> database, std::chrono::milliseconds interval,
                           QObject* parent)
    : QObject(parent)
    , m_database(std::move(database))
    , m_seen(m_database->contentVersion()) {
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &HistoryWatch::look);
}

void HistoryWatch::follow(QWindow& window) {
    const auto take = [this](QWindow::Visibility visibility) {
        const bool seen = visibility != QWindow::Hidden && visibility != QWindow::Minimized;
        if (!seen) {
            m_timer.stop();
        } else if (!m_timer.isActive()) {
            look();
            m_timer.start();
        }
    };
    connect(&window, &QWindow::visibilityChanged, this, take);
    connect(&window, &QWindow::activeChanged, this, [this, &window] {
        if (window.isActive()) {
            look();
        }
    });
    take(window.visibility());
}

void HistoryWatch::look() {
    const qint64 version = m_database->contentVersion();
    if (version >= 0 && std::exchange(m_seen, version) != version) {
        Q_EMIT changed();
    }
}

} // namespace rivulet::app
