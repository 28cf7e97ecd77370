// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// Bytes to events for each dialect: events a second and MB a second in slices of 64 KiB, 4 KiB and 1 byte,
// and what a byte costs in 1-byte slices against 64 KiB slices. CPU time of the thread, all variants of a
// dialect in turn.

#include "Scripts.h"
#include "domain/StreamEvent.h"
#include "providers/Dialect.h"
#include "wire/FrameDecoder.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <vector>

using namespace rivulet;
using namespace rivulet::bench;

namespace {

constexpr int deltas = 20'000;
constexpr int runs = 5;
constexpr std::array<qsizetype, 3> slices{65'536, 4096, 1};

double threadSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double decode(const Script& script, const QByteArray& body, qsizetype slice) {
    const auto dialect = providers::makeDialect(QString::fromLatin1(script.dialect));
    if (!dialect) {
        qFatal("%s is no dialect", script.dialect);
    }
    const auto decoder = dialect->makeDecoder();
    std::vector<wire::Frame> frames;
    std::vector<domain::StreamEvent> events;
    int texts = 0;
    bool finished = false;
    const auto read = [&] {
        events.clear();
        for (const wire::Frame& frame : frames) {
            dialect->read(frame, events);
        }
        frames.clear();
        for (const domain::StreamEvent& event : events) {
            texts += std::holds_alternative<domain::TextDelta>(event) ? 1 : 0;
            finished = finished || std::holds_alternative<domain::Finished>(event);
        }
    };
    const double begin = threadSeconds();
    for (qsizetype at = 0; at < body.size(); at += slice) {
        if (!decoder->feed(QByteArrayView(body).sliced(at, std::min(slice, body.size() - at)), frames)) {
            qFatal("%s: a frame that is too long", script.dialect);
        }
        if (!frames.empty()) {
            read();
        }
    }
    decoder->finish(frames);
    read();
    const double spent = threadSeconds() - begin;
    if (texts != deltas || !finished) {
        qFatal("%s: %d of %d deltas, %s", script.dialect, texts, deltas, finished ? "finished" : "no end");
    }
    return spent;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    for (const Script& script : scripts) {
        const QByteArray body = streamOf(script, deltas);
        std::array<std::vector<double>, slices.size()> seconds;
        for (int run = 0; run < runs; ++run) {
            for (std::size_t i = 0; i < slices.size(); ++i) {
                seconds.at(i).push_back(decode(script, body, slices.at(i)));
            }
        }
        for (auto& list : seconds) {
            std::sort(list.begin(), list.end());
        }
        const double widest = seconds.front().at(runs / 2);
        for (std::size_t i = 0; i < slices.size(); ++i) {
            const auto& list = seconds.at(i);
            const auto perSecond = [](double time) { return deltas / time; };
            const QJsonObject line{
                {QStringLiteral("bench"), QStringLiteral("decode")},
                {QStringLiteral("variant"),
                 QStringLiteral("%1, slices of %2 B").arg(QLatin1String(script.dialect)).arg(slices.at(i))},
                {QStringLiteral("unit"), QStringLiteral("events/CPU s")},
                {QStringLiteral("median"), std::round(perSecond(list.at(runs / 2)))},
                {QStringLiteral("min"), std::round(perSecond(list.back()))},
                {QStringLiteral("max"), std::round(perSecond(list.front()))},
                {QStringLiteral("n"), runs},
                {QStringLiteral("mb_per_s"), static_cast<double>(body.size()) / 1e6 / list.at(runs / 2)},
                {QStringLiteral("cost_to_64k_slices"), list.at(runs / 2) / widest}};
            QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << '\n';
        }
    }
    return 0;
}
