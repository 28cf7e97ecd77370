// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/RecentUse.h"

#include "store/Statement.h"

namespace rivulet::store {

namespace {

/// No minute has more; without a bound the whole history would be read.
constexpr int newest = 2000;

} // namespace

std::vector<RecentUse> recentUse(const Database& database, const QString& endpointId,
                                 std::chrono::milliseconds since) {
    using std::chrono::milliseconds;
    Statement select(
        database,
        QStringLiteral("SELECT created_at, created_at + duration_ms, attempts, coalesce(usage_input, 0), "
                       // Where the server did not count, the estimate that StreamStats makes as well.
                       "coalesce(usage_output, (length(text) + 3) / 4) FROM messages "
                       "WHERE id > (SELECT coalesce(max(id), 0) FROM messages) - ? AND role = 'assistant' "
                       "AND endpoint_id = ? AND created_at + duration_ms >= ? "
                       "AND (outcome IS NULL OR outcome IN ('completed', 'interrupted') OR duration_ms > 0) "
                       "ORDER BY id"));
    std::vector<RecentUse> all;
    if (select.select({newest, endpointId, static_cast<qint64>(since.count())})) {
        while (select.next()) {
            all.push_back({milliseconds(select.value(0).toLongLong()),
                           milliseconds(select.value(1).toLongLong()), select.value(2).toLongLong(),
                           select.value(3).toLongLong(), select.value(4).toLongLong()});
        }
    }
    return all;
}

} // namespace rivulet::store
