// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Cell.h"

#include <QTextStream>

#include <array>
#include <deque>
#include <memory>
#include <vector>

namespace rivulet::faults {

/// Runs faults with all protocols on one event loop, many cells at a time, and keeps what became of each.
class Matrix {
public:
    static constexpr std::size_t atOnce = 16;

    explicit Matrix(Faults faults);
    ~Matrix();

    /// One cell of the table: all that one fault comes to in one protocol.
    struct Result {
        int variants = 0;
        QStringList states; ///< each once
        int leastRequests = 0;
        int mostRequests = 0;
        qsizetype leastKept = 0;
        qsizetype mostKept = 0;
        qint64 growth = -1; ///< in KiB, where it was measured
        double turn = 0;    ///< the longest of the loop, where it ran alone
        QStringList problems;
    };

    void run();
    [[nodiscard]] const Faults& faults() const { return m_faults; }
    [[nodiscard]] const Result& result(std::size_t fault, qsizetype dialect) const;
    /// How long the loop's thread worked without coming back to its timers, three times at least: what is
    /// slow is so with every protocol, and what was slow once may be the machine's, whose others count as
    /// work too.
    [[nodiscard]] double longTurn() const { return m_longestTurns.back(); }
    [[nodiscard]] int cells() const { return m_cells; }
    [[nodiscard]] int red() const;
    void print(QTextStream& out) const;

private:
    struct Job {
        std::size_t fault;
        qsizetype dialect;
        Plan plan;
    };
    void queueAll();
    void startNext();
    void take(const Job& job, const Cell& cell, std::optional<qint64> before);
    void beat();

    Faults m_faults;
    std::vector<Result> m_results;
    std::deque<Job> m_jobs;
    std::vector<std::unique_ptr<Cell>> m_running;
    Certificates m_certificates;
    stream::ConnectionPool m_pool;
    domain::SystemClock m_clock;
    std::vector<double> m_cancels;
    std::array<double, 3> m_longestTurns{}; ///< the longest first
    double m_turnAlone = 0;
    double m_lastBeat = 0;
    qint64 m_milliseconds = 0;
    int m_cells = 0;
    bool m_alone = false;
    QTimer m_heart;
};

} // namespace rivulet::faults
