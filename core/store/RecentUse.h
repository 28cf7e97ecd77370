// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <chrono>
#include <vector>

namespace rivulet::store {

class Database;

/// What one answer in the history took of its endpoint, whichever process asked for it. Times are wall-clock
/// ones, since the epoch.
struct RecentUse {
    std::chrono::milliseconds askedAt{0};
    /// As asked where it is still coming.
    std::chrono::milliseconds endedAt{0};
    qint64 requests = 1;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;

    friend bool operator==(const RecentUse&, const RecentUse&) = default;
};

/// Of this endpoint's answers that were asked for or ended at `since` or later, oldest first. Those that were
/// given up before they were sent took nothing. Looks at the newest answers only, as many as a minute may
/// hold.
[[nodiscard]] std::vector<RecentUse> recentUse(const Database& database, const QString& endpointId,
                                               std::chrono::milliseconds since);

} // namespace rivulet::store
