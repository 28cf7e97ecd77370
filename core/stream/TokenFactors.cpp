// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TokenFactors.h"

#include <algorithm>
#include <array>

namespace rivulet::stream {

namespace {

struct Row {
    QStringView family;
    TokenFactors factors;
};

// The first one stands for all that are not named.
constexpr std::array rows{
    Row{u"medium",
        {.freeLetters = 8,
         .lettersPerToken = 5,
         .accent = 0.3,
         .digitsPerToken = 2,
         .moreSigns = 0.15,
         .wideSign = 1,
         .spacesPerToken = 16,
         .han = 0.9,
         .kana = 0.8,
         .hangul = 0.9,
         .alphabet = 0.5,
         .semitic = 0.75,
         .indic = 1,
         .other = 1.2,
         .emoji = 2.6}},
    Row{u"large",
        {.freeLetters = 8,
         .lettersPerToken = 7,
         .accent = 0.15,
         .digitsPerToken = 3,
         .moreSigns = 0.15,
         .wideSign = 0.9,
         .spacesPerToken = 16,
         .han = 0.68,
         .kana = 0.62,
         .hangul = 0.55,
         .alphabet = 0.31,
         .semitic = 0.4,
         .indic = 0.4,
         .other = 0.8,
         .emoji = 1.8}},
    Row{u"small",
        {.freeLetters = 5,
         .lettersPerToken = 3.5,
         .accent = 0.5,
         .digitsPerToken = 1,
         .moreSigns = 0.6,
         .wideSign = 1.2,
         .spacesPerToken = 8,
         .han = 1.5,
         .kana = 1.2,
         .hangul = 1.7,
         .alphabet = 0.42,
         .semitic = 0.85,
         .indic = 1.3,
         .other = 2,
         .emoji = 4}},
    Row{u"fine",
        {.freeLetters = 6,
         .lettersPerToken = 4,
         .accent = 0.4,
         .digitsPerToken = 2,
         .moreSigns = 0.45,
         .wideSign = 1.1,
         .spacesPerToken = 8,
         .han = 1.05,
         .kana = 0.95,
         .hangul = 1.1,
         .alphabet = 0.5,
         .semitic = 0.65,
         .indic = 1,
         .other = 1.3,
         .emoji = 3.1}},
};

} // namespace

const TokenFactors& tokenFactors(QStringView family) {
    const auto* const row = std::ranges::find(rows, family, &Row::family);
    return row == rows.end() ? rows.front().factors : row->factors;
}

} // namespace rivulet::stream
