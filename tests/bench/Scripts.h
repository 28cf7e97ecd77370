// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>

namespace rivulet::bench {

/// One protocol's stream: what comes first, one delta with %1 for its text and %2 for its number, and the
/// end.
struct Script {
    const char* dialect;
    const char* head;
    const char* delta;
    const char* tail;
};

inline constexpr std::array scripts{
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

/// A delta that brings `text`, the `number`th.
[[nodiscard]] inline QByteArray deltaOf(const Script& script, const QByteArray& text, int number) {
    QByteArray delta(script.delta);
    delta.replace("%1", text);
    delta.replace("%2", QByteArray::number(number + (QByteArrayView(script.dialect) == "assist" ? 0 : 1)));
    return delta;
}

[[nodiscard]] inline QByteArray streamOf(const Script& script, int deltas) {
    QByteArray body(script.head);
    for (int i = 0; i < deltas; ++i) {
        body += deltaOf(script, " token" + QByteArray::number(i % 1000), i);
    }
    return body + script.tail;
}

} // namespace rivulet::bench
