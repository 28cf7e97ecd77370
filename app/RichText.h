// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QColor>
#include <QString>

namespace rivulet::app {

/// Writes runs of a Markdown block as the small rich text that text items show: escaped text, bold, emphasis,
/// strikethrough, code, links, maths. It never writes an image or anything else that names a resource to
/// load.
class RichText {
public:
    struct Colours {
        QColor link;
        QColor codeBackground;
    };

    [[nodiscard]] static QString of(const std::vector<text::Run>& runs, const Colours& colours,
                                    int lineHeightPercent);
    /// What of it is seen, without its looks; as long as what is painted.
    [[nodiscard]] static QString shown(const text::Run& run);
    [[nodiscard]] static QString shown(const std::vector<text::Run>& runs);
    /// Plain text with stretches between U+0002 and U+0003 in bold.
    [[nodiscard]] static QString highlighted(const QString& text);
};

} // namespace rivulet::app
