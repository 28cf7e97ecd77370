// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"

#include <chrono>
#include <variant>

namespace rivulet::stream {

/// How arriving text is batched for the view.
struct BatchSettings {
    static constexpr int leastSize = 1;
    static constexpr int mostSize = 65536;
    static constexpr std::chrono::milliseconds leastDelay{0};
    static constexpr std::chrono::milliseconds mostDelay{2000};
    static constexpr int mostRate = 1'000'000;

    enum class Mode {
        Token,     ///< as it came
        Word,      ///< whole words; the last part of one waits for its end or for `delay`
        Character, ///< evenly by characters (grapheme clusters are never split)
        Immediate, ///< each arrival at once, still at most once a frame
    };

    Mode mode = Mode::Token;
    /// Characters that cause a flush before `delay` is over. 1..65536.
    int size = 4096;
    /// The longest that text waits. 0..2000 ms; for words and characters a frame (16 ms) is the least. No
    /// more than that lets tokens wait for the next beat only, which after a pause is at once.
    std::chrono::milliseconds delay{16};
    /// Characters a second that are shown at most; 0: no limit. 0..1,000,000. A backlog over two seconds is
    /// let go faster, so that the view never falls far behind.
    int highestRate = 0;

    /// The profiles by name: smooth, instant, economical.
    [[nodiscard]] static BatchSettings smooth();
    [[nodiscard]] static BatchSettings instant();
    [[nodiscard]] static BatchSettings economical();
    /// Fails with Failure::Kind::InvalidSettings and a detail that names the field, its value and its range.
    [[nodiscard]] domain::Result<std::monostate> validate() const;

    friend bool operator==(const BatchSettings&, const BatchSettings&) = default;
};

} // namespace rivulet::stream
