// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/CodeSpans.h"

#include "text/CodeLanguages.h"
#include "text/CodeScanner.h"

#include <algorithm>

namespace rivulet::text {

CodeSpans::CodeSpans(QStringView language)
    : m_language(findLanguage(language.toString().toLower())) {}

QString CodeSpans::name() const {
    return m_language != nullptr ? m_language->name : QString();
}

QString CodeSpans::suffix() const {
    QString shortest;
    for (const QString& alias : m_language != nullptr ? m_language->aliases : QStringList()) {
        const bool isWord =
            std::all_of(alias.begin(), alias.end(), [](QChar c) { return c.isLetterOrNumber(); });
        if (isWord && (shortest.isEmpty() || alias.size() < shortest.size()))
            shortest = alias;
    }
    return shortest;
}

int CodeSpans::scan(QStringView line, int state, std::vector<CodeSpan>& spans) const {
    return m_language != nullptr ? CodeScanner(*m_language, line, state, spans).scan() : 0;
}

} // namespace rivulet::text
