// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ThinkingTags.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rivulet::providers {

namespace {

constexpr std::array names{u"think", u"thought"};
/// An answer that begins with more white space than this has no tags.
constexpr qsizetype mostSpace = 1000;

QString opening(QStringView name) {
    return u'<' + name.toString() + u'>';
}

QString closing(QStringView name) {
    return QStringLiteral("</") + name.toString() + u'>';
}

/// How much of the end of `text` may be the beginning of `tag`.
qsizetype unfinished(QStringView text, QStringView tag) {
    for (qsizetype length = std::min(text.size(), tag.size() - 1); length > 0; --length) {
        if (tag.startsWith(text.last(length))) {
            return length;
        }
    }
    return 0;
}

} // namespace

void ThinkingTags::Split::tell(std::vector<domain::StreamEvent>& events) const {
    if (!thinking.isEmpty()) {
        events.emplace_back(domain::ThinkingDelta{thinking, false});
    }
    if (!text.isEmpty()) {
        events.emplace_back(domain::TextDelta{text});
    }
}

ThinkingTags::Split ThinkingTags::read(const QString& piece) {
    Split split;
    if (m_place == Place::Answer) {
        split.text = piece;
        return split;
    }
    m_kept += piece;
    // Each turn of the loop goes past one tag.
    for (qsizetype before = -1; m_place != Place::Answer && before != m_kept.size();) {
        before = m_kept.size();
        if (m_place == Place::Inside) {
            readInside(split);
        } else {
            readStart(split);
        }
    }
    return split;
}

void ThinkingTags::readStart(Split& split) {
    const auto space = std::ranges::find_if(m_kept, [](QChar c) { return !c.isSpace(); }) - m_kept.begin();
    if (m_place == Place::Behind) {
        m_kept.remove(0, space);
    }
    const QStringView words = QStringView(m_kept).sliced(m_place == Place::Behind ? 0 : space);
    bool mayBeTag = words.isEmpty() && m_kept.size() < mostSpace;
    for (const char16_t* const name : names) {
        const QString tag = opening(name);
        if (words.startsWith(tag)) {
            m_kept.remove(0, m_kept.indexOf(tag) + tag.size());
            m_name = QString::fromUtf16(name);
            m_place = Place::Inside;
            return;
        }
        mayBeTag = mayBeTag || (!words.isEmpty() && QStringView(tag).startsWith(words));
    }
    if (!mayBeTag) {
        split.text += std::exchange(m_kept, {});
        m_place = Place::Answer;
    }
}

void ThinkingTags::readInside(Split& split) {
    const QString tag = closing(m_name);
    if (const auto end = m_kept.indexOf(tag); end >= 0) {
        split.thinking += m_kept.first(end);
        m_kept.remove(0, end + tag.size());
        m_place = Place::Behind;
        return;
    }
    const auto length = m_kept.size() - unfinished(m_kept, tag);
    split.thinking += m_kept.first(length);
    m_kept.remove(0, length);
}

ThinkingTags::Split ThinkingTags::finish() {
    Split split;
    (m_place == Place::Inside ? split.thinking : split.text) = std::exchange(m_kept, {});
    m_place = Place::Answer;
    return split;
}

QString ThinkingTags::cursor() const {
    return QString::number(static_cast<int>(m_place)) + u':' + m_name + u':' + m_kept;
}

void ThinkingTags::goOnFrom(const QString& cursor) {
    bool ok = false;
    const int place = cursor.section(u':', 0, 0).toInt(&ok);
    if (!ok || place < 0 || place > static_cast<int>(Place::Answer)) {
        return;
    }
    m_place = static_cast<Place>(place);
    m_name = cursor.section(u':', 1, 1);
    m_kept = cursor.section(u':', 2);
}

} // namespace rivulet::providers
