// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QChar>
#include <QString>
#include <QStringView>

/// What TeX's names mean in Unicode. A table; knows no syntax.
namespace rivulet::text::math {

struct Sign {
    QString text;
    bool spaced = false; ///< an operator or relation, with room at both sides
    bool isName = false; ///< a function's: "sin"
};
/// Null where it is not known.
[[nodiscard]] const Sign* sign(QStringView name);
/// A combining mark, or null.
[[nodiscard]] QChar accent(QStringView name);
/// The letter in this alphabet ("mathbb", "mathcal" ...), itself where that has none, empty where there is no
/// such alphabet.
[[nodiscard]] QString alphabet(QStringView name, QChar letter);
/// "text", "mathrm" and others: what follows is words.
[[nodiscard]] bool isWords(QStringView name);
/// "displaystyle" and others that are of the look only.
[[nodiscard]] bool isSilent(QStringView name);

} // namespace rivulet::text::math
