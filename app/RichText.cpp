// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RichText.h"

#include "text/ShownText.h"

namespace rivulet::app {

namespace {

QString written(const QString& text, const text::Run& run) {
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
    html += RichText::shown(run).toHtmlEscaped() + close;
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

QString RichText::shown(const text::Run& run) {
    using text::Run;
    if ((run.styles & Run::LineBreak) != 0) {
        return QStringLiteral("\n");
    }
    // An inert mark in place of a picture that is never fetched.
    return (run.styles & Run::Image) != 0
               ? u'[' + written(run.text.isEmpty() ? run.target : run.text, run) + u']'
               : written(run.text, run);
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
