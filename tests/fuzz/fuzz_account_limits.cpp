// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "HeaderLines.h"
#include "Input.h"
#include "Law.h"

#include "providers/AccountLimit.h"
#include "stream/RateBudget.h"

#include <set>

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using namespace rivulet::providers;
using namespace rivulet::stream;
using namespace std::chrono_literals;

namespace {

constexpr auto longestReset = std::chrono::hours(7 * 24);

void holdLimit(const AccountLimit& limit) {
    require(!limit.limit || (*limit.limit > 0 && limit.remaining <= *limit.limit),
            "no more is left than there is");
    require(limit.remaining >= 0, "what is left is a count");
    require(limit.reset >= 0ms && limit.reset <= longestReset, "a reset is within a week");
}

/// Whoever waits as long as is said then has as much as is said, and waits no longer than the reset.
void holdBudget(const AccountLimit& limit, Input& input) {
    const ServerBudget::Instant told{std::chrono::hours(1000)};
    ServerBudget budget(limit, told);
    budget.spend(static_cast<qint64>(input.choose(100)));
    const auto now =
        told + std::chrono::milliseconds(input.choose(2 * static_cast<std::size_t>(limit.reset.count()) + 1));
    const auto there = budget.left(now);
    require(!there || !limit.limit || *there <= *limit.limit, "no more comes back than there is");
    const auto amount =
        static_cast<qint64>(input.choose(2 * static_cast<std::size_t>(limit.limit.value_or(50))) + 1);
    const auto when = budget.when(amount, now);
    if (!when) {
        require(!there || *there >= amount || now >= told + limit.reset,
                "who need not wait has what it takes");
        return;
    }
    require(*when >= now && *when <= told + limit.reset, "a wait ends with the reset");
    const auto later = budget.left(*when);
    require(!later || *later >= std::min(amount, limit.limit.value_or(amount)),
            "who waited has what it takes");
}

} // namespace

/// What the head of a reply tells of an account's limits, and what becomes of it in time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const auto wallTime = std::chrono::milliseconds(1'795'000'000'000);
    const auto limits = readAccountLimits(rivulet::fuzz::replyOf(input.bytes()), wallTime);
    require(limits.size() <= 32, "limits are counted");
    std::set<std::pair<AccountLimit::Of, QByteArray>> names;
    for (const AccountLimit& limit : limits) {
        require(names.emplace(limit.of, limit.scope).second, "each limit is told once");
        holdLimit(limit);
        holdBudget(limit, input);
    }
    return 0;
}
