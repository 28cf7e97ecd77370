// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ResumeNote.h"

#include <QStringList>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::stream {

namespace {

using Way = providers::Dialect::Way;

/// A line a field, "name value", the value as in a URL: nothing in it ends a line.
class Fields {
public:
    Fields() = default;
    explicit Fields(const QString& text) {
        for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
            const qsizetype end = line.indexOf(u' ');
            if (end > 0) {
                m_fields.emplace(line.first(end), QUrl::fromPercentEncoding(line.sliced(end + 1).toUtf8()));
            }
        }
    }

    void put(const QString& name, const QString& value) { m_fields.emplace(name, value); }
    void put(const QString& name, qint64 value) { put(name, QString::number(value)); }
    [[nodiscard]] QString text(const QString& name) const {
        const auto found = m_fields.find(name);
        return found == m_fields.end() ? QString() : found->second;
    }
    [[nodiscard]] qsizetype count(const QString& name) const {
        return std::max<qsizetype>(0, text(name).toLongLong());
    }
    /// Of all fields of this name.
    [[nodiscard]] QStringList texts(const QString& name) const {
        QStringList texts;
        const auto [begin, end] = m_fields.equal_range(name);
        std::for_each(begin, end, [&](const auto& field) { texts.append(field.second); });
        return texts;
    }
    [[nodiscard]] QString all() const {
        QStringList lines;
        for (const auto& [name, value] : m_fields) {
            lines.append(name + u' ' + QString::fromLatin1(QUrl::toPercentEncoding(value)));
        }
        return lines.join(u'\n');
    }

private:
    std::multimap<QString, QString> m_fields;
};

} // namespace

QString ResumeNote::toText() const {
    Fields fields;
    fields.put(u"dialect"_s, dialect);
    fields.put(u"id"_s, point.id);
    fields.put(u"cursor"_s, point.cursor);
    fields.put(u"bytes"_s, point.bytes);
    fields.put(u"text"_s, text);
    fields.put(u"thinking"_s, thinking);
    fields.put(u"text-before"_s, textBefore);
    fields.put(u"thinking-before"_s, thinkingBefore);
    fields.put(u"trimmed"_s, trimmed);
    fields.put(u"streamed"_s, streamed ? 1 : 0);
    fields.put(u"background"_s, background ? 1 : 0);
    fields.put(u"session"_s, session);
    if (way) {
        fields.put(u"way"_s, *way == Way::Prefill ? u"prefill"_s : u"instruction"_s);
    }
    for (const auto& [id, units] : arguments) {
        fields.put(u"arguments"_s, QString::number(units) + u' ' + id);
    }
    return fields.all();
}

std::optional<ResumeNote> ResumeNote::fromText(const QString& text) {
    const Fields fields(text);
    ResumeNote note;
    note.dialect = fields.text(u"dialect"_s);
    note.point.id = fields.text(u"id"_s);
    note.point.cursor = fields.text(u"cursor"_s);
    note.point.bytes = fields.count(u"bytes"_s);
    note.text = fields.count(u"text"_s);
    note.thinking = fields.count(u"thinking"_s);
    note.textBefore = fields.count(u"text-before"_s);
    note.thinkingBefore = fields.count(u"thinking-before"_s);
    note.trimmed = fields.count(u"trimmed"_s);
    note.streamed = fields.count(u"streamed"_s) > 0;
    note.background = fields.count(u"background"_s) > 0;
    note.session = fields.text(u"session"_s);
    if (const QString way = fields.text(u"way"_s); !way.isEmpty()) {
        note.way = way == u"prefill" ? Way::Prefill : Way::Instruction;
    }
    for (const QString& tool : fields.texts(u"arguments"_s)) {
        const qsizetype end = tool.indexOf(u' ');
        note.arguments[tool.sliced(end + 1)] =
            std::max<qsizetype>(0, tool.first(std::max<qsizetype>(end, 0)).toLongLong());
    }
    const bool isNote = !note.dialect.isEmpty() &&
                        (!note.point.id.isEmpty() || !note.point.cursor.isEmpty()) &&
                        note.textBefore <= note.text && note.thinkingBefore <= note.thinking;
    return isNote ? std::optional(note) : std::nullopt;
}

} // namespace rivulet::stream
