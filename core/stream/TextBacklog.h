// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "stream/BatchSettings.h"

#include <QString>
#include <QStringView>

#include <chrono>
#include <optional>

namespace rivulet::stream {

/// Text that has arrived and is not shown yet, and how much of it may be shown when. Pure: every instant is
/// handed in; it knows no timer and no screen. What is taken, joined, is what was appended, at linear cost.
class TextBacklog {
public:
    using Instant = domain::Clock::Instant;
    using Milliseconds = std::chrono::milliseconds;

    /// The least time between two takes.
    static constexpr Milliseconds frame{16};
    /// Over how long text that was held flows out.
    static constexpr Milliseconds releaseSpan{240};
    /// How long a last character waits that the next one may still belong to (an emoji, a mark). The half of
    /// a surrogate pair waits until its other half or the end comes.
    static constexpr Milliseconds clusterGrace{100};
    /// A backlog that a limited rate needs longer for is let go faster.
    static constexpr Milliseconds longestLag{2000};
    /// Units of one take, about: more takes longer to show than a view may be kept busy at once. What a take
    /// leaves for that reason is due at once.
    static constexpr qsizetype mostAtOnce = 8192;

    void setSettings(const BatchSettings& settings) { m_settings = settings; }
    [[nodiscard]] const BatchSettings& settings() const { return m_settings; }

    void append(QStringView text, Instant now);
    /// No more is coming, so the last character is whole. An append takes this back.
    void close() { m_closed = true; }
    /// What waits has been held and flows out smoothly from now.
    void release(Instant now);

    [[nodiscard]] qsizetype size() const { return m_text.size() - m_offset; }
    /// When take() next gives something; nothing where nothing can be shown before more comes.
    [[nodiscard]] std::optional<Instant> due() const;
    /// What may be shown now; empty before due(). Never ends within a surrogate pair, nor within a grapheme
    /// cluster as far as its end is known.
    [[nodiscard]] QString take(Instant now);
    /// The last take was cut because it was too much at once: the next one goes on with it.
    [[nodiscard]] bool isCut() const { return m_owed > 0; }
    /// As much as one take may hold, whether it is due or not.
    [[nodiscard]] QString takeSome();
    /// All of it, at once.
    [[nodiscard]] QString takeAll();

private:
    [[nodiscard]] Milliseconds delay() const { return std::max(m_settings.delay, frame); }
    /// How many of the waiting units may be shown now, apart from where characters and words end.
    [[nodiscard]] qsizetype quota(Instant now);
    [[nodiscard]] qsizetype spend(qsizetype units, Instant now);
    /// The place up to which all characters are known to be whole.
    [[nodiscard]] qsizetype wholeEnd() const;
    /// The last place in (m_offset, limit] at or before `wanted` where a character ends; else the next one.
    [[nodiscard]] qsizetype characterEnd(qsizetype wanted, qsizetype limit) const;
    [[nodiscard]] QString takeTo(qsizetype end);

    BatchSettings m_settings;
    QString m_text;
    qsizetype m_offset = 0;  ///< units of m_text that are taken already; removed in large pieces
    qsizetype m_wordEnd = 0; ///< in m_text, behind the last white space
    Instant m_oldest;        ///< when the oldest of what waits arrived
    Instant m_newest;
    std::optional<Instant> m_lastTake;
    std::optional<Instant> m_releasedBy;
    double m_budget = 0; ///< units that the highest rate allows now
    Instant m_budgetAt;
    qsizetype m_owed = 0; ///< units that the last take would have taken as well
    bool m_closed = false;
};

} // namespace rivulet::stream
