// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/ModelTraits.h"
#include "domain/Prompt.h"

namespace rivulet::stream {

/// What the user chose for answers in general.
enum class StreamChoice { Auto, Always, Never };

/// "Stream short prompts too": what Auto does with a prompt for which nothing speaks either way.
enum class ShortPrompts { Stream, AskWhole };

/// Whether one answer is streamed, whether that was the rule's to decide, and why. A value without words: the
/// window says it.
struct StreamingDecision {
    enum class Reason {
        LongAnswer,   ///< the answer limit is over StreamingRule::mostTokensWhole
        LongThinking, ///< the thinking budget is
        ChosenAlways,
        ChosenNever,
        LongPrompt,  ///< Auto: the prompt is over StreamingRule::mostCharactersWhole
        ShortPrompt, ///< Auto: as the user wants short prompts to be answered
    };

    bool stream = true;
    /// Streamed whatever the choice is: only for LongAnswer and LongThinking.
    bool enforced = false;
    Reason reason = Reason::ShortPrompt;

    friend bool operator==(const StreamingDecision&, const StreamingDecision&) = default;
};

/// The rule which answers are streamed, as pure functions of what is asked. Knows no server and no settings.
struct StreamingRule {
    /// An answer limit or thinking budget over this is streamed, whatever the choice: nobody looks at nothing
    /// for minutes, and proxies cut what is silent for so long.
    static constexpr int mostTokensWhole = 4096;
    /// Auto streams a longer prompt.
    static constexpr qsizetype mostCharactersWhole = 5000;
    /// The answer limit where none was asked for and the model takes it.
    static constexpr int defaultAnswerLimit = 8192;

    StreamChoice choice = StreamChoice::Auto;
    ShortPrompts shortPrompts = ShortPrompts::Stream;

    [[nodiscard]] StreamingDecision decide(const domain::Prompt& prompt,
                                           const domain::ModelTraits& traits) const;

    friend bool operator==(const StreamingRule&, const StreamingRule&) = default;
};

/// The most tokens this answer may have: what was asked for, else the default or the model's maximum, if that
/// is lower. To be sent as Prompt::maxTokens.
[[nodiscard]] int answerLimit(const domain::Prompt& prompt, const domain::ModelTraits& traits);

/// Unicode characters of all text that is sent: system prompt, turns and text attachments.
[[nodiscard]] qsizetype sentCharacters(const domain::Prompt& prompt);

} // namespace rivulet::stream
