// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

namespace rivulet::stream {

/// Finds where a continued answer repeats the end of the text it continues. Pure. Holds back the first of the
/// new text until it is clear how much of it is a repetition, at most `reach` characters of it.
class OverlapTrimmer {
public:
    /// How far back a repetition may begin.
    static constexpr qsizetype reach = 400;
    /// Shorter repetitions than this are taken for new text, unless they begin a word that was cut.
    static constexpr qsizetype leastOverlap = 12;
    static constexpr qsizetype leastWordPart = 3;

    /// How exactly the model was placed at the end of the text.
    enum class Start {
        AtTheEnd, ///< it goes on from the end itself, without the white space there
        FromQuote ///< it was told in words where to go on, and may begin the cut word again
    };

    OverlapTrimmer(const QString& text, Start start);

    struct Decision {
        qsizetype trimmed = 0;
        QString text; ///< what is new
    };
    /// Takes new text; the decision, once, when it can be made.
    [[nodiscard]] std::optional<Decision> feed(const QString& text);
    /// No more is coming: decides with what there is. Nothing where nothing came.
    [[nodiscard]] std::optional<Decision> finish();

private:
    enum class Ending { Open, Final };
    [[nodiscard]] std::optional<Decision> decide(Ending ending) const;
    [[nodiscard]] bool isOverlap(qsizetype length) const;
    [[nodiscard]] qsizetype whiteSpaceOverlap() const;

    QString m_tail;
    QString m_new;
    Start m_start;
};

} // namespace rivulet::stream
