// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenAiResponsesItems.h"

#include "Json.h"

namespace rivulet::providers {

namespace {

/// Beyond these, an id is its own name.
constexpr std::size_t mostKept = 4096;

QString nameOfPlace(const Json& event) {
    const auto place = event["output_index"].integer();
    return place ? QStringLiteral("#%1").arg(*place) : QString();
}

} // namespace

QString OpenAiResponsesItems::nameOfBrought(const Json& event) {
    const QString id = event["item"]["id"].text();
    QString name = nameOfPlace(event);
    if (name.isEmpty()) {
        const auto known = m_names.find(id);
        name = known == m_names.end() ? id : known->second;
    }
    if (!id.isEmpty() && m_names.size() < mostKept) {
        m_names[id] = name;
    }
    m_latest = name;
    return name;
}

QString OpenAiResponsesItems::nameOf(const Json& event) const {
    if (const QString name = nameOfPlace(event); !name.isEmpty()) {
        return name;
    }
    const QString id = event["item_id"].text();
    if (id.isEmpty()) {
        return m_latest;
    }
    const auto known = m_names.find(id);
    return known == m_names.end() ? id : known->second;
}

} // namespace rivulet::providers
