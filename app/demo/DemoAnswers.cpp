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

enum class Part { Head, Whole };

domain::Result<exchange::Recording> recordingIn(const QString& path, Part part) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return unusable(u"%1: %2"_s.arg(path, file.errorString()));
    }
    auto recording = exchange::parseRecording(part == Part::Head ? file.readLine() : file.readAll());
    if (!recording) {
        return unusable(u"%1: %2"_s.arg(path, recording.failure().detail));
    }
    return recording;
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
        const QString path = directory.filePath(name);
        // What is played is read when it is asked for: all of them together take as long as half a window.
        const auto head = recordingIn(path, Part::Head);
        if (!head) {
            return head.failure();
        }
        auto& voice = answers.m_voices[head.value().dialect];
        voice.files.insert(name.section(u'-', 1).section(u'.', 0, 0), path);
        voice.model = head.value().model;
    }
    if (answers.m_voices.isEmpty()) {
        return unusable(u"%1: no recordings"_s.arg(folder));
    }
    for (auto it = answers.m_voices.cbegin(); it != answers.m_voices.cend(); ++it) {
        if (!it->files.contains(welcome.toString())) {
            return unusable(u"%1: no %2 for %3"_s.arg(folder, welcome, it.key()));
        }
    }
    return answers;
}

domain::Result<exchange::Recording> DemoAnswers::read(const QString& dialect, const QString& prompt) const {
    const auto& files = m_voices.value(dialect).files;
    return recordingIn(files.value(demoTopic(prompt), files.value(welcome.toString())), Part::Whole);
}

QString DemoAnswers::model(const QString& dialect) const {
    return m_voices.value(dialect).model;
}

} // namespace rivulet::app
