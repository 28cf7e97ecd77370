// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace rivulet::store {

/// The place of a text that matches a search, with its hits marked by U+0002 before and U+0003 behind. Reads
/// a text no further than it shows of it, and finds words as the index does: letters and numbers, whatever
/// their case and accents.
class Snippet {
public:
    /// Words that are shown around the first hit.
    static constexpr int wordsBefore = 4;
    static constexpr int wordsShown = 20;

    /// `typed`: as for searchExpression(); the last word is a beginning.
    explicit Snippet(QStringView typed);

    [[nodiscard]] QString of(QStringView text) const;

private:
    [[nodiscard]] bool isHit(QStringView word) const;

    QStringList m_words;
};

} // namespace rivulet::store
