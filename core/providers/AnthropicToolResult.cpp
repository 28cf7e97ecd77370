// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicToolResult.h"

#include "Json.h"
#include "domain/Redaction.h"

#include <QStringList>

namespace rivulet::providers {

namespace {

/// A result is shown, not used; this much of one is enough to see what it was.
constexpr qsizetype longestResult = 4000;

void addLine(QStringList& lines, const Json& value) {
    if (const QString line = value.text(); !line.isEmpty()) {
        lines.append(line);
    }
}

void addAddress(QStringList& lines, const Json& url, const Json& title) {
    const QString address = url.text();
    const QString name = title.text();
    lines.append(name.isEmpty() ? address : name + QStringLiteral(" <") + address + u'>');
}

/// An item of a list: a page that was found, a piece of text, a tool, a file.
void addItem(QStringList& lines, const Json& item) {
    if (item["url"].isString()) {
        addAddress(lines, item["url"], item["title"]);
        return;
    }
    addLine(lines, item);
    for (const char* const part : {"text", "tool_name", "file_id"}) {
        addLine(lines, item[part]);
    }
}

void addItems(QStringList& lines, const Json& list) {
    for (const Json item : list.items()) {
        addItem(lines, item);
    }
}

void addObject(QStringList& lines, const Json& content) {
    if (content["url"].isString()) { // a page that was fetched
        addAddress(lines, content["url"], content["content"]["title"]);
    }
    for (const char* const part : {"error_code", "error_message", "stdout", "stderr", "content", "text"}) {
        addLine(lines, content[part]);
    }
    if (const auto code = content["return_code"].integer(); code && *code != 0) {
        lines.append(QStringLiteral("return code %1").arg(*code));
    }
    for (const char* const list : {"content", "lines", "tool_references"}) {
        addItems(lines, content[list]);
    }
}

} // namespace

QString toolResultWords(const Json& content) {
    QStringList lines;
    addLine(lines, content);
    addItems(lines, content);
    if (content.isObject()) {
        addObject(lines, content);
        // Of a kind that is not known: as it is, unless it holds what is meant for the server alone.
        const QString whole = lines.isEmpty() ? content.compact() : QString();
        if (!whole.isEmpty() && !whole.contains(u"\"encrypted_")) {
            lines.append(whole);
        }
    }
    return domain::redacted(lines.join(u'\n'), longestResult);
}

} // namespace rivulet::providers
