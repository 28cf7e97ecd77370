// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "demo/DemoAnswers.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>
#include <span>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

constexpr std::array transportWords{"tcp"_L1, "quic"_L1, "http/3"_L1, "websocket"_L1};
constexpr std::array rainbowWords{"rainbow"_L1, "regenbogen"_L1, "arc-en-ciel"_L1};
constexpr std::array clientWords{"http client"_L1, "http-client"_L1, "http request"_L1};

struct Topic {
    QLatin1StringView name;
    std::span<const QLatin1StringView> words;
};

const std::array topics{Topic{"transport"_L1, transportWords}, Topic{"rainbow"_L1, rainbowWords},
                        Topic{"http-client"_L1, clientWords}};

domain::Failure unusable(const QString& what) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidInput;
    failure.detail = what;
    return failure;
}

} // namespace

QString demoTopic(const QString& prompt) {
    const auto hits = [&](const Topic& topic) {
        return std::ranges::count_if(
            topic.words, [&](QLatin1StringView word) { return prompt.contains(word, Qt::CaseInsensitive); });
    };
    const auto best = std::ranges::max_element(topics, {}, hits);
    return hits(*best) > 0 ? QString(best->name) : DemoAnswers::welcome.toString();
}

domain::Result<DemoAnswers> DemoAnswers::load(const QString& folder) {
    DemoAnswers answers;
    const QDir directory(folder);
    for (const auto& name : directory.entryList({u"*.recording"_s}, QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) {
            return unusable(u"%1: %2"_s.arg(name, file.errorString()));
        }
        const auto recording = exchange::parseRecording(file.readAll());
        if (!recording) {
            return unusable(u"%1: %2"_s.arg(name, recording.failure().detail));
        }
        const auto topic = name.section(u'-', 1).section(u'.', 0, 0);
        const auto dialect = recording.value().dialect;
        answers.m_recordings[dialect].insert(topic, recording.value());
    }
    if (answers.m_recordings.isEmpty()) {
        return unusable(u"%1: no recordings"_s.arg(folder));
    }
    for (auto it = answers.m_recordings.cbegin(); it != answers.m_recordings.cend(); ++it) {
        if (!it->contains(welcome.toString())) {
            return unusable(u"%1: no %2 for %3"_s.arg(folder, welcome, it.key()));
        }
    }
    return answers;
}

const exchange::Recording* DemoAnswers::find(const QString& dialect, const QString& prompt) const {
    const auto voice = m_recordings.constFind(dialect);
    if (voice == m_recordings.cend()) {
        return nullptr;
    }
    const auto recording = voice->constFind(demoTopic(prompt));
    return recording != voice->cend() ? &*recording : &*voice->constFind(welcome.toString());
}

QString DemoAnswers::model(const QString& dialect) const {
    const auto* recording = find(dialect, {});
    return recording != nullptr ? recording->model : QString();
}

} // namespace rivulet::app
