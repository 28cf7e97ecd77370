// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ResumeNote.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::stream {

namespace {

using Way = providers::Dialect::Way;

qsizetype countIn(const QJsonValue& value) {
    return std::max<qsizetype>(0, value.toInteger());
}

} // namespace

QString ResumeNote::toText() const {
    QJsonObject json{{u"dialect"_s, dialect},
                     {u"id"_s, point.id},
                     {u"cursor"_s, point.cursor},
                     {u"bytes"_s, point.bytes},
                     {u"text"_s, text},
                     {u"thinking"_s, thinking},
                     {u"text_before"_s, textBefore},
                     {u"thinking_before"_s, thinkingBefore},
                     {u"trimmed"_s, trimmed},
                     {u"streamed"_s, streamed},
                     {u"background"_s, background},
                     {u"session"_s, session}};
    if (way) {
        json[u"way"_s] = *way == Way::Prefill ? u"prefill"_s : u"instruction"_s;
    }
    QJsonObject tools;
    for (const auto& [id, units] : arguments) {
        tools[id] = units;
    }
    json[u"arguments"_s] = tools;
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

std::optional<ResumeNote> ResumeNote::fromText(const QString& text) {
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    ResumeNote note;
    note.dialect = json[u"dialect"_s].toString();
    note.point.id = json[u"id"_s].toString();
    note.point.cursor = json[u"cursor"_s].toString();
    note.point.bytes = countIn(json[u"bytes"_s]);
    note.text = countIn(json[u"text"_s]);
    note.thinking = countIn(json[u"thinking"_s]);
    note.textBefore = countIn(json[u"text_before"_s]);
    note.thinkingBefore = countIn(json[u"thinking_before"_s]);
    note.trimmed = countIn(json[u"trimmed"_s]);
    note.streamed = json[u"streamed"_s].toBool(true);
    note.background = json[u"background"_s].toBool();
    note.session = json[u"session"_s].toString();
    const QString way = json[u"way"_s].toString();
    if (!way.isEmpty()) {
        note.way = way == u"prefill" ? Way::Prefill : Way::Instruction;
    }
    const QJsonObject tools = json[u"arguments"_s].toObject();
    for (auto tool = tools.begin(); tool != tools.end(); ++tool) {
        note.arguments[tool.key()] = countIn(tool.value());
    }
    const bool isNote = !note.dialect.isEmpty() &&
                        (!note.point.id.isEmpty() || !note.point.cursor.isEmpty()) &&
                        note.textBefore <= note.text && note.thinkingBefore <= note.thinking;
    return isNote ? std::optional(note) : std::nullopt;
}

} // namespace rivulet::stream
