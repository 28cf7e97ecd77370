// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

/// What a model could write so that somebody fetches or opens something: every form of Markdown and HTML that
/// names a resource, around one address.
struct HostileText {
    /// Each a block of its own.
    static QStringList forms(const QString& address) {
        QStringList forms;
        for (const char* form : {
                 "![alt](%1)",
                 "![](%1 \"title\")",
                 "![alt][ref]\n\n[ref]: %1",
                 "[ref]: <%1>\n\n![ref]",
                 "[![alt](%1)](%1)",
                 "[a link](%1)",
                 "<%1>",
                 "%1",
                 "# ![alt](%1) heading %1",
                 "> ![alt](%1)",
                 "- ![alt](%1)\n- <img src=\"%1\">",
                 "| ![a](%1) | <img src='%1'> |\n|---|---|\n| ![b](%1) | [c](%1) |",
                 "*![alt](%1)* **![alt](%1)** ~~![alt](%1)~~ `![alt](%1)`",
                 "a <img src=\"%1\"> b",
                 "<img src='%1'/>",
                 "<IMG SRC=%1>",
                 "<img srcset=\"%1 2x\">",
                 "<a href=\"%1\"><img src=\"%1\"></a>",
                 "<body background=\"%1\">",
                 "<table background=\"%1\"><tr><td background=\"%1\">x</td></tr></table>",
                 "<p style=\"background-image: url(%1)\">x</p>",
                 "<style>@import url(\"%1\"); p { background: url(%1) }</style>",
                 "<link rel=\"stylesheet\" href=\"%1\">",
                 "<script src=\"%1\"></script>",
                 "<iframe src=\"%1\"></iframe>",
                 "<object data=\"%1\"><embed src=\"%1\"></object>",
                 "<video src=\"%1\" poster=\"%1\"></video><audio src=\"%1\" autoplay></audio>",
                 "<input type=\"image\" src=\"%1\">",
                 "<meta http-equiv=\"refresh\" content=\"0; url=%1\">",
                 "<base href=\"%1\"><img src=\"x.png\">",
                 "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"%1\" "
                 "href=\"%1\"/></svg>",
                 "![svg](data:image/svg+xml;utf8,<svg><image href='%1'/></svg>)",
                 "<!ENTITY x SYSTEM \"%1\"> &x;",
                 "```svg\n<svg><image href=\"%1\"/></svg>\n```",
                 "```qml\nimport QtQuick\nImage { source: \"%1\" }\n```",
                 "```html\n<img src=\"%1\">\n```",
                 "```mermaid\ngraph TD; A[\"<img src='%1'>\"] --> B; click A \"%1\"\n```",
                 "$$\\includegraphics{%1}$$",
                 "</p><img src=\"%1\"><p>",
                 "\"><img src=\"%1\">",
                 "&lt;img src=\"%1\"&gt;",
                 "[x](<%1> '\"><img src=\"%1\">')",
                 "[^1]\n\n[^1]: ![alt](%1)",
             }) {
            forms.append(QString::fromLatin1(form).replace(QStringLiteral("%1"), address));
        }
        return forms;
    }

    static QString all(const QStringList& addresses) {
        QStringList blocks;
        for (const QString& address : addresses) {
            blocks += forms(address);
        }
        return blocks.join(QStringLiteral("\n\n"));
    }
};
