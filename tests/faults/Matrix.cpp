// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Matrix.h"

#include <QEventLoop>
#include <QFile>

#include <algorithm>
#include <ctime>
#include <functional>
#include <malloc.h>
#include <utility>

namespace rivulet::faults {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitizes = true; // and keeps what was freed
#else
constexpr bool sanitizes = false;
#endif

/// What this thread has worked so far. Not the wall's time: others use this machine too.
double workedMilliseconds() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

qint64 kibOf(const char* field) {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf(field);
    return at < 0
               ? 0
               : text.mid(at).split('\n').first().split(':').last().trimmed().split(' ').first().toLongLong();
}

/// From here on the peak is counted anew. The memory that there is now.
qint64 resetPeak() {
    ::malloc_trim(0);
    QFile references(QStringLiteral("/proc/self/clear_refs"));
    if (references.open(QIODevice::WriteOnly)) {
        references.write("5");
    }
    return kibOf("VmRSS:");
}

/// Its server can tell the panes apart: by what they ask.
bool canShareServer(const Plan& plan) {
    return plan.door == Plan::Door::Open && !plan.asksForTls && plan.turn != Plan::Turn::Alone &&
           std::ranges::all_of(plan.script, [](const Act& act) { return act.begin == Act::Begin::Request; });
}

QString span(qint64 least, qint64 most) {
    return least == most ? QString::number(most) : QStringLiteral("%1..%2").arg(least).arg(most);
}

} // namespace

Matrix::Matrix(Faults faults)
    : m_faults(std::move(faults))
    , m_results(m_faults.size() * static_cast<std::size_t>(Speech::dialects().size())) {
    m_heart.setInterval(1);
    m_heart.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_heart, &QTimer::timeout, &m_heart, [this] { beat(); });
}

Matrix::~Matrix() = default;

const Matrix::Result& Matrix::result(std::size_t fault, qsizetype dialect) const {
    return m_results.at(fault * static_cast<std::size_t>(Speech::dialects().size()) +
                        static_cast<std::size_t>(dialect));
}

int Matrix::red() const {
    return static_cast<int>(
        std::ranges::count_if(m_results, [](const Result& result) { return !result.problems.isEmpty(); }));
}

void Matrix::beat() {
    const double now = workedMilliseconds();
    if (now - m_lastBeat > m_longestTurns.back()) {
        m_longestTurns.back() = now - m_lastBeat;
        std::ranges::sort(m_longestTurns, std::ranges::greater());
    }
    m_turnAlone = std::max(m_turnAlone, now - m_lastBeat);
    m_lastBeat = now;
}

void Matrix::queueAll() {
    const bool tls = m_certificates.make();
    const QStringList dialects = Speech::dialects();
    for (std::size_t fault = 0; fault < m_faults.size(); ++fault) {
        for (qsizetype dialect = 0; dialect < dialects.size(); ++dialect) {
            if (!qEnvironmentVariable("RIVULET_DIALECT", dialects.at(dialect))
                     .contains(dialects.at(dialect))) {
                continue;
            }
            bool shares = false; // once a cell is enough
            for (Plan& plan : m_faults.at(fault).plans(dialects.at(dialect))) {
                if (!tls && plan.wire != Plan::Wire::Plain) {
                    continue;
                }
                if (!std::exchange(shares, true) && canShareServer(plan)) {
                    Plan shared = plan;
                    shared.sharesServer = true;
                    shared.name += " (one server for both)";
                    m_jobs.push_back({fault, dialect, std::move(shared)});
                }
                m_jobs.push_back({fault, dialect, std::move(plan)});
            }
        }
    }
    const auto place = [](const Job& job) {
        return job.plan.turn == Plan::Turn::First ? 0 : job.plan.turn == Plan::Turn::Any ? 1 : 2;
    };
    std::ranges::stable_sort(m_jobs, {}, place);
}

void Matrix::startNext() {
    while (!m_jobs.empty() && m_running.size() < atOnce && !m_alone) {
        m_alone = m_jobs.front().plan.turn == Plan::Turn::Alone;
        if (m_alone && !m_running.empty()) {
            m_alone = false;
            return;
        }
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        const auto before = m_alone ? std::optional(resetPeak()) : std::nullopt;
        m_turnAlone = 0;
        m_lastBeat = workedMilliseconds();
        m_running.push_back(std::make_unique<Cell>(Cell::World{m_pool, m_clock, m_certificates},
                                                   Speech::dialects().at(job.dialect), job.plan, ++m_cells));
        Cell* const cell = m_running.back().get();
        QObject::connect(
            cell, &Cell::done, &m_heart,
            [this, job, cell, before] {
                take(job, *cell, before);
                std::erase_if(m_running, [cell](const auto& each) { return each.get() == cell; });
                m_alone = false;
                startNext();
            },
            Qt::QueuedConnection);
        cell->start();
    }
}

void Matrix::take(const Job& job, const Cell& cell, std::optional<qint64> before) {
    Result& result = m_results.at(job.fault * static_cast<std::size_t>(Speech::dialects().size()) +
                                  static_cast<std::size_t>(job.dialect));
    const bool isFirst = result.variants++ == 0;
    if (!result.states.contains(cell.state())) {
        result.states.append(cell.state());
    }
    const auto widen = [isFirst](auto& least, auto& most, auto value) {
        least = isFirst ? value : std::min(least, value);
        most = isFirst ? value : std::max(most, value);
    };
    widen(result.leastRequests, result.mostRequests, cell.requests());
    widen(result.leastKept, result.mostKept, cell.kept());
    if (before) {
        const qint64 growth = kibOf("VmHWM:") - *before;
        if (growth > job.plan.mostGrowth && !sanitizes) {
            result.problems.append(QStringLiteral("grew by %1 MiB").arg(growth / 1024));
        }
        result.growth = std::max(result.growth, growth);
        result.turn = std::max(result.turn, m_turnAlone);
    }
    for (const QString& problem : cell.problems()) {
        result.problems.append(job.plan.name.isEmpty()
                                   ? problem
                                   : QString::fromUtf8(job.plan.name) + QStringLiteral(": ") + problem);
    }
    if (const auto took = cell.cancelMilliseconds()) {
        m_cancels.push_back(*took);
    }
}

void Matrix::run() {
    queueAll();
    QElapsedTimer since;
    since.start();
    QEventLoop loop;
    m_lastBeat = workedMilliseconds();
    m_heart.start();
    const auto endIfDone = QObject::connect(&m_heart, &QTimer::timeout, &loop, [&] {
        if (m_running.empty() && m_jobs.empty()) {
            loop.quit();
        }
    });
    startNext();
    loop.exec();
    QObject::disconnect(endIfDone);
    m_heart.stop();
    m_milliseconds = since.elapsed();
}

void Matrix::print(QTextStream& out) const {
    constexpr int nameWidth = 38;
    constexpr int cellWidth = 27;
    const QStringList dialects = Speech::dialects();
    out << QStringLiteral("fault").leftJustified(nameWidth);
    for (const QString& dialect : dialects) {
        out << dialect.leftJustified(cellWidth);
    }
    out << "\n(state, requests, characters kept; xN: in N variants)\n";
    QByteArray group;
    for (std::size_t fault = 0; fault < m_faults.size(); ++fault) {
        if (m_faults.at(fault).group != group) {
            group = m_faults.at(fault).group;
            out << "-- " << group << '\n';
        }
        out << QString::fromUtf8(m_faults.at(fault).name).leftJustified(nameWidth);
        for (qsizetype dialect = 0; dialect < dialects.size(); ++dialect) {
            const Result& cell = result(fault, dialect);
            QString text = QStringLiteral("-");
            if (cell.variants > 0) {
                text = (cell.problems.isEmpty() ? QString() : QStringLiteral("RED ")) +
                       cell.states.join(u'/') + u' ' + span(cell.leastRequests, cell.mostRequests) + u' ' +
                       span(cell.leastKept, cell.mostKept);
                text += cell.variants > 1 ? QStringLiteral(" x%1").arg(cell.variants) : QString();
                text += cell.growth >= 0
                            ? QStringLiteral(" +%1M %2ms").arg(cell.growth / 1024).arg(cell.turn, 0, 'f', 0)
                            : QString();
            }
            out << text.leftJustified(cellWidth - 1) << ' ';
        }
        out << '\n';
    }
    for (std::size_t fault = 0; fault < m_faults.size(); ++fault) {
        for (qsizetype dialect = 0; dialect < dialects.size(); ++dialect) {
            for (const QString& problem : result(fault, dialect).problems) {
                out << "RED " << m_faults.at(fault).name << " / " << dialects.at(dialect) << ": " << problem
                    << '\n';
            }
        }
    }
    auto cancels = m_cancels;
    std::ranges::sort(cancels);
    out << m_cells << " streams beside as many healthy ones in " << m_milliseconds
        << " ms; longest turn of the loop " << QString::number(m_longestTurns.front(), 'f', 1)
        << " ms of work";
    if (!cancels.empty()) {
        out << "; cancel to closed socket p50 " << QString::number(cancels.at(cancels.size() / 2), 'f', 1)
            << " ms, most " << QString::number(cancels.back(), 'f', 1) << " ms";
    }
    out << "; " << red() << " red\n";
    out.flush();
}

} // namespace rivulet::faults
