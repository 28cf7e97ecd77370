// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::providers {

/// Takes the thinking out of an answer whose server left it in the text, between tags at its very beginning.
/// Tags anywhere else are words like others. Private to Ollama.cpp.
class OllamaThinkTags {
public:
    struct Split {
        QString thinking;
        QString text;
    };

    /// What this piece of text brings; the beginning of what may be a tag waits for the rest.
    [[nodiscard]] Split take(const QString& piece);
    /// No more comes: what waits is no tag.
    [[nodiscard]] Split finish();

private:
    enum class Place { Beginning, Thinking, BeforeAnswer, Answer };

    Place m_place = Place::Beginning;
    QString m_waiting;
};

} // namespace rivulet::providers
