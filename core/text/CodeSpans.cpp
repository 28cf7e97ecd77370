// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/CodeSpans.h"

#include "text/CodeLanguages.h"
#include "text/CodeScanner.h"

namespace rivulet::text {

CodeSpans::CodeSpans(QStringView language)
    : m_language(findLanguage(language.toString().toLower())) {}

QString CodeSpans::name() const {
    return m_language != nullptr ? m_language->name : QString();
}

int CodeSpans::scan(QStringView line, int state, std::vector<CodeSpan>& spans) const {
    return m_language != nullptr ? CodeScanner(*m_language, line, state, spans).scan() : 0;
}

} // namespace rivulet::text
