// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "DialectTitle.h"

namespace rivulet::app {

namespace {

struct Named {
    QStringView id;
    QStringView title;
};

// Names of products: the same in every language.
constexpr Named titles[] = {
    {u"anthropic", u"Anthropic Messages"},
    {u"openai-chat", u"OpenAI Chat Completions"},
    {u"openai-responses", u"OpenAI Responses"},
    {u"gemini", u"Gemini API"},
    {u"ollama", u"Ollama API"},
    {u"assist", u"Assist"},
};

} // namespace

QString DialectTitle::of(QStringView id) {
    for (const Named& each : titles) {
        if (each.id == id) {
            return each.title.toString();
        }
    }
    return id.toString();
}

QString DialectTitle::id(QStringView title) {
    for (const Named& each : titles) {
        if (each.title == title) {
            return each.id.toString();
        }
    }
    return title.toString();
}

} // namespace rivulet::app
