// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/StreamObserver.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace rivulet::metrics {

/// Tells a stream's life in log lines, without any of its text: start, rates every 5 s while it streams,
/// silences from 10 s, retries, and its end with the reason. Where the lines go is the sink's business.
class StreamLog : public QObject, public domain::StreamObserver {
    Q_OBJECT

public:
    using Sink = std::function<void(const QString& line)>;

    static constexpr std::chrono::milliseconds rateInterval{5000};
    /// From here on a silence is told: once when it is noticed, and once with its length when it ends. Any
    /// content ends it.
    static constexpr std::chrono::milliseconds longSilence{10'000};

    /// `label` names the stream in each line, e.g. "pane 1".
    StreamLog(QString label, const domain::Clock& clock, Sink sink, QObject* parent = nullptr);

    /// How often it looks for rates and silences while a stream runs; rateInterval unless told.
    void setInterval(std::chrono::milliseconds interval) { m_timer.setInterval(interval); }
    /// It looks only while a stream runs.
    [[nodiscard]] bool isLooking() const { return m_timer.isActive(); }

    void started(const domain::StreamMetadata& metadata) override;
    void delta(const QString& text, qsizetype index) override;
    void thinking(const QString& text) override;
    void tool(const domain::ToolActivity& activity) override;
    void citation(const domain::Citation& citation) override;
    void warning(const domain::Warning& warning) override;
    void retrying(int attempt, std::chrono::milliseconds delay, const domain::Failure& reason) override;
    void seam(qsizetype at, qsizetype trimmed, bool exact) override;
    void ended(const domain::Ending& ending, const QString& fullText) override;

private:
    void say(const QString& what) const;
    /// Sums of a new answer.
    void begin();
    void look();
    void contentCame();
    [[nodiscard]] std::chrono::milliseconds since(domain::Clock::Instant instant) const;

    QString m_label;
    const domain::Clock& m_clock;
    Sink m_sink;
    QTimer m_timer;
    domain::Clock::Instant m_start;
    domain::Clock::Instant m_lastContent;
    domain::Clock::Instant m_lastLook;
    std::optional<std::chrono::milliseconds> m_firstContent;
    qint64 m_characters = 0;
    qint64 m_thinkingCharacters = 0;
    qint64 m_charactersAtLook = 0;
    qint64 m_deltas = 0;
    qint64 m_deltasAtLook = 0;
    std::chrono::milliseconds m_longestSilence{0};
    int m_retries = 0;
    bool m_silenceTold = false;
};

} // namespace rivulet::metrics
