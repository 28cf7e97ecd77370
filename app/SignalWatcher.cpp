// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SignalWatcher.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace rivulet::app {

namespace {

// A handler may do next to nothing: it writes the signal's number into this pipe.
int readEnd = -1;
int writeEnd = -1;

void handle(int number) {
    const auto byte = static_cast<char>(number);
    const auto written = ::write(writeEnd, &byte, 1);
    static_cast<void>(written);
}

constexpr int watched[] = {SIGINT, SIGTERM, SIGHUP};

} // namespace

SignalWatcher::SignalWatcher(QObject* parent)
    : QObject(parent) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(readEnd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalWatcher::drain);
    struct sigaction action{};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int number : watched) {
        sigaction(number, &action, nullptr);
    }
}

SignalWatcher::~SignalWatcher() {
    for (const int number : watched) {
        std::signal(number, SIG_DFL);
    }
    m_notifier.reset();
    if (readEnd >= 0) {
        ::close(readEnd);
        ::close(writeEnd);
        readEnd = writeEnd = -1;
    }
}

void SignalWatcher::drain() {
    char byte = 0;
    while (::read(readEnd, &byte, 1) == 1) {
        Q_EMIT interrupted(byte);
    }
}

} // namespace rivulet::app
