// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamingRule.h"

#include <algorithm>

namespace rivulet::stream {

namespace {

/// A pair of surrogates is one character.
qsizetype characters(QStringView text) {
    return text.size() - std::ranges::count_if(text, [](QChar unit) { return unit.isLowSurrogate(); });
}

/// Bytes of UTF-8 that begin a character.
qsizetype characters(const QByteArray& text) {
    return std::ranges::count_if(text,
                                 [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; });
}

} // namespace

StreamingDecision StreamingRule::decide(const domain::Prompt& prompt,
                                        const domain::ModelTraits& traits) const {
    using Reason = StreamingDecision::Reason;
    if (answerLimit(prompt, traits) > mostTokensWhole) {
        return {.stream = true, .enforced = true, .reason = Reason::LongAnswer};
    }
    if (prompt.thinkingBudget.value_or(0) > mostTokensWhole) {
        return {.stream = true, .enforced = true, .reason = Reason::LongThinking};
    }
    if (choice == StreamChoice::Always) {
        return {.stream = true, .enforced = false, .reason = Reason::ChosenAlways};
    }
    if (choice == StreamChoice::Never) {
        return {.stream = false, .enforced = false, .reason = Reason::ChosenNever};
    }
    if (sentCharacters(prompt) > mostCharactersWhole) {
        return {.stream = true, .enforced = false, .reason = Reason::LongPrompt};
    }
    return {.stream = shortPrompts == ShortPrompts::Stream, .enforced = false, .reason = Reason::ShortPrompt};
}

int answerLimit(const domain::Prompt& prompt, const domain::ModelTraits& traits) {
    if (prompt.maxTokens) {
        return *prompt.maxTokens;
    }
    const qint64 most = traits.maxOutputTokens.value_or(0);
    return most > 0 ? static_cast<int>(std::min<qint64>(most, StreamingRule::defaultAnswerLimit))
                    : StreamingRule::defaultAnswerLimit;
}

qsizetype sentCharacters(const domain::Prompt& prompt) {
    qsizetype sum = characters(prompt.system);
    for (const domain::Turn& turn : prompt.turns) {
        sum += characters(turn.text);
        for (const domain::Attachment& attachment : turn.attachments) {
            if (attachment.kind == domain::Attachment::Kind::Text) {
                sum += characters(attachment.bytes);
            }
        }
    }
    return sum;
}

} // namespace rivulet::stream
