// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Failure.h"

#include <array>
#include <chrono>
#include <optional>

namespace rivulet::stream {

/// Whether an answer that its server can go on with exactly is gone on with by itself after a cut.
enum class ResumePolicy { Auto, Off };

/// Which rung of the resume ladder an answer that was cut stands on next, and after which wait. Pure: it is
/// told what was lost, when, and a uniform random number in [0, 1). Knows no protocol, no request and no
/// timer.
///
/// An outage begins with a cut. It is over when something new of the answer came, or when a connection held
/// for longer than `span`. Waits that the server asked for do not count towards `span`.
class ResumeLadder {
public:
    using Instant = domain::Clock::Instant;
    using Milliseconds = std::chrono::milliseconds;

    /// Of one outage.
    static constexpr int mostTries = 5;
    static constexpr std::chrono::seconds span{60};
    /// Server advice beyond this ends the tries instead of waiting.
    static constexpr std::chrono::seconds longestAdvice{60};
    /// Continuations that go by themselves, of one answer.
    static constexpr int mostContinuations = 2;
    /// Tries of one answer, however many outages it has.
    static constexpr int mostResumes = 1000;
    /// Before each try, in units of the retry policy's base: most cuts mend at once, and a server that
    /// restarts is back within half a minute.
    static constexpr std::array<double, mostTries> backoff{0.25, 1, 3, 9, 26};

    enum class Rung {
        Ask,      ///< the question itself, also as a continuation
        Exact,    ///< the stream is taken up where it was cut
        Poll,     ///< the answer is fetched as it stands
        Continue, ///< the model is asked to go on from the text
        None,     ///< nothing goes by itself
    };

    struct Loss {
        domain::Failure failure;
        /// That the lost request stood on.
        Rung rung = Rung::Ask;
        // What there is to go on with
        bool streams = false;   ///< the server can stream on from where it was cut
        bool tells = false;     ///< the server can tell the answer as it stands
        bool continues = false; ///< the model may go on from the text by itself
        /// The lost request brought something new, or held for longer than `span`.
        bool moved = false;
    };
    struct Step {
        Rung rung = Rung::None;
        Milliseconds delay{0};
        friend bool operator==(const Step&, const Step&) = default;
    };

    /// A new answer, or a click: everything is open again.
    void begin(ResumePolicy policy, Milliseconds base);
    [[nodiscard]] Step next(const Loss& loss, Instant now, double chance);
    /// The server answers again, and what it is asked for is not there yet.
    void mended() { m_since.reset(); }
    /// The server does not have, or does not know, what was asked for: the same is not asked again.
    [[nodiscard]] static bool isRefused(const domain::Failure& failure);
    /// Why this outage began; nothing where what failed first was a try to go on.
    [[nodiscard]] const std::optional<domain::Failure>& cut() const { return m_cut; }

private:
    [[nodiscard]] Rung exactRung(const Loss& loss) const;
    [[nodiscard]] std::optional<Milliseconds> delayOf(const domain::Failure& failure, Instant now,
                                                      double chance);

    ResumePolicy m_policy = ResumePolicy::Auto;
    Milliseconds m_base{1000};
    std::optional<Instant> m_since;
    Milliseconds m_advised{0};
    std::optional<domain::Failure> m_cut;
    int m_tries = 0;
    int m_resumes = 0;
    int m_continuations = 0;
    /// The server refused to stream on, and to tell, once.
    bool m_streamRefused = false;
    bool m_tellRefused = false;
};

} // namespace rivulet::stream
