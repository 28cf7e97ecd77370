// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RichText.h"

#include "text/MathText.h"
#include "text/ShownText.h"

namespace rivulet::app {

namespace {

QString written(const QString& text, const text::Run& run) {
    return (run.styles & text::Run::Code) != 0 ? text::ShownText::code(text) : text::ShownText::prose(text);
}

/// Variables lean, as in print; what stands above or below the line does so.
void appendMath(QString& html, const text::Run& run) {
    using Place = text::MathText::Piece::Place;
    for (const auto& piece : text::MathText::pieces(run.text)) {
        QString text = text::ShownText::prose(piece.text).toHtmlEscaped();
        text.replace(u'\n', QStringLiteral("<br/>"));
        if (!piece.upright) {
            text = QStringLiteral("<i>") + text + QStringLiteral("</i>");
        }
        switch (piece.place) {
        case Place::Line:
            html += text;
            break;
        case Place::Above:
            html += QStringLiteral("<sup>") + text + QStringLiteral("</sup>");
            break;
        case Place::Below:
            html += QStringLiteral("<sub>") + text + QStringLiteral("</sub>");
            break;
        }
    }
}

void appendRun(QString& html, const text::Run& run, const RichText::Colours& colours) {
    using text::Run;
    if ((run.styles & Run::LineBreak) != 0) {
        html += QStringLiteral("<br/>");
        return;
    }
    QString close;
    const auto wrap = [&](const QString& open, QStringView end) {
        html += open;
        close.prepend(end);
    };
    if (!run.target.isEmpty() && (run.styles & Run::Image) == 0) {
        wrap(QStringLiteral("<a href=\"%1\" style=\"color:%2\">")
                 .arg(run.target.toHtmlEscaped(), colours.link.name()),
             u"</a>");
    }
    if ((run.styles & Run::Strong) != 0) {
        wrap(QStringLiteral("<b>"), u"</b>");
    }
    if ((run.styles & Run::Emphasis) != 0) {
        wrap(QStringLiteral("<i>"), u"</i>");
    }
    if ((run.styles & Run::Strikethrough) != 0) {
        wrap(QStringLiteral("<s>"), u"</s>");
    }
    if ((run.styles & Run::Code) != 0) {
        wrap(QStringLiteral("<span style=\"font-family:monospace; background-color:%1\">")
                 .arg(colours.codeBackground.name()),
             u"</span>");
    }
    if ((run.styles & Run::Image) != 0) {
        // An inert chip in place of a picture that is never fetched.
        html += QStringLiteral("<span style=\"background-color:%1\">").arg(colours.codeBackground.name()) +
                RichText::shown(run).toHtmlEscaped() + QStringLiteral("</span>");
    } else if ((run.styles & Run::Math) != 0) {
        appendMath(html, run);
    } else {
        html += RichText::shown(run).toHtmlEscaped();
    }
    html += close;
}

QTextCharFormat formatOf(const text::Run& run, const RichText::Colours& colours) {
    using text::Run;
    QTextCharFormat format;
    if (!run.target.isEmpty() && (run.styles & Run::Image) == 0) {
        format.setAnchor(true);
        format.setAnchorHref(run.target);
        format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        format.setForeground(colours.link);
    }
    if ((run.styles & Run::Strong) != 0) {
        format.setFontWeight(QFont::Bold);
    }
    if ((run.styles & Run::Emphasis) != 0) {
        format.setFontItalic(true);
    }
    if ((run.styles & Run::Strikethrough) != 0) {
        format.setFontStrikeOut(true);
    }
    if ((run.styles & Run::Code) != 0) {
        format.setFontFamilies({QStringLiteral("monospace")});
    }
    if ((run.styles & (Run::Code | Run::Image)) != 0) {
        format.setBackground(colours.codeBackground);
    }
    return format;
}

/// A line feed would begin another one.
QString inOneParagraph(QString text) {
    return text.replace(u'\n', QChar(QChar::LineSeparator));
}

std::vector<RichText::Piece> mathPieces(const text::Run& run, const QTextCharFormat& format) {
    using Place = text::MathText::Piece::Place;
    std::vector<RichText::Piece> pieces;
    for (const auto& each : text::MathText::pieces(run.text)) {
        RichText::Piece piece{inOneParagraph(text::ShownText::prose(each.text)), format};
        if (!each.upright) {
            piece.format.setFontItalic(true);
        }
        if (each.place != Place::Line) {
            piece.format.setVerticalAlignment(each.place == Place::Above ? QTextCharFormat::AlignSuperScript
                                                                         : QTextCharFormat::AlignSubScript);
        }
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

} // namespace

QString RichText::of(const std::vector<text::Run>& runs, const Colours& colours, int lineHeightPercent) {
    QString html = QStringLiteral("<p style=\"margin:0; white-space:pre-wrap; line-height:%1%\"%2>")
                       .arg(QString::number(lineHeightPercent),
                            isDisplay(runs) ? QStringLiteral(" align=\"center\"") : QString());
    for (const auto& run : runs) {
        appendRun(html, run, colours);
    }
    return html + QStringLiteral("</p>");
}

bool RichText::isDisplay(const std::vector<text::Run>& runs) {
    return runs.size() == 1 && (runs.front().styles & text::Run::Math) != 0 &&
           text::MathText::isDisplay(runs.front().text);
}

QTextBlockFormat RichText::blockFormat(bool isDisplay, int lineHeightPercent) {
    QTextBlockFormat format;
    format.setLineHeight(lineHeightPercent, QTextBlockFormat::ProportionalHeight);
    if (isDisplay) {
        format.setAlignment(Qt::AlignHCenter);
    }
    return format;
}

std::vector<RichText::Piece> RichText::pieces(const text::Run& run, const Colours& colours) {
    using text::Run;
    if ((run.styles & Run::LineBreak) != 0) {
        return {{QString(QChar::LineSeparator), {}}};
    }
    const QTextCharFormat format = formatOf(run, colours);
    if ((run.styles & Run::Math) != 0 && (run.styles & Run::Image) == 0) {
        return mathPieces(run, format);
    }
    return {{inOneParagraph(shown(run)), format}};
}

QString RichText::shown(const text::Run& run) {
    using text::Run;
    if ((run.styles & Run::LineBreak) != 0) {
        return QStringLiteral("\n");
    }
    if ((run.styles & Run::Image) != 0) {
        return QStringLiteral("\u00a0\u25a3 ") + written(run.text.isEmpty() ? run.target : run.text, run) +
               QChar(QChar::Nbsp);
    }
    if ((run.styles & Run::Math) != 0) {
        QString all;
        for (const auto& piece : text::MathText::pieces(run.text)) {
            all += text::ShownText::prose(piece.text);
        }
        return all;
    }
    return written(run.text, run);
}

QString RichText::shown(const std::vector<text::Run>& runs) {
    QString all;
    for (const auto& run : runs) {
        all += shown(run);
    }
    return all;
}

QString RichText::highlighted(const QString& text) {
    QString html = text.toHtmlEscaped();
    html.replace(QChar(2), QStringLiteral("<b>"));
    html.replace(QChar(3), QStringLiteral("</b>"));
    return html;
}

} // namespace rivulet::app
