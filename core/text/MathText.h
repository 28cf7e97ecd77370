// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

#include <vector>

namespace rivulet::text {

/// TeX maths in a form that is read with plain letters: Greek, operators, arrows and accents as Unicode,
/// fractions as a/b, roots with their sign; superscripts and subscripts are told apart. What is not known
/// stays as it was written. Knows where maths stands in prose, conservatively: a price is none.
class MathText {
public:
    struct Piece {
        enum class Place { Line, Above, Below };
        QString text;
        Place place = Place::Line;
        bool upright = false; ///< words, numbers and signs; else a variable

        friend bool operator==(const Piece&, const Piece&) = default;
    };
    /// Pieces of maths as written, with or without its signs; a line feed is a line of its own.
    [[nodiscard]] static std::vector<Piece> pieces(QStringView source);
    /// The same as one plain text: x^(n+1), a_i where Unicode has no small letters for it.
    [[nodiscard]] static QString plain(QStringView source);

    struct Span {
        qsizetype start = 0;
        qsizetype length = 0; ///< signs included
    };
    /// Where maths stands in a leaf's inline Markdown, outside of code.
    [[nodiscard]] static std::vector<Span> find(QStringView text);
    /// Stands on lines of its own: "$$" or "\[".
    [[nodiscard]] static bool isDisplay(QStringView source);
    /// What a line begins that stands alone: the sign that ends it, or an empty text where it begins none.
    /// Its own end may stand in the same line.
    [[nodiscard]] static QStringView opens(QStringView line);
};

} // namespace rivulet::text
