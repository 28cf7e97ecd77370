// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "domain/Result.h"
#include "store/Database.h"

#include <functional>
#include <vector>

namespace rivulet::store {

/// Finds conversations by words, over whatever connection it is given: those first of which the title
/// matches, then by their newest message that does. It goes through the index from its newest end and stops
/// when there is enough to show, so what it costs does not grow with how common a word is. Knows nothing of
/// what waits to be written.
class Search {
public:
    using Hits = std::vector<domain::ConversationSummary>;
    /// So many are told before the rest is looked for.
    static constexpr std::size_t firstHits = 20;

    /// What a caller may want to know and to say on the way.
    struct Course {
        /// The first of the hits, where there may be more; those that follow come behind them.
        std::function<void(const Hits&)> first = {};
        /// False: nobody waits for it any more.
        std::function<bool()> isWanted = {};
    };

    explicit Search(const Database& database)
        : m_database(database) {}

    /// All words, the last as a beginning, with snippets.
    [[nodiscard]] domain::Result<Hits> find(const QString& words, std::size_t limit,
                                            const Course& course) const;
    [[nodiscard]] domain::Result<Hits> find(const QString& words, std::size_t limit) const;

private:
    const Database& m_database;
};

} // namespace rivulet::store
