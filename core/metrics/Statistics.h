// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamRecord.h"
#include "metrics/Spread.h"

#include <QDate>
#include <QString>
#include <QTimeZone>

#include <array>
#include <optional>
#include <vector>

namespace rivulet::metrics {

/// What some streams come to. What was not known of a stream is not counted as zero: a sum is of those that
/// told, and there is none where none did.
struct Summary {
    static constexpr std::size_t outcomes = 4;
    static constexpr std::size_t ways = 3;

    /// A sum, and of how many streams.
    struct Sum {
        double value = 0;
        qint64 streams = 0;

        void add(double more) {
            value += more;
            ++streams;
        }
        [[nodiscard]] std::optional<double> known() const {
            return streams > 0 ? std::optional(value) : std::nullopt;
        }
    };

    QString endpointId;
    QString endpointName;
    QString model;
    /// The day they began; invalid where it is of all days.
    QDate day;
    qint64 streams = 0;
    std::array<qint64, outcomes> byOutcome{};
    /// Running now; unset where nobody could tell.
    std::optional<qint64> active;
    qint64 requests = 0;
    Spread duration;   ///< s
    Spread firstToken; ///< s
    Spread rate;       ///< tokens of text a second
    Spread timeToMend; ///< s, of each fault that was got over
    Sum input;
    Sum cached;
    Sum thinking;
    Sum output;
    Sum cost; ///< USD
    /// Streams whose tokens are an estimate, as a whole or in part.
    qint64 estimated = 0;
    qint64 cuts = 0;
    qint64 earlyFaults = 0;
    std::array<qint64, ways> byWay{};

    void add(const domain::StreamRecord& record);
    [[nodiscard]] qint64 of(domain::Outcome outcome) const;
    [[nodiscard]] qint64 of(domain::Recovery::Way way) const;
    [[nodiscard]] qint64 faults() const { return cuts + earlyFaults; }
    [[nodiscard]] qint64 recovered() const;

    // Shares, 0..1; nothing of nothing
    [[nodiscard]] std::optional<double> errorRate() const;
    [[nodiscard]] std::optional<double> interruptionRate() const;
    /// Faults that were got over, a stream. May be over 1.
    [[nodiscard]] std::optional<double> reconnectionRate() const;
    [[nodiscard]] std::optional<double> shareRecovered() const;
};

/// One endpoint's model of which an answer is coming just now.
struct ActiveStream {
    QString endpointId;
    QString endpointName;
    QString model;
};

/// By endpoint and model, in the order of their names.
[[nodiscard]] std::vector<Summary> byModel(const std::vector<domain::StreamRecord>& records);
/// And by the day that they began on in `zone`; the earlier day first.
[[nodiscard]] std::vector<Summary> byModelAndDay(const std::vector<domain::StreamRecord>& records,
                                                 const QTimeZone& zone);
/// Tells each how many run; a model of which nothing else is known is added.
void addActive(std::vector<Summary>& summaries, const std::vector<ActiveStream>& active);

inline constexpr std::array allOutcomes{domain::Outcome::Completed, domain::Outcome::Cancelled,
                                        domain::Outcome::Interrupted, domain::Outcome::Failed};
inline constexpr std::array allWays{domain::Recovery::Way::Retry, domain::Recovery::Way::Exact,
                                    domain::Recovery::Way::Continue};

} // namespace rivulet::metrics
