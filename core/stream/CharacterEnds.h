// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

namespace rivulet::stream {

// Where user-perceived characters (grapheme clusters, UAX #29) end. Careful to one side: a place where a
// cluster may go on is never called an end, and a few real ends are missed. Not QTextBoundaryFinder: that of
// Qt 6.4 parts surrogate pairs, CR LF and emoji that stand before Thai or Indic text.

/// Whether a character ends at `at`, that is, before the unit of this index. Looks back at most 256 units.
[[nodiscard]] bool characterEndsAt(QStringView text, qsizetype at);

/// Whether what follows this text's end may belong to its last character. Letters of the common alphabets and
/// plain punctuation count as no: they practically never take a mark from a later token, and making them wait
/// would show the end of each token late.
[[nodiscard]] bool lastCharacterMayGrow(QStringView text);

} // namespace rivulet::stream
