// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/InterruptSignal.h"

#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace rivulet::app {
namespace {

// A handler may do next to nothing but write to a pipe; the event loop reads the other end.
std::atomic<int> pipeToLoop{-1};

extern "C" void tellLoop(int) {
    const int saved = errno;
    const char byte = 0;
    if (const int pipe = pipeToLoop.load(); pipe >= 0) {
        [[maybe_unused]] const auto written = ::write(pipe, &byte, 1);
    }
    errno = saved;
}

} // namespace

InterruptSignal::InterruptSignal(QObject* parent)
    : QObject(parent) {
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        return; // signals then end the process, as they do anyway
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> bytes{};
        while (::read(m_pipe[0], bytes.data(), bytes.size()) > 0) {
        }
        Q_EMIT raised();
    });
    pipeToLoop = m_pipe[1];
    struct sigaction action{};
    action.sa_handler = tellLoop;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < watched.size(); ++i) {
        ::sigaction(watched[i], &action, &m_previous[i]);
        // nohup: whoever started this wants it to go on. The other two a shell ignores for whatever a script
        // starts in the background, and there they are sent by whoever means it.
        if (watched[i] == SIGHUP && m_previous[i].sa_handler == SIG_IGN) {
            ::sigaction(watched[i], &m_previous[i], nullptr);
        }
    }
}

InterruptSignal::~InterruptSignal() {
    if (m_notifier == nullptr) {
        return;
    }
    for (std::size_t i = 0; i < watched.size(); ++i) {
        ::sigaction(watched[i], &m_previous[i], nullptr);
    }
    pipeToLoop = -1;
    m_notifier.reset();
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

} // namespace rivulet::app
