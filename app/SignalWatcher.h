// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace rivulet::app {

/// Turns SIGINT, SIGTERM and SIGHUP into a signal of the event loop. One at a time in a process.
class SignalWatcher : public QObject {
    Q_OBJECT

public:
    explicit SignalWatcher(QObject* parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void interrupted(int number);

private:
    void drain();

    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace rivulet::app
