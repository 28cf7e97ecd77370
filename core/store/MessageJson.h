// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <optional>
#include <vector>

namespace rivulet::store {

// The parts of an answer that are kept as JSON, in columns and in the journal. What a later version wrote and
// this one does not know is read as the nearest thing that it does know, never as an error.

[[nodiscard]] QJsonObject toJson(const domain::ToolActivity& tool);
[[nodiscard]] QJsonObject toJson(const domain::Citation& citation);
[[nodiscard]] QJsonObject toJson(const domain::Seam& seam);
[[nodiscard]] QJsonObject toJson(const domain::Warning& warning);
[[nodiscard]] QJsonObject toJson(const domain::Usage& usage);
/// Only what has no column of its own (see MessageRow).
[[nodiscard]] QJsonObject restToJson(const domain::Failure& failure);
[[nodiscard]] QJsonObject restToJson(const domain::Usage& usage);

void fromJson(const QJsonObject& json, domain::ToolActivity& tool);
void fromJson(const QJsonObject& json, domain::Citation& citation);
void fromJson(const QJsonObject& json, domain::Seam& seam);
void fromJson(const QJsonObject& json, domain::Warning& warning);
void fromJson(const QJsonObject& json, domain::Usage& usage);
void restFromJson(const QJsonObject& json, domain::Failure& failure);
void restFromJson(const QJsonObject& json, domain::Usage& usage);

[[nodiscard]] QString jsonText(const QJsonObject& json);
[[nodiscard]] QJsonObject jsonObject(const QString& text);

template <typename T>
[[nodiscard]] QString arrayText(const std::vector<T>& items) {
    QJsonArray array;
    for (const T& item : items) {
        array.append(toJson(item));
    }
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

template <typename T>
[[nodiscard]] std::vector<T> fromArrayText(const QString& text) {
    std::vector<T> items;
    if (text.isEmpty()) {
        return items;
    }
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto& value : array) {
        fromJson(value.toObject(), items.emplace_back());
    }
    return items;
}

} // namespace rivulet::store
