// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FrameMeter.h"

#include "ChatSession.h"

#include <QFile>
#include <QKeyEvent>
#include <QQuickWindow>

#include <algorithm>
#include <cmath>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace rivulet::app {

namespace {

constexpr double lateFrame = 33.0;

double milliseconds(std::chrono::steady_clock::duration span) {
    return std::chrono::duration<double, std::milli>(span).count();
}

/// 0 for a thread that is gone.
double cpuTime(clockid_t thread) {
    timespec time{};
    if (clock_gettime(thread, &time) != 0) {
        return 0;
    }
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

QJsonObject percentiles(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        if (values.empty()) {
            return 0.0;
        }
        const auto index =
            static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
        return std::round(values[std::min(index, values.size() - 1)] * 1000.0) / 1000.0;
    };
    return {{QStringLiteral("p50"), at(0.50)},
            {QStringLiteral("p95"), at(0.95)},
            {QStringLiteral("p99"), at(0.99)},
            {QStringLiteral("max"), at(1.0)}};
}

/// CPU time of the process.
double processSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The share of memory that is this process's own, in kB; 0 where the system does not tell.
qint64 proportionalSetSize() {
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (file.open(QIODevice::ReadOnly)) {
        for (const auto& line : file.readAll().split('\n')) {
            if (line.startsWith("Pss:")) {
                return line.mid(4).simplified().split(' ').first().toLongLong();
            }
        }
    }
    return 0;
}

/// How long the process had been there, to a hundredth of a second. 0 where the system does not tell.
std::chrono::milliseconds processAge() {
    constexpr int startTime = 19; // of the fields after the name, which may hold anything
    QFile file(QStringLiteral("/proc/self/stat"));
    timespec now{};
    if (!file.open(QIODevice::ReadOnly) || clock_gettime(CLOCK_BOOTTIME, &now) != 0) {
        return std::chrono::milliseconds{0};
    }
    const auto line = file.readAll();
    const auto fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.size() <= startTime) {
        return std::chrono::milliseconds{0};
    }
    const auto ticks = static_cast<double>(fields[startTime].toLongLong());
    const double seconds = static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 -
                           ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
    return std::chrono::milliseconds{std::max(0LL, std::llround(seconds * 1000))};
}

/// When a key was pressed, where the display goes by this machine's clock, as X servers do; else now.
FrameMeter::Instant pressed(const QKeyEvent& key) {
    using std::chrono::milliseconds;
    constexpr quint32 plausible = 10'000;
    const auto now = FrameMeter::Instant::clock::now();
    const auto clock = std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count();
    const quint32 age = static_cast<quint32>(clock) - static_cast<quint32>(key.timestamp());
    return age < plausible ? now - milliseconds(age) : now;
}

} // namespace

FrameMeter::FrameMeter(Instant processStart, QObject* parent)
    : QObject(parent)
    , m_processStart(processStart) {}

void FrameMeter::watch(QQuickWindow* window) {
    window->installEventFilter(this);
    // Direct: these come from the thread that draws, and the time is now.
    connect(window, &QQuickWindow::beforeFrameBegin, this, &FrameMeter::frameBegun, Qt::DirectConnection);
    connect(window, &QQuickWindow::afterAnimating, this, &FrameMeter::frameBegun, Qt::DirectConnection);
    connect(window, &QQuickWindow::beforeSynchronizing, this, &FrameMeter::frameTaken, Qt::DirectConnection);
    connect(window, &QQuickWindow::frameSwapped, this, &FrameMeter::frameEnded, Qt::DirectConnection);
}

void FrameMeter::watch(ChatSession* session, const std::function<bool()>& isSeen) {
    const std::size_t pane = m_panes.size();
    m_panes.emplace_back();
    connect(session, &ChatSession::textArrived, this, [this, pane, isSeen] {
        const bool seen = isSeen();
        const QMutexLocker lock(&m_mutex);
        if (seen) {
            m_panes[pane].arrived.push_back(Instant::clock::now());
        }
    });
    connect(session, &ChatSession::textShown, this, [this, pane, isSeen] {
        const bool seen = isSeen();
        const QMutexLocker lock(&m_mutex);
        auto& arrived = m_panes[pane].arrived;
        if (seen) {
            m_shown.insert(m_shown.end(), arrived.begin(), arrived.end());
        }
        arrived.clear();
    });
}

bool FrameMeter::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::UpdateRequest) {
        forgetBegun(); // of a frame that was never made
        frameBegun();
    } else if (event->type() == QEvent::KeyPress) {
        const QMutexLocker lock(&m_mutex);
        m_keys.push_back(pressed(*static_cast<QKeyEvent*>(event)));
    }
    return QObject::eventFilter(watched, event);
}

void FrameMeter::markReady() {
    const QMutexLocker lock(&m_mutex);
    m_ready = Instant::clock::now();
}

void FrameMeter::frameBegun() {
    const QMutexLocker lock(&m_mutex);
    const auto cpu = frameCpu();
    if (!m_cpuBegin) { // else the frame has begun already: the first of the two signals counts
        m_cpuBegin = cpu;
    }
}

void FrameMeter::forgetBegun() {
    const QMutexLocker lock(&m_mutex);
    m_cpuBegin.reset();
}

void FrameMeter::frameTaken() {
    const QMutexLocker lock(&m_mutex);
    m_inFrame.insert(m_inFrame.end(), m_shown.begin(), m_shown.end());
    m_shown.clear();
    m_keysInFrame.insert(m_keysInFrame.end(), m_keys.begin(), m_keys.end());
    m_keys.clear();
}

std::optional<double> FrameMeter::frameCpu() {
    clockid_t self{};
    if (pthread_getcpuclockid(pthread_self(), &self) != 0) {
        return std::nullopt;
    }
    if (std::find(m_threads.begin(), m_threads.end(), self) == m_threads.end()) {
        m_threads.push_back(self);
        m_cpuBegin.reset();
        return std::nullopt;
    }
    double sum = 0;
    for (const clockid_t thread : m_threads) {
        sum += cpuTime(thread);
    }
    return sum;
}

void FrameMeter::frameEnded() {
    const QMutexLocker lock(&m_mutex);
    const Instant now = Instant::clock::now();
    if (!m_firstFrame) {
        m_firstFrame = now;
    }
    ++m_frames;
    const auto cpu = frameCpu();
    if (cpu && m_cpuBegin) {
        m_cpu.push_back(std::max(0.0, *cpu - *m_cpuBegin));
    }
    m_cpuBegin.reset();
    if (!m_inFrame.empty()) {
        const Instant oldest = *std::min_element(m_inFrame.begin(), m_inFrame.end());
        // A gap counts from when text began to wait, or from the frame before, whichever is later.
        const Instant from = m_lastFrame ? std::max(*m_lastFrame, oldest) : oldest;
        m_gaps.push_back(milliseconds(now - from));
        for (const Instant arrived : m_inFrame) {
            m_tokenToFrame.push_back(milliseconds(now - arrived));
        }
        m_oldestToFrame.push_back(milliseconds(now - oldest));
        m_inFrame.clear();
    }
    for (const Instant key : m_keysInFrame) {
        m_keyToFrame.push_back(milliseconds(now - key));
    }
    m_keysInFrame.clear();
    m_lastFrame = now;
}

void FrameMeter::restart() {
    const QMutexLocker lock(&m_mutex);
    m_frames = 0;
    m_cpu.clear();
    m_gaps.clear();
    m_tokenToFrame.clear();
    m_oldestToFrame.clear();
    m_keyToFrame.clear();
    m_cpuBefore = processSeconds();
}

QJsonObject FrameMeter::figures() const {
    const QMutexLocker lock(&m_mutex);
    const double cpu = processSeconds() - m_cpuBefore;
    // What loads the libraries comes before main() can look at a clock.
    const Instant start = std::min(m_processStart, Instant::clock::now() - processAge());
    const auto sinceStart = [start](const std::optional<Instant>& instant) {
        return instant ? milliseconds(*instant - start) : -1.0;
    };
    const auto late = std::count_if(m_gaps.begin(), m_gaps.end(), [](double gap) { return gap > lateFrame; });
    return {{QStringLiteral("frame_cpu_ms"), percentiles(m_cpu)},
            {QStringLiteral("frame_gap_ms"), percentiles(m_gaps)},
            {QStringLiteral("frames"), m_frames},
            {QStringLiteral("late_frames"), static_cast<qint64>(late)},
            {QStringLiteral("token_to_frame_ms"), percentiles(m_tokenToFrame)},
            {QStringLiteral("oldest_to_frame_ms"), percentiles(m_oldestToFrame)},
            {QStringLiteral("key_to_frame_ms"), percentiles(m_keyToFrame)},
            {QStringLiteral("keys"), static_cast<qint64>(m_keyToFrame.size())},
            {QStringLiteral("first_frame_ms"), sinceStart(m_firstFrame)},
            {QStringLiteral("ready_ms"), sinceStart(m_ready)},
            {QStringLiteral("cpu_s"), cpu},
            {QStringLiteral("cpu_ms_per_frame"),
             m_frames > 0 ? cpu * 1000.0 / static_cast<double>(m_frames) : 0.0},
            {QStringLiteral("pss_kb"), proportionalSetSize()}};
}

} // namespace rivulet::app
