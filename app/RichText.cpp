// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RichText.h"

#include "text/ShownText.h"

namespace rivulet::app {

namespace {

QString shown(const QString& text, const text::Run& run) {
    return (run.styles & text::Run::Code) != 0 ? text::ShownText::code(text) : text::ShownText::prose(text);
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
    const bool image = (run.styles & Run::Image) != 0;
    if (!run.target.isEmpty() && !image) {
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
    if (image) {
        // An inert mark in place of a picture that is never fetched.
        html += u'[' + shown(run.text.isEmpty() ? run.target : run.text, run).toHtmlEscaped() + u']';
    } else {
        html += shown(run.text, run).toHtmlEscaped();
    }
    html += close;
}

} // namespace

QString RichText::of(const std::vector<text::Run>& runs, const Colours& colours, int lineHeightPercent) {
    QString html = QStringLiteral("<p style=\"margin:0; white-space:pre-wrap; line-height:%1%\">")
                       .arg(lineHeightPercent);
    for (const auto& run : runs) {
        appendRun(html, run, colours);
    }
    return html + QStringLiteral("</p>");
}

QString RichText::highlighted(const QString& text) {
    QString html = text.toHtmlEscaped();
    html.replace(QChar(2), QStringLiteral("<b>"));
    html.replace(QChar(3), QStringLiteral("</b>"));
    return html;
}

} // namespace rivulet::app
