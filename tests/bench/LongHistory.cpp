// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "LongHistory.h"

#include "store/Database.h"

#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include <array>
#include <cmath>

namespace rivulet::bench {

namespace {

constexpr qint64 newest = 1'764'000'000'000;
constexpr qint64 tenYears = 315'360'000'000;

void run(const QSqlDatabase& database, const QString& sql) {
    if (QSqlQuery query(database); !query.exec(sql)) {
        qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
    }
}

void run(QSqlQuery& query) {
    if (!query.exec()) {
        qFatal("%s", qPrintable(query.lastError().text()));
    }
}

class Writer {
public:
    explicit Writer(const QSqlDatabase& database)
        : m_conversation(database)
        , m_message(database) {
        m_conversation.prepare(QStringLiteral("INSERT INTO conversations (id, title, panes, created_at, "
                                              "updated_at, position) VALUES (?, ?, 1, ?, ?, ?)"));
        m_message.prepare(
            QStringLiteral("INSERT INTO messages (conversation_id, turn, role, created_at, text, "
                           "endpoint_id, model, outcome, usage_output) "
                           "VALUES (?, ?, ?, ?, ?, 'provider', 'model', ?, 40)"));
        for (int rank = 0; rank < LongHistory::words; ++rank) {
            m_words.append(LongHistory::word(rank));
        }
    }

    void conversation(qint64 id, qint64 at, int turns) {
        m_conversation.bindValue(0, id);
        m_conversation.bindValue(1, sentence(4));
        m_conversation.bindValue(2, at);
        m_conversation.bindValue(3, at);
        m_conversation.bindValue(4, id);
        run(m_conversation);
        for (int turn = 0; turn < turns; ++turn) {
            message(id, turn, at, 8);
            message(id, turn, at, 32);
        }
    }

private:
    void message(qint64 conversation, int turn, qint64 at, int length) {
        const bool answer = length > 8;
        m_message.bindValue(0, conversation);
        m_message.bindValue(1, turn);
        m_message.bindValue(2, answer ? QStringLiteral("assistant") : QStringLiteral("user"));
        m_message.bindValue(3, at);
        m_message.bindValue(4, sentence(length));
        m_message.bindValue(5, answer ? QVariant(QStringLiteral("completed")) : QVariant());
        run(m_message);
    }

    /// Zipf: the share of a word falls with its rank.
    QString sentence(int length) {
        QString text;
        for (int i = 0; i < length; ++i) {
            const double rank = std::pow(static_cast<double>(LongHistory::words), m_random.generateDouble());
            text += m_words.at(static_cast<qsizetype>(rank) - 1);
            text += i + 1 < length ? u' ' : u'.';
        }
        return text;
    }

    QSqlQuery m_conversation;
    QSqlQuery m_message;
    QStringList m_words;
    QRandomGenerator m_random{1};
};

} // namespace

QString LongHistory::word(int rank) {
    static constexpr std::array syllables{u"ka",  u"ro", u"mi",  u"ten", u"sul", u"ve",  u"lo", u"dar",
                                          u"shi", u"po", u"gan", u"be",  u"nu",  u"fel", u"jo", u"wim"};
    QString word;
    // Common words are short.
    for (int left = rank + 1; left > 0; left /= static_cast<int>(syllables.size())) {
        word += QStringView(syllables.at(static_cast<std::size_t>(left) % syllables.size()));
    }
    return word;
}

void LongHistory::write(const QString& file) const {
    {
        const auto schema = store::Database::open(file);
        if (!schema) {
            qFatal("%s", qPrintable(schema.failure().detail));
        }
    }
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), file);
        database.setDatabaseName(file);
        if (!database.open()) {
            qFatal("no database");
        }
        for (const auto* pragma : {"journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"}) {
            run(database, QStringLiteral("PRAGMA %1").arg(QLatin1String(pragma)));
        }
        // The words all at once, which is faster than one row after the other.
        QStringList triggers;
        QSqlQuery schema(QStringLiteral("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"),
                         database);
        QStringList names;
        while (schema.next()) {
            names.append(schema.value(0).toString());
            triggers.append(schema.value(1).toString());
        }
        schema.finish();
        run(database, QStringLiteral("BEGIN"));
        for (const QString& name : std::as_const(names)) {
            run(database, QStringLiteral("DROP TRIGGER %1").arg(name));
        }
        Writer writer(database);
        for (qint64 id = 1; id <= conversations; ++id) {
            const qint64 at = newest - tenYears + tenYears * id / conversations;
            writer.conversation(id, at, id == longConversation() ? longTurns : turnsEach);
        }
        for (const QString& table : {QStringLiteral("title_words"), QStringLiteral("message_words")}) {
            run(database,
                QStringLiteral("INSERT INTO %1 (%1, rank) VALUES ('hashsize', 67108864)").arg(table));
            run(database, QStringLiteral("INSERT INTO %1 (%1) VALUES ('rebuild')").arg(table));
            run(database,
                QStringLiteral("INSERT INTO %1 (%1, rank) VALUES ('hashsize', 1048576)").arg(table));
        }
        for (const QString& trigger : std::as_const(triggers)) {
            run(database, trigger);
        }
        run(database, QStringLiteral("COMMIT"));
        run(database, QStringLiteral("PRAGMA journal_mode = WAL"));
        database.close();
    }
    QSqlDatabase::removeDatabase(file);
}

} // namespace rivulet::bench
