// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/SearchWords.h"

#include "store/StoredText.h"

#include <QStringList>

#include <algorithm>

namespace rivulet::store {

namespace {

constexpr qsizetype mostWords = 32;

/// The tokenizer takes letters and numbers; a word with none of them is no token, and a phrase without tokens
/// would make the whole query match nothing.
bool hasToken(QStringView word) {
    return std::any_of(word.begin(), word.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

} // namespace

QString searchExpression(QStringView typed) {
    QStringList words;
    const QString clean = storedText(typed.first(qMin<qsizetype>(typed.size(), 1000)));
    for (const QString& word : clean.simplified().split(u' ', Qt::SkipEmptyParts)) {
        if (hasToken(word) && words.size() < mostWords) {
            words.append(u'"' + QString(word).replace(u'"', QStringLiteral("\"\"")) + u'"');
        }
    }
    return words.isEmpty() ? QString() : words.join(u' ') + u'*';
}

} // namespace rivulet::store
