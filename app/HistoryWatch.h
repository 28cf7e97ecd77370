// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "store/Database.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

class QWindow;

namespace rivulet::app {

/// Notices that another process has written to the history. It asks SQLite, which keeps count of that in
/// memory that all processes share: no file is read, and what is written here does not count, as it would for
/// whoever watches the file. Looks when a window comes to the front, and now and then while it can be seen.
/// Knows nothing of what was written.
class HistoryWatch : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds usualInterval{5000};

    explicit HistoryWatch(std::shared_ptr<store::Database> database,
                          std::chrono::milliseconds interval = usualInterval, QObject* parent = nullptr);

    /// Looks for as long as this window can be seen.
    void follow(QWindow& window);
    void look();
    /// Looks now and then.
    [[nodiscard]] bool isLooking() const { return m_timer.isActive(); }

Q_SIGNALS:
    void changed();

private:
    std::shared_ptr<store::Database> m_database;
    qint64 m_seen;
    QTimer m_timer;
};

} // namespace rivulet::app
