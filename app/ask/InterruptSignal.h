// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

#include <csignal>

namespace rivulet::app {

/// While it lives, SIGINT, SIGTERM and SIGHUP become a Qt signal instead of the end of the process. One at a
/// time in a process; the handlers that were there before come back with its end. An ignored SIGHUP stays
/// ignored.
class InterruptSignal : public QObject {
    Q_OBJECT

public:
    explicit InterruptSignal(QObject* parent = nullptr);
    ~InterruptSignal() override;

Q_SIGNALS:
    void raised();

private:
    static constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};

    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::array<struct sigaction, watched.size()> m_previous{};
};

} // namespace rivulet::app
