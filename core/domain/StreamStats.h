// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Usage.h"

#include <QtGlobal>

#include <chrono>
#include <optional>
#include <vector>

namespace rivulet::domain {

/// The sums of one stream. Pure: every instant is handed in, nothing reads a clock. Token counts are the
/// server's where it reported them, else an estimate from the characters (`tokensEstimated`).
class StreamStats {
public:
    using Instant = std::chrono::steady_clock::time_point;
    using Milliseconds = std::chrono::milliseconds;

    /// A rate is shown only over at least this long and this many tokens: below, it is noise.
    static constexpr Milliseconds minimumSpan{200};
    static constexpr qint64 minimumTokens = 40;
    /// How many earlier answers of a model a range of remaining time needs.
    static constexpr std::size_t minimumHistory = 3;

    void start(Instant now);
    void addText(qsizetype characters, Instant now);
    void addThinking(qsizetype characters, Instant now);
    /// What comes now comes with all the rest of the answer: where nothing came before, there is no first
    /// token to have waited for.
    void setWhole();
    void setUsage(const Usage& usage);
    /// What the server itself announced as the length of the answer, in tokens.
    void setAnnouncedTotal(std::optional<qint64> tokens);
    void finish(Instant now);
    /// The answer goes on with another request. The time since finish(), if it was called, does not count;
    /// what the server counted so far becomes an estimate, since it counts anew.
    void resume(Instant now);
    /// The answer goes on with the same request after finish(), and so do the server's counts.
    void goOn(Instant now);
    /// Of what the server counts, so many tokens of text came before this stream began.
    void leaveOut(qint64 tokens) { m_earlierAnswerTokens = -tokens; }

    /// Nothing for an answer that came as a whole.
    [[nodiscard]] std::optional<Milliseconds> timeToFirstToken() const;
    [[nodiscard]] Milliseconds elapsed(Instant now) const;
    /// How long the model thought, from the first thinking delta to the first text (or `now`).
    [[nodiscard]] Milliseconds thinkingTime(Instant now) const;
    [[nodiscard]] qint64 answerTokens() const;
    [[nodiscard]] qint64 thinkingTokens() const;
    [[nodiscard]] bool tokensEstimated() const;
    /// Nothing below minimumSpan or minimumTokens. Thinking and answer are told apart.
    [[nodiscard]] std::optional<double> answerRate(Instant now) const;
    [[nodiscard]] std::optional<double> thinkingRate(Instant now) const;
    [[nodiscard]] qsizetype characters() const { return m_textCharacters; }
    [[nodiscard]] const std::optional<Usage>& usage() const { return m_usage; }
    /// How long ago anything with content came.
    [[nodiscard]] Milliseconds sinceContent(Instant now) const;

    struct Range {
        Milliseconds shortest;
        Milliseconds longest;
    };
    /// Remaining time: from the announced total where the server gave one, else a range from the lengths (in
    /// tokens) of at least three earlier answers of this model; else nothing is known and nothing is shown.
    [[nodiscard]] std::optional<Range> remaining(Instant now,
                                                 const std::vector<qint64>& earlierAnswers) const;
    /// 0..1 where the server announced a total, else nothing.
    [[nodiscard]] std::optional<double> fraction() const;

private:
    std::optional<Instant> m_start;
    std::optional<Instant> m_end;
    std::optional<Instant> m_firstContent;
    std::optional<Instant> m_lastContent;
    std::optional<Instant> m_firstText;
    std::optional<Instant> m_lastText;
    std::optional<Instant> m_firstThinking;
    std::optional<Instant> m_lastThinking;
    qsizetype m_textCharacters = 0;
    qsizetype m_thinkingCharacters = 0;
    /// What earlier requests of this answer brought, from when the server's counts start anew.
    qint64 m_earlierAnswerTokens = 0;
    qint64 m_earlierThinkingTokens = 0;
    bool m_resumed = false;
    bool m_beganWhole = false;
    std::optional<Usage> m_usage;
    std::optional<qint64> m_announcedTotal;
};

} // namespace rivulet::domain
