// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ask/AskPermit.h"
#include "ask/AskReporter.h"
#include "domain/Clock.h"
#include "metrics/StreamLog.h"
#include "store/Recorder.h"
#include "stream/StreamController.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace rivulet::app {

/// One answer of `rivulet ask`: runs its stream, has it journaled and logged, and tells its reporter. Knows
/// neither options nor keys.
class AskStream : public QObject, private domain::StreamObserver {
    Q_OBJECT

public:
    /// Progress is told no more often than this.
    static constexpr std::chrono::milliseconds progressInterval{250};

    AskStream(stream::ConnectionPool& pool, const domain::Clock& clock,
              stream::StreamController::Random random, std::unique_ptr<AskReporter> reporter,
              QObject* parent = nullptr);
    ~AskStream() override;

    /// Before start(): keep the answer, as the given one begins; `earlier` are lengths of answers before.
    void journal(std::shared_ptr<store::Database> database, const domain::Message& answer,
                 std::vector<qint64> earlier);
    /// Before start(): a sink for log lines.
    void logTo(const QString& label, metrics::StreamLog::Sink sink);

    void start(stream::StreamRequest request);
    /// As soon as the permit lets it, and each further request too.
    void start(stream::StreamRequest request, std::unique_ptr<AskPermit> permit);
    /// It has not been sent yet, and waits.
    void noteWait();
    /// Before start(): something to be told about what was asked for.
    void notice(const AskNotice& notice);
    /// Ends it before it began.
    void fail(const domain::Failure& failure);
    void cancel();

    /// What its warnings teach, for whoever remembers it.
    [[nodiscard]] const std::vector<domain::Warning>& warnings() const { return m_warnings; }
    /// How it ended, once it has.
    [[nodiscard]] std::optional<domain::Outcome> outcome() const { return m_outcome; }

Q_SIGNALS:
    /// Once, after the reporter has told all.
    void done();

private:
    void warning(const domain::Warning& warning) override;
    void ended(const domain::Ending& ending, const QString& fullText) override;

    void endBeforeItBegan(const domain::Ending& ending);
    void measure();
    /// Where the stream stands, with what is kept of the answer.
    void noteResume();
    void finish(const domain::Ending& ending);

    const domain::Clock& m_clock;
    std::unique_ptr<AskReporter> m_reporter;
    std::unique_ptr<store::Recorder> m_recorder;
    std::unique_ptr<metrics::StreamLog> m_log;
    std::vector<qint64> m_earlier;
    std::unique_ptr<AskPermit> m_permit; // before the stream, which gives it back
    stream::StreamController m_controller;
    std::vector<stream::StreamController::Registration> m_registrations;
    QTimer m_progressTimer;
    std::vector<domain::Warning> m_warnings;
    domain::Clock::Instant m_measuredAt;
    std::optional<domain::Outcome> m_outcome;
};

} // namespace rivulet::app
