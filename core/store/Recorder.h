// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Message.h"
#include "domain/StreamObserver.h"
#include "domain/StreamStats.h"
#include "store/Database.h"

#include <QObject>

#include <memory>
#include <optional>

namespace rivulet::store {

/// Journals one answer while it streams: commits what has come before the view shows it (the owner calls
/// commit() before each paint), and by itself so soon that at most 250 ms of text are ever at stake. What
/// waits of others on the same database goes into the same commit. When the journal can't be written it keeps
/// what waits in memory, within a bound, says so once, and writes it when it can. Never throws, never blocks
/// on a busy database: while it is behind, commit() leaves the trying to the database's WriteHealth.
///
/// May be used for one answer after the other; what an earlier one still has to write is kept. What can't be
/// written even when it is destroyed is lost. An answer whose conversation was removed has no place to go
/// and is forgotten.
class Recorder : public QObject, public domain::StreamObserver {
    Q_OBJECT

public:
    /// Well below what may be lost: a machine that is busy fires its timers late.
    static constexpr std::chrono::milliseconds longestDelay{100};

    Recorder(std::shared_ptr<Database> database, const domain::Clock& clock, QObject* parent = nullptr);
    ~Recorder() override;

    /// Begins an answer's row; everything observed from here on belongs to it. Takes what is known of
    /// `answer` (turn, pane, variant, endpoint, model); its text may hold what an earlier attempt received.
    /// Gives its id; 0 where it can't be written yet.
    domain::MessageId begin(const domain::Message& answer);
    /// Goes on with an answer that has ended before (Reconnect): its ending is lifted, its text goes on.
    void reopen(const domain::Message& answer);
    /// Writes all that waits, now. Cheap when nothing does.
    void commit();
    /// Sums for the row, read at the end of the stream: those of an answer that goes on are added to what it
    /// had before.
    void setStats(const domain::StreamStats& stats, domain::Clock::Instant now);
    /// Where the answer's stream stands for its server, in whatever text its owner chose; it is written with
    /// what is observed. Empty: there is nothing to go on with.
    void setResume(const QString& note);
    /// In USD, of the stream that ended; added likewise.
    void setCost(double cost);
    [[nodiscard]] domain::MessageId messageId() const;
    /// The answer as it stands now, whether or not it could be written.
    [[nodiscard]] const domain::Message& message() const;
    /// The journal can't be written at present; what waits is in memory.
    [[nodiscard]] bool isBehind() const;
    /// So much waited that arrival times of this answer were joined; its text is whole.
    [[nodiscard]] bool isCoarse() const;

    void started(const domain::StreamMetadata& metadata) override;
    void delta(const QString& text, qsizetype index) override;
    void thinking(const QString& text) override;
    void tool(const domain::ToolActivity& activity) override;
    void citation(const domain::Citation& citation) override;
    void usage(const domain::Usage& usage) override;
    void warning(const domain::Warning& warning) override;
    void seam(qsizetype at, qsizetype trimmed, bool exact) override;
    void ended(const domain::Ending& ending, const QString& fullText) override;

Q_SIGNALS:
    void behindChanged(bool behind);

private:
    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::store
