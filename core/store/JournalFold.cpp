// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/JournalFold.h"

#include "store/MessageJson.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rivulet::store {

namespace {

constexpr std::array names{
    std::pair{JournalKind::Started, u"started"},   std::pair{JournalKind::Text, u"text"},
    std::pair{JournalKind::Thinking, u"thinking"}, std::pair{JournalKind::Tool, u"tool"},
    std::pair{JournalKind::Citation, u"citation"}, std::pair{JournalKind::Usage, u"usage"},
    std::pair{JournalKind::Warning, u"warning"},   std::pair{JournalKind::Seam, u"seam"},
    std::pair{JournalKind::Reset, u"reset"},       std::pair{JournalKind::Ended, u"ended"},
};

template <typename T>
T read(const QString& payload) {
    T value;
    fromJson(jsonObject(payload), value);
    return value;
}

} // namespace

QString journalKindName(JournalKind kind) {
    for (const auto& [value, name] : names) {
        if (value == kind) {
            return QString::fromUtf16(name);
        }
    }
    return {};
}

std::optional<JournalKind> journalKindFromName(QStringView name) {
    for (const auto& [value, text] : names) {
        if (name == text) {
            return value;
        }
    }
    return std::nullopt;
}

void addTool(std::vector<domain::ToolActivity>& tools, const domain::ToolActivity& piece) {
    const auto known =
        std::find_if(tools.begin(), tools.end(), [&](const auto& tool) { return tool.id == piece.id; });
    if (known == tools.end()) {
        tools.push_back(piece);
        return;
    }
    if (!piece.name.isEmpty()) {
        known->name = piece.name;
    }
    if (!piece.result.isEmpty()) {
        known->result = piece.result;
    }
    if (piece.duration) {
        known->duration = piece.duration;
    }
    known->arguments += piece.arguments;
    known->state = piece.state;
}

void fold(domain::Message& message, JournalKind kind, const QString& payload) {
    switch (kind) {
    case JournalKind::Started: {
        const QJsonObject json = jsonObject(payload);
        message.attempts = std::max(message.attempts, json.value(QStringLiteral("attempt")).toInt());
        break;
    }
    case JournalKind::Text:
        message.text += payload;
        break;
    case JournalKind::Thinking:
        message.thinking += payload;
        break;
    case JournalKind::Tool:
        addTool(message.tools, read<domain::ToolActivity>(payload));
        break;
    case JournalKind::Citation:
        message.citations.push_back(read<domain::Citation>(payload));
        break;
    case JournalKind::Usage:
        if (!message.usage) {
            message.usage.emplace();
        }
        message.usage->overwriteWith(read<domain::Usage>(payload));
        break;
    case JournalKind::Warning:
        message.warnings.push_back(read<domain::Warning>(payload));
        break;
    case JournalKind::Seam:
        message.seams.push_back(read<domain::Seam>(payload));
        break;
    case JournalKind::Reset:
        message.text.clear();
        break;
    case JournalKind::Ended:
        break;
    }
}

} // namespace rivulet::store
