// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include "Factories.h"

#include <algorithm>
#include <array>

namespace rivulet::providers {

namespace {

struct NamedDialect {
    QStringView name;
    QStringView title; ///< a product's name, the same in every language
    std::unique_ptr<Dialect> (*make)();
};

constexpr std::array dialects{
    NamedDialect{u"anthropic", u"Anthropic Messages", makeAnthropic},
    NamedDialect{u"openai-chat", u"OpenAI Chat Completions", makeOpenAiChat},
    NamedDialect{u"openai-responses", u"OpenAI Responses", makeOpenAiResponses},
    NamedDialect{u"gemini", u"Gemini API", makeGemini},
    NamedDialect{u"ollama", u"Ollama API", makeOllama},
    NamedDialect{u"assist", u"Assist", makeAssist},
};

constexpr qsizetype quotedTail = 200;

/// The end of a text, not beginning with half of a character.
QString tailOf(const QString& text) {
    QString tail = text.right(quotedTail);
    if (!tail.isEmpty() && tail.front().isLowSurrogate()) {
        tail.remove(0, 1);
    }
    return tail;
}

} // namespace

bool Dialect::promisesResume(const domain::Prompt& /*prompt*/, const domain::Endpoint& /*endpoint*/) const {
    return false;
}

std::vector<AccountLimit> Dialect::accountLimits(const HttpReply& reply,
                                                 std::chrono::milliseconds wallTime) const {
    return readAccountLimits(reply, wallTime);
}

std::optional<ResumePoint> Dialect::resumePoint(const domain::Prompt& /*prompt*/,
                                                const domain::Endpoint& /*endpoint*/) const {
    return std::nullopt;
}

std::optional<HttpRequest> Dialect::resumeRequest(const domain::Prompt& /*prompt*/,
                                                  const domain::Endpoint& /*endpoint*/,
                                                  const ResumePoint& /*point*/) const {
    return std::nullopt;
}

void Dialect::resumeAt(const ResumePoint& /*point*/) {}

std::optional<HttpRequest> Dialect::pollRequest(const domain::Endpoint& /*endpoint*/,
                                                const ResumePoint& /*point*/) const {
    return std::nullopt;
}

std::optional<HttpRequest> Dialect::cancelRequest(const domain::Endpoint& /*endpoint*/,
                                                  const ResumePoint& /*point*/) const {
    return std::nullopt;
}

std::optional<HttpRequest> Dialect::readyRequest(const domain::Endpoint& /*endpoint*/) const {
    return std::nullopt;
}

std::optional<QByteArray> Dialect::pausedContent() const {
    return std::nullopt;
}

std::unique_ptr<Dialect> makeDialect(QStringView name) {
    const auto found = std::ranges::find(dialects, name, &NamedDialect::name);
    return found == dialects.end() ? nullptr : found->make();
}

QString dialectTitle(QStringView name) {
    const auto found = std::ranges::find(dialects, name, &NamedDialect::name);
    return (found == dialects.end() ? name : found->title).toString();
}

QString dialectOfTitle(QStringView title) {
    const auto found = std::ranges::find(dialects, title, &NamedDialect::title);
    return (found == dialects.end() ? title : found->name).toString();
}

QStringList dialectNames() {
    QStringList names;
    for (const NamedDialect& dialect : dialects) {
        names.append(dialect.name.toString());
    }
    return names;
}

domain::Prompt continuationPrompt(const domain::Prompt& prompt, const QString& partial, Dialect::Way way) {
    domain::Prompt next = prompt;
    next.pausedContents.clear(); // the text so far stands for it
    // A continuation of a continuation begins anew from the whole text so far.
    if (next.continuesLastTurn && !next.turns.empty()) {
        next.turns.pop_back();
    }
    next.continuesLastTurn = false;
    QString text = partial;
    while (!text.isEmpty() && text.back().isSpace()) {
        text.chop(1);
    }
    if (text.isEmpty()) {
        return next;
    }
    if (way == Dialect::Way::Prefill) {
        next.turns.push_back({domain::Role::Assistant, text});
        next.continuesLastTurn = true;
        return next;
    }
    next.turns.push_back({domain::Role::Assistant, partial});
    next.turns.push_back({domain::Role::User,
                          QStringLiteral("Your previous reply was cut off. It ended with:\n\n%1\n\nContinue "
                                         "exactly from there. Do not repeat any of it, and do not comment "
                                         "on the interruption.")
                              .arg(tailOf(partial))});
    return next;
}

} // namespace rivulet::providers
