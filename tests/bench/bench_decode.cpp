// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// Bytes to events for each dialect: events a second and MB a second in slices of 64 KiB, 4 KiB and 1 byte,
// and what a byte costs in 1-byte slices against 64 KiB slices. CPU time of the thread, all variants of a
// dialect in turn.

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

namespace {

constexpr int deltas = 20'000;
constexpr int runs = 5;
constexpr std::array<qsizetype, 3> slices{65'536, 4096, 1};

/// One protocol's stream: what comes first, one delta with %1 for its text and %2 for its number, and the
/// end.
struct Script {
    const char* dialect;
    const char* head;
    const char* delta;
    const char* tail;
};

constexpr std::array scripts{
    Script{
        "anthropic",
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":"
        "\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":9,"
        "\"output_tokens\":1}}}\n\nevent: content_block_start\ndata: {\"type\":\"content_block_start\","
        "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
        "\"text_delta\",\"text\":\"%1\"}}\n\n",
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\nevent: "
        "message_delta\ndata: "
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{"
        "\"output_tokens\":9}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"},
    Script{
        "openai-chat", "",
        "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,\"model\":\"m\","
        "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%1\"},\"finish_reason\":null}]}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"},
    Script{
        "openai-responses",
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{"
        "\"id\":\"r-1\",\"status\":\"in_progress\",\"model\":\"m\",\"error\":null}}\n\n",
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\","
        "\"sequence_number\":%2,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"%"
        "1\","
        "\"logprobs\":[]}\n\n",
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":90000000,"
        "\"response\":{\"id\":\"r-1\",\"status\":\"completed\",\"model\":\"m\",\"output\":[],\"error\":null,"
        "\"usage\":{\"input_tokens\":9,\"output_tokens\":9}}}\n\n"},
    Script{"gemini", "",
           "data: "
           "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"%1\"}]},\"index\":0}],"
           "\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":%2,\"totalTokenCount\":%2},"
           "\"modelVersion\":\"m\",\"responseId\":\"r1\"}\r\n\r\n",
           "data: {\"candidates\":[{\"finishReason\":\"STOP\",\"index\":0}],\"modelVersion\":\"m\"}\r\n\r\n"},
    Script{"ollama", "",
           "{\"model\":\"m\",\"created_at\":\"2026-11-21T10:00:00Z\",\"message\":{\"role\":\"assistant\","
           "\"content\":\"%1\"},\"done\":false}\n",
           "{\"model\":\"m\",\"created_at\":\"2026-11-21T10:00:00Z\",\"message\":{\"role\":\"assistant\","
           "\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"eval_count\":9}\n"},
    Script{"assist", "", "id: a1-%2\ndata: {\"type\":\"token\",\"content\":\"%1\",\"index\":%2}\n\n",
           "id: end\ndata: {\"type\":\"done\"}\n\n"},
};

QByteArray streamOf(const Script& script) {
    QByteArray body(script.head);
    for (int i = 0; i < deltas; ++i) {
        QByteArray delta(script.delta);
        delta.replace("%1", " token" + QByteArray::number(i % 1000));
        delta.replace("%2", QByteArray::number(i + (QByteArrayView(script.dialect) == "assist" ? 0 : 1)));
        body += delta;
    }
    return body + script.tail;
}

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
        const QByteArray body = streamOf(script);
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
