// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Search.h"

#include "store/SearchWords.h"
#include "store/Snippet.h"
#include "store/Statement.h"

#include <QSet>

#include <algorithm>
#include <optional>
#include <utility>

namespace rivulet::store {

namespace {

using domain::ConversationId;
using domain::Failure;

/// A conversation and its newest message that matches; none where the title does.
struct Place {
    ConversationId conversation = 0;
    domain::MessageId message = 0;
};

/// One search on its way.
class Run {
public:
    Run(const Database& database, const QString& words, std::size_t limit, const Search::Course& course)
        : m_expression(searchExpression(words))
        , m_limit(limit)
        , m_course(course)
        , m_titles(database, QStringLiteral("SELECT rowid FROM title_words WHERE title_words MATCH ? "
                                            "ORDER BY rowid DESC LIMIT ?"))
        // The order of the index, which costs no sorting: rank would be computed for each message there is.
        , m_messages(database,
                     QStringLiteral("SELECT conversation_id, messages.id FROM message_words "
                                    "CROSS JOIN messages ON messages.id = message_words.rowid "
                                    "WHERE message_words MATCH ? ORDER BY message_words.rowid DESC"))
        , m_summary(database, QStringLiteral("SELECT title, panes, created_at, updated_at "
                                             "FROM conversations WHERE id = ?"))
        , m_text(database, QStringLiteral("SELECT text FROM messages WHERE id = ?"))
        , m_snippet(words) {}

    std::optional<Failure> go() {
        auto failure = findTitles();
        // Titles that match leave room for the messages that do.
        const std::size_t room = m_limit - std::min(m_places.size(), m_limit / 2);
        const std::size_t most = m_places.size() + room;
        if (!failure) {
            failure = findMessages(most);
        }
        if (failure) {
            return failure;
        }
        if (m_places.size() > m_limit) {
            const auto others = static_cast<std::ptrdiff_t>(m_places.size() - m_titlesFound);
            const auto kept = static_cast<std::ptrdiff_t>(m_limit) - others;
            m_places.erase(m_places.begin() + kept,
                           m_places.begin() + static_cast<std::ptrdiff_t>(m_titlesFound));
        }
        return read(m_places.size());
    }

    Search::Hits hits;

private:
    [[nodiscard]] bool isWanted() const { return !m_course.isWanted || m_course.isWanted(); }

    std::optional<Failure> findTitles() {
        if (!m_titles.select({m_expression, static_cast<qint64>(m_limit)})) {
            return m_titles.failure();
        }
        while (m_titles.next()) {
            const ConversationId id = m_titles.value(0).toLongLong();
            m_known.insert(id);
            m_places.push_back({id, 0});
        }
        m_titlesFound = m_places.size();
        m_titles.finish();
        return m_places.empty() ? std::nullopt : tellFirst();
    }

    std::optional<Failure> tellFirst() {
        // No more than will stay where they are, whatever else is found.
        const std::size_t most = std::min(Search::firstHits, std::max<std::size_t>(m_limit / 2, 1));
        if (auto failure = read(std::min(m_places.size(), most))) {
            return failure;
        }
        if (m_course.first) {
            m_course.first(hits);
        }
        return std::nullopt;
    }

    std::optional<Failure> findMessages(std::size_t most) {
        if (!m_messages.select({m_expression})) {
            return m_messages.failure();
        }
        while (m_places.size() < most && isWanted() && m_messages.next()) {
            const ConversationId id = m_messages.value(0).toLongLong();
            if (m_known.contains(id)) {
                continue;
            }
            m_known.insert(id);
            m_places.push_back({id, m_messages.value(1).toLongLong()});
            if (m_titlesFound == 0 && m_places.size() == Search::firstHits) {
                if (auto failure = tellFirst()) {
                    return failure;
                }
            }
        }
        m_messages.finish();
        return std::nullopt;
    }

    /// The hits of the first `count` places, as far as they are not there yet.
    std::optional<Failure> read(std::size_t count) {
        for (; m_read < count && isWanted(); ++m_read) {
            const auto [id, message] = m_places.at(m_read);
            if (!m_summary.select({id})) {
                return m_summary.failure();
            }
            if (m_summary.next()) {
                domain::ConversationSummary& hit = hits.emplace_back();
                hit.id = id;
                hit.title = m_summary.value(0).toString();
                hit.panes = m_summary.value(1).toInt();
                hit.createdAt = QDateTime::fromMSecsSinceEpoch(m_summary.value(2).toLongLong());
                hit.updatedAt = QDateTime::fromMSecsSinceEpoch(m_summary.value(3).toLongLong());
                hit.snippet = m_snippet.of(message == 0 ? hit.title : textOf(message));
            }
            m_summary.finish();
        }
        return std::nullopt;
    }

    // Not the index's own snippets: for a beginning it would collect all words with it anew for each.
    QString textOf(domain::MessageId message) {
        const QString text =
            m_text.select({message}) && m_text.next() ? m_text.value(0).toString() : QString();
        m_text.finish();
        return text;
    }

    QString m_expression;
    std::size_t m_limit;
    const Search::Course& m_course;
    Statement m_titles;
    Statement m_messages;
    Statement m_summary;
    Statement m_text;
    Snippet m_snippet;
    QSet<ConversationId> m_known;
    std::vector<Place> m_places;
    std::size_t m_titlesFound = 0;
    std::size_t m_read = 0;
};

} // namespace

domain::Result<Search::Hits> Search::find(const QString& words, std::size_t limit,
                                          const Course& course) const {
    if (searchExpression(words).isEmpty()) {
        return Hits{};
    }
    Run run(m_database, words, limit, course);
    if (auto failure = run.go()) {
        return *failure;
    }
    return std::move(run.hits);
}

domain::Result<Search::Hits> Search::find(const QString& words, std::size_t limit) const {
    return find(words, limit, {});
}

} // namespace rivulet::store
