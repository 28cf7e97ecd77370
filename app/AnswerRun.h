// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "AnswerPermit.h"
#include "Services.h"
#include "StreamChip.h"
#include "domain/Message.h"
#include "metrics/StreamCollector.h"
#include "metrics/StreamLog.h"
#include "store/Recorder.h"
#include "stream/StreamController.h"
#include "stream/TokenBatcher.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace rivulet::app {

/// One answer on its way from the wire to the view: the stream, its journal, its batches. Journal before
/// paint: what it hands out as shown is on disk first. Knows no rows and no conversation.
class AnswerRun : public QObject {
    Q_OBJECT

public:
    AnswerRun(Services& services, int pane, QObject* parent = nullptr);
    ~AnswerRun() override;

    /// Begins `answer` (turn, pane, variant and model are set) and asks for it: the key first, then the
    /// stream. `askedSince`: when another model was asked for it first.
    void begin(const domain::Message& answer, const std::optional<Endpoints::Model>& model,
               const domain::Prompt& prompt,
               const std::optional<domain::Clock::Instant>& askedSince = std::nullopt);
    /// Goes on with an answer that has ended: exactly where its server can, else from its text, where it has
    /// one.
    void goOn(const domain::Message& answer, const std::optional<Endpoints::Model>& model,
              const domain::Prompt& prompt);
    /// Keeps an answer that has ended already, as it is. While nothing runs. Gives it as it was kept.
    [[nodiscard]] domain::Message keep(const domain::Message& answer);
    /// A pane shows it. Where none does any more, nobody is told how time goes by.
    void setShown(bool shown);
    void pause();
    void resume();
    void cancel();
    /// Gives a connection up that has been silent for too long: ends Interrupted, and may go on.
    void breakOff();
    /// While it waits for its next try, or for room to be sent: goes now.
    void tryNow();
    /// The application closes: ends Interrupted with everything written and shown.
    void close();

    /// The wire runs, or a key is being looked up for it.
    [[nodiscard]] bool wireRuns() const;
    /// It runs, or has ended and is not wholly shown yet.
    [[nodiscard]] bool isRunning() const { return wireRuns() || m_revealing; }
    [[nodiscard]] bool isPreparing() const { return m_preparing; }
    [[nodiscard]] bool isHeld() const;
    [[nodiscard]] bool isWireHeld() const { return m_controller.reveal() == stream::Reveal::WireHeld; }
    [[nodiscard]] bool isWaitingForTry() const { return m_controller.retryAt().has_value(); }
    /// Why its next request has not been sent yet, where it waits for that.
    [[nodiscard]] std::optional<SendGate::Wait> sendWait() const { return m_permit.wait(); }
    /// When this answer was asked for first, of whichever model; nothing where it never was.
    [[nodiscard]] std::optional<domain::Clock::Instant> askedSince() const { return m_askedSince; }
    /// How long its present model has been silent, before its first word; nothing while it was not asked.
    [[nodiscard]] std::optional<std::chrono::milliseconds> silentFor() const;
    /// Nothing of it has been seen.
    [[nodiscard]] bool isBlank() const;
    /// Characters that have arrived and wait to be shown.
    [[nodiscard]] qsizetype waiting() const { return m_batcher.waiting() + m_thinkingBatcher.waiting(); }
    [[nodiscard]] const domain::StreamStats& stats() const { return m_controller.stats(); }
    /// The answer as it is kept.
    [[nodiscard]] const domain::Message& answer() const { return m_recorder.message(); }
    /// What the chip tells while it runs.
    [[nodiscard]] StreamChip::Input chip() const;
    /// "exact", "continue" or "none": what becomes of the running answer when the connection breaks. Empty
    /// while nothing runs.
    [[nodiscard]] QString resumeRung() const;
    /// "61 tok/s · 12 s"; empty while nothing runs.
    [[nodiscard]] QString figures() const;
    /// 0..1, or -1.
    [[nodiscard]] double fraction() const;

Q_SIGNALS:
    void changed();
    /// For the view, in order: thinking and text as they may be shown.
    void thinkingShown(const QString& text, std::chrono::milliseconds time);
    void textShown(const QString& text, std::chrono::milliseconds thinkingTime);
    void stillThinking(std::chrono::milliseconds time);
    void toolChanged(const rivulet::domain::ToolActivity& tool);
    void seamMade(const rivulet::domain::Seam& seam);
    void textArrived();
    /// It has ended, all of it is shown and written.
    void ended(const rivulet::domain::Message& answer);

private:
    void connectStream();
    void connectView();
    void start(const std::optional<Endpoints::Model>& model, const domain::Prompt& prompt,
               const QString& resumeNote);
    /// Where the stream stands goes to disk with what came.
    void noteResume();
    /// What was kept is part of what the server counts now: it took the answer up exactly.
    [[nodiscard]] bool countsWhatWasKept() const;
    /// As the settings and what is known of the endpoint have it.
    [[nodiscard]] stream::StreamRequest requestWith(const domain::Secret& key) const;
    void findKey(std::function<void(const domain::Secret&)> found);
    /// At the gate, and on when it opens.
    void passGate(const domain::Secret& key);
    void send(const domain::Secret& key);
    [[nodiscard]] stream::RateNeed need() const;
    void endWithoutStream(domain::Ending ending);
    void streamEnded();
    void tellWholeUsage();
    void tellCost();
    /// What this run of it brought, and no more: an answer that is gone on with is counted in parts.
    void count();
    void learnTokens();
    void revealed();
    void release();
    [[nodiscard]] std::chrono::milliseconds thinkingTime() const;

    Services& m_services;
    AnswerPermit m_permit;
    stream::StreamController m_controller;
    stream::TokenBatcher m_batcher;
    stream::TokenBatcher m_thinkingBatcher;
    store::Recorder m_recorder;
    metrics::StreamLog m_log;
    metrics::StreamCollector m_collector;
    stream::StreamController::Registration m_recording;
    stream::StreamController::Registration m_logging;
    stream::StreamController::Registration m_collecting;
    QTimer m_tick;
    bool m_unseen = false;

    domain::ModelTraits m_traits;
    /// What is asked, and of whom, to compare the server's count with an estimate.
    domain::Endpoint m_endpoint;
    domain::Prompt m_prompt;
    /// Where an answer that goes on stood, as it was kept.
    QString m_resumeNote;
    std::optional<domain::Clock::Instant> m_askedSince;
    /// When this run's first request was sent.
    std::optional<domain::Clock::Instant> m_sentAt;
    std::vector<qint64> m_earlierAnswers;
    QString m_runningTool;
    /// Which try after the first is being waited for or made; 0: the first, or content has come since.
    int m_retry = 0;
    /// What an answer that goes on had before, as an estimate: servers count each request anew.
    qint64 m_tokensBefore = 0;
    /// Units of text and thinking of it, and what they had cost.
    qsizetype m_unitsBefore = 0;
    double m_costBefore = 0;
    /// Of this run, where it is known.
    std::optional<double> m_cost;
    /// A request of this run went on where another broke off.
    bool m_continued = false;
    /// How long an answer that goes on had been thought about before.
    std::chrono::milliseconds m_thoughtBefore{0};
    /// A key is being looked up; the request goes out when it is there.
    bool m_preparing = false;
    /// The stream has ended, but the view has not shown all of it yet.
    bool m_revealing = false;
    /// When something of the answer came last.
    domain::Clock::Instant m_progressAt;
    /// Guards against a key that is found after another answer was begun.
    int m_generation = 0;
};

} // namespace rivulet::app
