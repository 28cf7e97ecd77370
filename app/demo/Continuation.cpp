// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "demo/Continuation.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds firstByte{300};

/// One event of a stream or line of JSON, whole.
struct Frame {
    milliseconds at{0};
    QJsonObject json;
};

bool isEventStream(const exchange::Recording& recording) {
    return recording.dialect == "anthropic"_L1;
}

std::vector<Frame> framesOf(const exchange::Recording& recording) {
    const QByteArray end = isEventStream(recording) ? "\n\n" : "\n";
    std::vector<Frame> frames;
    QByteArray pending;
    for (const auto& chunk : recording.chunks) {
        pending += chunk.bytes;
        for (auto cut = pending.indexOf(end); cut >= 0; cut = pending.indexOf(end)) {
            const auto json = pending.first(cut).sliced(std::max<qsizetype>(pending.indexOf('{'), 0));
            frames.push_back({chunk.at, QJsonDocument::fromJson(json).object()});
            pending.remove(0, cut + end.size());
        }
    }
    return frames;
}

QByteArray bytesOf(const QJsonObject& json, const exchange::Recording& recording) {
    const auto data = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return isEventStream(recording)
               ? "event: " + json.value("type"_L1).toString().toUtf8() + "\ndata: " + data + "\n\n"
               : data + '\n';
}

/// Where a frame of this dialect keeps answer text: an object's name and a field in it.
struct Place {
    QLatin1StringView object;
    QLatin1StringView field;
};

Place placeOfText(const exchange::Recording& recording) {
    return isEventStream(recording) ? Place{"delta"_L1, "text"_L1} : Place{"message"_L1, "content"_L1};
}

/// Belongs to what comes before the answer's text and is not said again.
bool isPrelude(const QJsonObject& json, int textBlock) {
    const auto type = json.value("type"_L1).toString();
    const auto message = json.value("message"_L1).toObject();
    return (type.startsWith("content_block"_L1) && json.value("index"_L1).toInt() != textBlock) ||
           message.contains("thinking"_L1) || message.contains("tool_calls"_L1);
}

int textBlockOf(const std::vector<Frame>& frames) {
    const auto first = std::ranges::find_if(frames, [](const Frame& frame) {
        return frame.json.value("content_block"_L1).toObject().value("type"_L1) == u"text"_s;
    });
    return first != frames.end() ? first->json.value("index"_L1).toInt() : 0;
}

} // namespace

exchange::Recording continuation(const exchange::Recording& recording, const QString& partial) {
    const auto frames = framesOf(recording);
    const auto place = placeOfText(recording);
    const int textBlock = textBlockOf(frames);
    auto continued = recording;
    continued.chunks.clear();
    QString said;
    milliseconds begin{-1};
    for (auto [at, json] : frames) {
        if (isPrelude(json, textBlock)) {
            continue;
        }
        if (json.contains("index"_L1)) {
            json.insert("index"_L1, 0);
        }
        auto object = json.value(place.object).toObject();
        if (const auto text = object.value(place.field).toString(); !text.isEmpty()) {
            const auto known = std::clamp<qsizetype>(partial.size() - said.size(), 0, text.size());
            said += text;
            if (known == text.size()) {
                continue;
            }
            object.insert(place.field, text.sliced(known));
            json.insert(place.object, object);
            begin = begin < milliseconds{0} ? at : begin;
        }
        const auto later = begin < milliseconds{0} ? milliseconds{0} : at - begin;
        continued.chunks.push_back({firstByte + later, bytesOf(json, recording)});
    }
    return said.startsWith(partial) ? continued : recording;
}

} // namespace rivulet::app
