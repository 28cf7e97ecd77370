// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "GeminiCheckpoint.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace rivulet::providers {

namespace {

using domain::Usage;

struct Count {
    const char* name;
    std::optional<qint64> Usage::* member;
};

constexpr std::array counts{
    Count{"input", &Usage::input},
    Count{"cached", &Usage::cached},
    Count{"thinking_tokens", &Usage::thinking},
    Count{"output", &Usage::output},
};

QJsonObject objectIn(const QString& cursor) {
    return QJsonDocument::fromJson(cursor.toUtf8()).object();
}

qint64 countIn(const QJsonObject& object, QLatin1String name) {
    return std::max<qint64>(object.value(name).toInteger(), 0);
}

} // namespace

void GeminiCheckpoint::reach(const QString& token) {
    m_token = token;
    m_fresh = true;
    m_text.remove(0, m_repeatedText);
    m_repeatedText = 0;
    m_thinking -= m_repeatedThinking;
    m_repeatedThinking = 0;
    m_toolsBefore += m_repeatedTools;
    m_tools -= m_repeatedTools;
    m_repeatedTools = 0;
}

std::optional<QString> GeminiCheckpoint::takeText(const QString& text) {
    const qsizetype again = std::min(text.size(), m_text.size() - m_repeatedText);
    if (QStringView(text).first(again) != QStringView(m_text).sliced(m_repeatedText, again)) {
        return std::nullopt;
    }
    QString fresh = text.sliced(again);
    m_repeatedText += again;
    if (isReached()) {
        m_text += fresh;
        m_repeatedText += fresh.size();
    }
    return fresh;
}

QString GeminiCheckpoint::takeThinking(const QString& thinking) {
    const qint64 again = std::min<qint64>(thinking.size(), m_thinking - m_repeatedThinking);
    m_repeatedThinking += thinking.size();
    m_thinking = std::max(m_thinking, m_repeatedThinking);
    QString fresh = thinking.sliced(again);
    // Other words than the first time: a count of units may fall into a character.
    if (!fresh.isEmpty() && fresh.front().isLowSurrogate()) {
        fresh.remove(0, 1);
    }
    return fresh;
}

GeminiCheckpoint::Tool GeminiCheckpoint::takeTool() {
    ++m_repeatedTools;
    const bool isNew = m_repeatedTools > m_tools;
    m_tools = std::max(m_tools, m_repeatedTools);
    return {m_toolsBefore + m_repeatedTools, isNew};
}

Usage GeminiCheckpoint::sum(const Usage& usage) const {
    Usage sum = usage;
    for (const Count& count : counts) {
        if (const auto& earlier = m_earlier.*count.member) {
            sum.*count.member = (usage.*count.member).value_or(0) + *earlier;
        }
    }
    return sum;
}

QString GeminiCheckpoint::cursor(const Usage& usage) const {
    QJsonObject object{{QStringLiteral("token"), m_token},
                       {QStringLiteral("text"), m_text},
                       {QStringLiteral("thinking"), m_thinking},
                       {QStringLiteral("tools"), m_tools},
                       {QStringLiteral("tools_before"), m_toolsBefore}};
    for (const Count& count : counts) {
        if (const auto& value = usage.*count.member) {
            object[QLatin1String(count.name)] = *value;
        }
    }
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

bool GeminiCheckpoint::restore(const QString& cursor) {
    const QJsonObject object = objectIn(cursor);
    *this = {};
    m_token = object.value(u"token").toString();
    if (m_token.isEmpty()) {
        return false;
    }
    m_text = object.value(u"text").toString();
    m_thinking = countIn(object, QLatin1String("thinking"));
    m_tools = countIn(object, QLatin1String("tools"));
    m_toolsBefore = countIn(object, QLatin1String("tools_before"));
    for (const Count& count : counts) {
        if (const auto value = object.value(QLatin1String(count.name)); value.isDouble()) {
            m_earlier.*count.member = value.toInteger();
        }
    }
    return true;
}

QString GeminiCheckpoint::tokenIn(const QString& cursor) {
    return objectIn(cursor).value(u"token").toString();
}

} // namespace rivulet::providers
