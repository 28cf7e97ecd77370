// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QColor>
#include <QString>
#include <QTextBlockFormat>
#include <QTextCharFormat>

#include <vector>

namespace rivulet::app {

/// Writes runs of a Markdown block as the small rich text that text items show: escaped text, bold, emphasis,
/// strikethrough, code, links, maths. It never writes an image or anything else that names a resource to
/// load.
class RichText {
public:
    struct Colours {
        QColor link;
        QColor codeBackground;

        friend bool operator==(const Colours&, const Colours&) = default;
    };

    [[nodiscard]] static QString of(const std::vector<text::Run>& runs, const Colours& colours,
                                    int lineHeightPercent);
    /// A stretch of text in a document, with its look: what a run comes to there, without being read from
    /// markup.
    struct Piece {
        QString text;
        QTextCharFormat format;
    };
    [[nodiscard]] static std::vector<Piece> pieces(const text::Run& run, const Colours& colours);
    /// Of the paragraph that they stand in.
    [[nodiscard]] static QTextBlockFormat blockFormat(bool isDisplay, int lineHeightPercent);
    /// A formula that stands alone, in the middle.
    [[nodiscard]] static bool isDisplay(const std::vector<text::Run>& runs);
    /// What of it is seen, without its looks; as long as what is painted.
    [[nodiscard]] static QString shown(const text::Run& run);
    [[nodiscard]] static QString shown(const std::vector<text::Run>& runs);
    /// Plain text with stretches between U+0002 and U+0003 in bold.
    [[nodiscard]] static QString highlighted(const QString& text);
};

} // namespace rivulet::app
