// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Recorder.h"

#include "store/AnswerRecord.h"
#include "store/AnswerWriter.h"
#include "store/MessageJson.h"
#include "store/UnwrittenAnswers.h"
#include "store/WriteHealth.h"

#include <algorithm>
#include <iterator>
#include <list>
#include <utility>

namespace rivulet::store {

class Recorder::Impl {
public:
    Impl(Recorder& recorder, std::shared_ptr<Database> store, const domain::Clock& time)
        : q(recorder)
        , database(std::move(store))
        , clock(time)
        , statements(database->answerStatements())
        , writer(database->answerWriter())
        , wallBase(clock.wallTime())
        , steadyBase(clock.now()) {
        database->unwritten().add(records);
        QObject::connect(&writer, &AnswerWriter::due, &q, [this] { commit(); });
        QObject::connect(&database->health(), &WriteHealth::retried, &q, [this] {
            writeAll(); // also where nothing waited: the file may be another one now
        });
    }

    ~Impl() { database->unwritten().remove(records); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// Milliseconds since the epoch that never go backwards, whatever the wall clock does meanwhile.
    qint64 at() const {
        const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - steadyBase);
        return (wallBase + passed).count();
    }

    void rebase() {
        wallBase = clock.wallTime();
        steadyBase = clock.now();
    }

    /// What is observed outside begin() and its like has no answer to go to.
    AnswerRecord* current() { return records.empty() ? nullptr : &records.back(); }

    void arm() {
        if (!behind) {
            writer.expectWithin(longestDelay);
        }
    }

    template <typename Change>
    void observe(const Change& change) {
        if (AnswerRecord* record = current()) {
            change(*record, at());
            arm();
        }
    }

    void writeAll() {
        for (AnswerRecord& record : records) {
            if (record.write(*database, statements) == AnswerRecord::Written::Not) {
                database->health().reportFailure(record.failure());
                setBehind(true);
                return;
            }
        }
        while (records.size() > 1) {
            records.pop_front(); // written, and no longer the present one
        }
        setBehind(false);
    }

    void commit() {
        if (behind) {
            return;
        }
        if (!database->health().isFailing()) {
            if (const auto failure = writer.writeTogether()) {
                database->health().reportFailure(*failure);
            }
        }
        if (!database->health().isFailing()) {
            writeAll();
        } else if (std::ranges::any_of(records, &AnswerRecord::waits)) {
            // Another one has just found out: no lock is waited for twice.
            setBehind(true);
        }
    }

    void setBehind(bool now) {
        if (std::exchange(behind, now) != now) {
            Q_EMIT q.behindChanged(now);
        }
    }

    Recorder& q;
    std::shared_ptr<Database> database;
    const domain::Clock& clock;
    AnswerStatements& statements;
    AnswerWriter& writer;
    /// The last one is the present answer; those before it could not be written yet.
    std::list<AnswerRecord> records;
    std::chrono::milliseconds wallBase;
    domain::Clock::Instant steadyBase;
    bool behind = false;
};

Recorder::Recorder(std::shared_ptr<Database> database, const domain::Clock& clock, QObject* parent)
    : QObject(parent)
    , m(std::make_unique<Impl>(*this, std::move(database), clock)) {}

Recorder::~Recorder() {
    blockSignals(true);
    m->writeAll();
}

domain::MessageId Recorder::begin(const domain::Message& answer) {
    m->rebase();
    domain::Message fresh = answer;
    fresh.role = domain::Role::Assistant;
    if (!fresh.createdAt.isValid()) {
        fresh.createdAt = QDateTime::fromMSecsSinceEpoch(m->at());
    }
    m->records.emplace_back(std::move(fresh), m->at());
    commit();
    m->arm();
    return messageId();
}

void Recorder::reopen(const domain::Message& answer) {
    m->rebase();
    const auto known = std::find_if(m->records.rbegin(), m->records.rend(),
                                    [&](const AnswerRecord& record) { return record.isSameAnswer(answer); });
    if (known != m->records.rend()) {
        // What of it waits, it keeps; it is the present one from here on.
        m->records.splice(m->records.end(), m->records, std::prev(known.base()));
        m->records.back().lift(answer.text, m->at());
    } else {
        domain::Message written = answer;
        if (written.id == 0) {
            written.id = AnswerRecord::writtenAs(answer, m->statements);
        }
        if (written.id == 0) {
            begin(answer);
            return;
        }
        m->records.push_back(AnswerRecord::reopened(std::move(written), m->at()));
    }
    commit();
    m->arm();
}

void Recorder::commit() {
    m->commit();
}

void Recorder::setStats(const domain::StreamStats& stats, domain::Clock::Instant now) {
    if (AnswerRecord* current = m->current()) {
        current->setFigures(stats.timeToFirstToken().value_or(std::chrono::milliseconds(-1)),
                            stats.thinkingTime(now), stats.elapsed(now), stats.answerRate(now).value_or(0));
        m->arm();
    }
}

void Recorder::setResume(const QString& note) {
    if (AnswerRecord* current = m->current()) {
        current->setResume(note);
        m->arm();
    }
}

void Recorder::setCost(double cost) {
    if (AnswerRecord* current = m->current()) {
        current->setCost(cost);
        m->arm();
    }
}

domain::MessageId Recorder::messageId() const {
    return message().id;
}

const domain::Message& Recorder::message() const {
    static const domain::Message none;
    const AnswerRecord* current = m->current();
    return current == nullptr ? none : current->message();
}

bool Recorder::isBehind() const {
    return m->behind;
}

bool Recorder::isCoarse() const {
    const AnswerRecord* current = m->current();
    return current != nullptr && current->isCoarse();
}

void Recorder::started(const domain::StreamMetadata& metadata) {
    const QJsonObject json{{QStringLiteral("endpoint"), metadata.endpointId},
                           {QStringLiteral("model"), metadata.model},
                           {QStringLiteral("dialect"), metadata.dialect},
                           {QStringLiteral("resume"), metadata.resume},
                           {QStringLiteral("attempt"), metadata.attempt}};
    m->observe([&](AnswerRecord& record, qint64 at) {
        record.start(metadata.model, metadata.attempt, jsonText(json), at);
    });
}

void Recorder::delta(const QString& text, qsizetype index) {
    Q_UNUSED(index)
    m->observe([&](AnswerRecord& record, qint64 at) { record.addText(text, at); });
}

void Recorder::thinking(const QString& text) {
    m->observe([&](AnswerRecord& record, qint64 at) { record.addThinking(text, at); });
}

void Recorder::tool(const domain::ToolActivity& activity) {
    m->observe([&](AnswerRecord& record, qint64 at) { record.add(activity, at); });
}

void Recorder::citation(const domain::Citation& citation) {
    m->observe([&](AnswerRecord& record, qint64 at) { record.add(citation, at); });
}

void Recorder::usage(const domain::Usage& usage) {
    m->observe([&](AnswerRecord& record, qint64 at) { record.add(usage, at); });
}

void Recorder::warning(const domain::Warning& warning) {
    m->observe([&](AnswerRecord& record, qint64 at) { record.add(warning, at); });
}

void Recorder::seam(qsizetype at, qsizetype trimmed, bool exact) {
    m->observe(
        [&](AnswerRecord& record, qint64 atMs) { record.add(domain::Seam{at, trimmed, exact}, atMs); });
}

void Recorder::ended(const domain::Ending& ending, const QString& fullText) {
    m->observe([&](AnswerRecord& record, qint64 at) { record.end(ending, fullText, at); });
    commit();
}

} // namespace rivulet::store
