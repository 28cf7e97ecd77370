// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace rivulet::stream {

/// Whether an answer that was asked for as a stream came as one. Pure: it is told what came when, and judges
/// when asked, which is at the end: a wrong guess must never cost an answer that is still coming.
///
/// What can be measured of a proxy that buffers, without taking a slow model for one:
/// - Silent: the head of a stream came, and not one byte of a body until a clock ran out. Servers that think
///   long send no head either, or events without content, or comments.
/// - Burst: nothing for long, then at least `pieces` pieces and `characters` characters of answer within
///   `burst` of the first byte. So many small pieces were made one after the other, so they were held back;
///   an answer in one piece or a short one proves nothing, and whatever came earlier shows that bytes get
///   through.
/// - LateWhole: a whole body that took long, where a stream was asked for. One that came soon (Whole) is a
///   server that does not stream.
/// Where this side did not look (the wire was held, the machine slept) nothing is judged.
class FlowWatch {
public:
    using Instant = domain::Clock::Instant;
    using Milliseconds = std::chrono::milliseconds;

    static constexpr Milliseconds burst{250};
    static constexpr int pieces = 20;
    static constexpr qsizetype characters = 800;
    /// Longer between two looks at the clock than this: this side was not running.
    static constexpr std::chrono::seconds longestGap{3};
    /// How often to look() while nothing comes.
    static constexpr std::chrono::seconds lookEach{1};

    enum class Flow { Flowed, Silent, Burst, Whole, LateWhole };

    /// `longWait`: what is long for one who waits.
    explicit FlowWatch(Instant sent, Milliseconds longWait);

    void headCame() { m_head = true; }
    void look(Instant now);
    void bytesCame(Instant now);
    /// Pieces of content that the bytes just now held.
    void contentCame(int count, qsizetype length, Instant now);
    void wholeCame(Instant now);
    /// Reading was held: what comes in one go later was not held back by others.
    void disturb() { m_disturbed = true; }

    [[nodiscard]] Flow flow() const;

private:
    Instant m_sent;
    Milliseconds m_long;
    Instant m_looked;
    std::optional<Instant> m_firstByte;
    std::optional<Instant> m_lastContent;
    std::optional<Instant> m_whole;
    int m_pieces = 0;
    qsizetype m_characters = 0;
    bool m_head = false;
    bool m_disturbed = false;
};

} // namespace rivulet::stream
