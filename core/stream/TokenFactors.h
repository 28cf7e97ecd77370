// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

namespace rivulet::stream {

/// How a vocabulary of one family takes text apart, as averages. Tokens a character where not said otherwise.
///
/// The numbers are fitted by hand to what is published of vocabularies of about 32,000, 100,000 and 200,000
/// pieces: characters a token of running English and code, and how many tokens one sentence is in twenty
/// languages. They hold no vocabulary, so single texts are off by a fifth or more; TokenCalibration learns
/// the rest from what servers report.
struct TokenFactors {
    /// Letters that a word may have and still be one token, and how many more make another.
    double freeLetters;
    double lettersPerToken;
    /// For each letter that is not of English, on top.
    double accent;
    double digitsPerToken;
    /// For each further sign right after one, where they differ.
    double moreSigns;
    /// Signs beyond ASCII and its neighbours: dashes, quotes, full-width ones.
    double wideSign;
    double spacesPerToken;
    double han;
    double kana;
    double hangul;
    double alphabet; ///< Cyrillic, Greek, Armenian
    double semitic;  ///< Arabic, Hebrew
    double indic;    ///< scripts of India, Thai
    double other;
    double emoji;
};

/// Of a family as providers::tokenFamily() names it; any other name is an average one.
[[nodiscard]] const TokenFactors& tokenFactors(QStringView family);

} // namespace rivulet::stream
