// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Speech.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace rivulet::faults {

using domain::StopReason;
using Role = Frame::Role;

QByteArray bytesOf(const Frames& frames) {
    QByteArray bytes;
    for (const Frame& frame : frames) {
        bytes += frame.bytes;
    }
    return bytes;
}

QString textOf(const Frames& frames) {
    QString text;
    for (const Frame& frame : frames) {
        text += frame.text;
    }
    return text;
}

QString thinkingOf(const Frames& frames) {
    QString text;
    for (const Frame& frame : frames) {
        text += frame.thinking;
    }
    return text;
}

bool isMarked(const Frames& frames) {
    return std::ranges::any_of(frames, [](const Frame& frame) { return frame.role == Role::Mark; });
}

Frames firstOf(const Frames& frames, std::size_t count) {
    return {frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(std::min(count, frames.size()))};
}

QByteArray quoted(const QString& text) {
    return QJsonDocument(QJsonObject{{QStringLiteral("t"), text}})
        .toJson(QJsonDocument::Compact)
        .sliced(5)
        .chopped(1);
}

QStringList firstHalf() {
    return {QStringLiteral("Water "), QStringLiteral("finds — "), QStringLiteral("its way: 雨が降る ")};
}

QStringList secondHalf() {
    return {QStringLiteral("\"under\" \\ the 🌉\n"), QStringLiteral("é, ñ, "), QStringLiteral("to the sea.")};
}

Frames answer(const QString& dialect, const Part& between, const Part& ending) {
    const auto speech = Speech::in(dialect);
    speech->begin();
    speech->think(QStringLiteral("Rivers run "));
    speech->think(QStringLiteral("downhill ☾.\n"));
    for (const QString& piece : firstHalf()) {
        speech->say(piece);
    }
    if (between) {
        between(*speech);
    }
    for (const QString& piece : secondHalf()) {
        speech->say(piece);
    }
    if (ending) {
        ending(*speech);
    } else {
        speech->end();
    }
    return speech->frames();
}

void Speech::raw(const QByteArray& json) {
    add(isEvents() ? "data: " + json + "\n\n" : json + '\n');
}

QByteArray Speech::errorBody(const QByteArray& type, const QByteArray& message) const {
    return "{\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}";
}

namespace {

class Anthropic final : public Speech {
public:
    void begin() override {
        event("message_start",
              R"("message":{"id":"msg_1","type":"message","role":"assistant","model":"m",)"
              R"("content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}})");
        ping();
    }
    void think(const QString& text) override {
        open("thinking", R"({"type":"thinking","thinking":"","signature":""})");
        addThinking(bytes("content_block_delta",
                          index() + R"(,"delta":{"type":"thinking_delta","thinking":)" + quoted(text) + "}"),
                    text);
    }
    void say(const QString& text) override {
        open("text", R"({"type":"text","text":""})");
        addText(bytes("content_block_delta",
                      index() + R"(,"delta":{"type":"text_delta","text":)" + quoted(text) + "}"),
                text);
    }
    void callHalf() override {
        open("tool", R"({"type":"tool_use","id":"toolu_1","name":"look","input":{}})");
        event("content_block_delta",
              index() + R"(,"delta":{"type":"input_json_delta","partial_json":"{\"query\": \"ri"})");
    }
    std::vector<Stop> stops() const override {
        return {{"end_turn", StopReason::EndTurn},
                {"max_tokens", StopReason::TokenLimit},
                {"stop_sequence", StopReason::StopSequence},
                {"tool_use", StopReason::ToolUse},
                {"refusal", StopReason::Refusal},
                {"model_context_window_exceeded", StopReason::ContextFull},
                {"tide", StopReason::Other}};
    }
    void end(const QByteArray& stop, Missing missing) override {
        open({}, {});
        const QByteArray reason = missing == Missing::Reason ? QByteArray("null") : '"' + stop + '"';
        event("message_delta",
              "\"delta\":{\"stop_reason\":" + reason + "}" +
                  (missing == Missing::Usage ? QByteArray() : QByteArray(R"(,"usage":{"output_tokens":9})")));
        add(bytes("message_stop", {}), missing == Missing::Reason ? Role::Other : Role::Mark);
    }
    void fail() override { event("error", R"("error":{"type":"overloaded_error","message":"Overloaded"})"); }
    void unknown() override { event("message_tide", R"("tide":{"height":[1,2,{"a":null}]})"); }
    void ping() override { event("ping", {}); }
    QByteArray whole(const QString& text) const override {
        return R"({"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":)" +
               quoted(text) + R"(}],"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":9}})";
    }
    QByteArray errorBody(const QByteArray& type, const QByteArray& message) const override {
        return R"({"type":"error","error":{"type":")" + type + R"(","message":")" + message + "\"}}";
    }

private:
    static QByteArray bytes(const QByteArray& type, const QByteArray& fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + '"' +
               (fields.isEmpty() ? QByteArray() : ',' + fields) + "}\n\n";
    }
    void event(const QByteArray& type, const QByteArray& fields) { add(bytes(type, fields)); }
    QByteArray index() const { return "\"index\":" + QByteArray::number(m_index); }
    void open(const QByteArray& kind, const QByteArray& block) {
        if (kind == m_open) {
            return;
        }
        if (!m_open.isEmpty()) {
            event("content_block_stop", index());
        }
        m_open = kind;
        if (!kind.isEmpty()) {
            ++m_index;
            event("content_block_start", index() + ",\"content_block\":" + block);
        }
    }

    QByteArray m_open;
    int m_index = -1;
};

class OpenAiChat final : public Speech {
public:
    QString basePath() const override { return QStringLiteral("/v1"); }
    void begin() override { choice(R"({"role":"assistant","content":""})"); }
    void think(const QString& text) override {
        addThinking(bytes("{\"reasoning_content\":" + quoted(text) + "}", "null"), text);
    }
    void say(const QString& text) override {
        addText(bytes("{\"content\":" + quoted(text) + "}", "null"), text);
    }
    void callHalf() override {
        choice(
            R"({"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":""}}]})");
        choice(R"({"tool_calls":[{"index":0,"function":{"arguments":"{\"query\": \"ri"}}]})");
    }
    std::vector<Stop> stops() const override {
        return {{"stop", StopReason::EndTurn},
                {"length", StopReason::TokenLimit},
                {"tool_calls", StopReason::ToolUse},
                {"function_call", StopReason::ToolUse},
                {"content_filter", StopReason::ContentFilter},
                {"tide", StopReason::Other}};
    }
    void end(const QByteArray& stop, Missing missing) override {
        if (missing != Missing::Reason) {
            add(bytes("{}", '"' + stop + '"'), Role::Mark);
        }
        if (missing != Missing::Usage) {
            raw(R"({"id":"c1","model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":9}})");
        }
        raw("[DONE]");
    }
    void fail() override {
        raw(R"({"error":{"type":"overloaded_error","message":"Overloaded","code":503}})");
    }
    void unknown() override { raw(R"({"id":"c1","object":"tide","tide":{"height":[1,2,{"a":null}]}})"); }
    void ping() override { comment(": ping\n\n"); }
    QByteArray whole(const QString& text) const override {
        return R"({"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":)" +
               quoted(text) +
               R"(},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":9}})";
    }

private:
    static QByteArray bytes(const QByteArray& delta, const QByteArray& reason) {
        return R"(data: {"id":"c1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":)" +
               delta + ",\"finish_reason\":" + reason + "}]}\n\n";
    }
    void choice(const QByteArray& delta) { add(bytes(delta, "null")); }
};

class OpenAiResponses final : public Speech {
public:
    QString basePath() const override { return QStringLiteral("/v1"); }
    void begin() override {
        event("response.created", "\"response\":" + response("in_progress", {}));
        event("response.in_progress", "\"response\":" + response("in_progress", {}));
    }
    void think(const QString& text) override {
        open("rs_1", R"({"id":"rs_1","type":"reasoning","summary":[],"content":[]})",
             R"({"type":"reasoning_text","text":""})");
        m_thinking += text;
        addThinking(bytes("response.reasoning_text.delta", place() + ",\"delta\":" + quoted(text)), text);
    }
    void say(const QString& text) override {
        open("msg_1",
             R"({"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]})",
             R"({"type":"output_text","text":"","annotations":[]})");
        m_text += text;
        addText(bytes("response.output_text.delta", place() + ",\"delta\":" + quoted(text)), text);
    }
    void callHalf() override {
        open(
            "fc_1",
            R"({"id":"fc_1","type":"function_call","call_id":"call_1","name":"look","arguments":"","status":"in_progress"})",
            {});
        event("response.function_call_arguments.delta", R"("item_id":"fc_1","output_index":)" +
                                                            QByteArray::number(m_output) +
                                                            R"(,"delta":"{\"query\": \"ri")");
    }
    void skip() override { ++m_number; }
    std::vector<Stop> stops() const override {
        return {{"completed", StopReason::EndTurn},
                {"max_output_tokens", StopReason::TokenLimit},
                {"max_tokens", StopReason::TokenLimit},
                {"content_filter", StopReason::ContentFilter},
                {"tide", StopReason::Other}};
    }
    void end(const QByteArray& stop, Missing missing) override {
        open({}, {}, {});
        const QByteArray usage = missing == Missing::Usage
                                     ? QByteArray()
                                     : QByteArray(R"(,"usage":{"input_tokens":7,"output_tokens":9})");
        const bool completed = stop == "completed";
        const QByteArray status = completed ? "completed" : "incomplete";
        const QByteArray details =
            completed ? QByteArray() : R"(,"incomplete_details":{"reason":")" + stop + "\"}";
        const QByteArray named = missing == Missing::Reason ? QByteArray() : status;
        add(bytes("response." + status, "\"response\":" + response(named, details + usage)), Role::Mark);
    }
    void fail() override {
        event("error",
              R"("error":{"type":"server_error","code":"server_is_overloaded","message":"Overloaded"})");
    }
    void unknown() override { event("response.tide", R"("tide":{"height":[1,2,{"a":null}]})"); }
    void ping() override { event("keepalive", {}); }
    QByteArray whole(const QString& text) const override {
        return R"({"id":"resp_1","object":"response","status":"completed","model":"m","output":[{"id":"msg_1",)"
               R"("type":"message","role":"assistant","content":[{"type":"output_text","text":)" +
               quoted(text) + R"(}]}],"usage":{"input_tokens":7,"output_tokens":9}})";
    }

private:
    QByteArray bytes(const QByteArray& type, const QByteArray& fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type +
               "\",\"sequence_number\":" + QByteArray::number(m_number++) +
               (fields.isEmpty() ? QByteArray() : ',' + fields) + "}\n\n";
    }
    void event(const QByteArray& type, const QByteArray& fields) { add(bytes(type, fields)); }
    static QByteArray response(const QByteArray& status, const QByteArray& fields) {
        return R"({"id":"resp_1","object":"response","model":"m","output":[],"error":null)" +
               (status.isEmpty() ? QByteArray() : R"(,"status":")" + status + '"') + fields + '}';
    }
    QByteArray place() const {
        return "\"item_id\":\"" + m_open + "\",\"output_index\":" + QByteArray::number(m_output) +
               ",\"content_index\":0";
    }
    void open(const QByteArray& id, const QByteArray& item, const QByteArray& part) {
        if (id == m_open) {
            return;
        }
        if (m_open == "rs_1") {
            event("response.reasoning_text.done", place() + ",\"text\":" + quoted(m_thinking));
        } else if (m_open == "msg_1") {
            event("response.output_text.done", place() + ",\"text\":" + quoted(m_text));
        }
        m_open = id;
        if (!id.isEmpty()) {
            ++m_output;
            event("response.output_item.added",
                  "\"output_index\":" + QByteArray::number(m_output) + ",\"item\":" + item);
        }
        if (!part.isEmpty()) {
            event("response.content_part.added", place() + ",\"part\":" + part);
        }
    }

    QByteArray m_open;
    QString m_text;
    QString m_thinking;
    int m_output = -1;
    int m_number = 0;
};

class Gemini final : public Speech {
public:
    QString basePath() const override { return QStringLiteral("/v1beta"); }
    void begin() override {
        raw(R"({"usageMetadata":{"promptTokenCount":7},"modelVersion":"m","responseId":"r1"})");
    }
    void think(const QString& text) override {
        addThinking(bytes("{\"text\":" + quoted(text) + ",\"thought\":true}", {}, {}), text);
    }
    void say(const QString& text) override {
        addText(bytes("{\"text\":" + quoted(text) + "}", {}, {}), text);
    }
    void callHalf() override {
        // This protocol sends calls whole: half of one is half of an event.
    }
    std::vector<Stop> stops() const override {
        return {{"STOP", StopReason::EndTurn},
                {"MAX_TOKENS", StopReason::TokenLimit},
                {"SAFETY", StopReason::ContentFilter},
                {"RECITATION", StopReason::ContentFilter},
                {"TIDE", StopReason::Other}};
    }
    void end(const QByteArray& stop, Missing missing) override {
        const QByteArray usage =
            missing == Missing::Usage
                ? QByteArray()
                : QByteArray(R"(,"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":9})");
        if (missing == Missing::Reason) {
            add(bytes(R"({"text":""})", {}, usage));
        } else {
            add(bytes(R"({"text":""})", R"(,"finishReason":")" + stop + '"', usage), Role::Mark);
        }
    }
    void fail() override { raw(R"({"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}})"); }
    void unknown() override { raw(R"({"tide":{"height":[1,2,{"a":null}]},"responseId":"r1"})"); }
    void ping() override { comment(": ping\r\n\r\n"); }
    void raw(const QByteArray& json) override { add("data: " + json + "\r\n\r\n"); }
    QByteArray whole(const QString& text) const override {
        return bytes("{\"text\":" + quoted(text) + "}", R"(,"finishReason":"STOP")", {}).sliced(6).trimmed();
    }
    QByteArray errorBody(const QByteArray& type, const QByteArray& message) const override {
        return R"({"error":{"status":")" + type + R"(","message":")" + message + "\"}}";
    }

private:
    static QByteArray bytes(const QByteArray& part, const QByteArray& reason, const QByteArray& usage) {
        return R"(data: {"candidates":[{"index":0,"content":{"role":"model","parts":[)" + part + "]}" +
               reason + "}]" + usage + R"(,"modelVersion":"m","responseId":"r1"})" + "\r\n\r\n";
    }
};

class Ollama final : public Speech {
public:
    QByteArray mediaType() const override { return "application/x-ndjson"; }
    bool isEvents() const override { return false; }
    void begin() override {}
    void think(const QString& text) override {
        addThinking(line(R"({"role":"assistant","content":"","thinking":)" + quoted(text) + "}"), text);
    }
    void say(const QString& text) override {
        addText(line(R"({"role":"assistant","content":)" + quoted(text) + "}"), text);
    }
    void callHalf() override {
        // This protocol sends calls whole: half of one is half of a line.
    }
    std::vector<Stop> stops() const override {
        return {
            {"stop", StopReason::EndTurn}, {"length", StopReason::TokenLimit}, {"tide", StopReason::Other}};
    }
    void end(const QByteArray& stop, Missing missing) override {
        add(R"({"model":"m","message":{"role":"assistant","content":""},"done":true)" +
                (missing == Missing::Reason ? QByteArray() : R"(,"done_reason":")" + stop + '"') +
                (missing == Missing::Usage ? QByteArray()
                                           : QByteArray(R"(,"prompt_eval_count":7,"eval_count":9)")) +
                "}\n",
            Role::Mark);
    }
    void fail() override { add("{\"error\":\"the river ran dry\"}\n"); }
    void unknown() override { add("{\"tide\":{\"height\":[1,2,{\"a\":null}]}}\n"); }
    void ping() override { comment("\n"); }
    QByteArray whole(const QString& text) const override {
        return R"({"model":"m","message":{"role":"assistant","content":)" + quoted(text) +
               R"(},"done":true,"done_reason":"stop","prompt_eval_count":7,"eval_count":9})";
    }
    QByteArray errorBody(const QByteArray& /*type*/, const QByteArray& message) const override {
        return "{\"error\":\"" + message + "\"}";
    }

private:
    static QByteArray line(const QByteArray& message) {
        return R"({"model":"m","created_at":"2026-11-21T10:00:00Z","message":)" + message +
               ",\"done\":false}\n";
    }
};

class Assist final : public Speech {
public:
    void begin() override { comment("retry: 2000\n\n"); }
    void think(const QString& text) override {
        // A line of what it is at: its end belongs to it.
        addThinking(event(R"({"type":"thinking","message":)" + quoted(text) + "}"), text + u'\n');
    }
    void say(const QString& text) override {
        addText(event(R"({"type":"token","content":)" + quoted(text) +
                      ",\"index\":" + QByteArray::number(m_index++) + "}"),
                text);
    }
    void callHalf() override {
        add(event(R"({"type":"tool_use","tool":"look","status":"running","query":"rivers"})"));
    }
    void skip() override { ++m_index; }
    std::vector<Stop> stops() const override {
        return {
            {"stop", StopReason::EndTurn}, {"length", StopReason::TokenLimit}, {"tide", StopReason::Other}};
    }
    void end(const QByteArray& stop, Missing missing) override {
        add(event(R"({"type":"done")" +
                  (missing == Missing::Reason ? QByteArray() : R"(,"finish_reason":")" + stop + '"') +
                  (missing == Missing::Usage
                       ? QByteArray()
                       : QByteArray(R"(,"usage":{"input_tokens":7,"output_tokens":9})")) +
                  "}"),
            Role::Mark);
    }
    void fail() override {
        add(event(
            R"({"type":"error","error_type":"model_overload","message":"Overloaded","resumable":false})"));
    }
    void unknown() override { add(event(R"({"type":"tide","height":[1,2,{"a":null}]})")); }
    void ping() override { comment(": keep-alive\n\n"); }
    QByteArray whole(const QString& text) const override {
        return R"({"type":"done","content":)" + quoted(text) +
               R"(,"finish_reason":"stop","usage":{"input_tokens":7,"output_tokens":9}})";
    }

private:
    QByteArray event(const QByteArray& json) {
        return "id: a1-" + QByteArray::number(m_number++) + "\ndata: " + json + "\n\n";
    }

    int m_number = 0;
    int m_index = 0;
};

} // namespace

QStringList Speech::dialects() {
    return {QStringLiteral("anthropic"), QStringLiteral("openai-chat"), QStringLiteral("openai-responses"),
            QStringLiteral("gemini"),    QStringLiteral("ollama"),      QStringLiteral("assist")};
}

std::unique_ptr<Speech> Speech::in(const QString& dialect) {
    if (dialect == u"anthropic") {
        return std::make_unique<Anthropic>();
    }
    if (dialect == u"openai-chat") {
        return std::make_unique<OpenAiChat>();
    }
    if (dialect == u"openai-responses") {
        return std::make_unique<OpenAiResponses>();
    }
    if (dialect == u"gemini") {
        return std::make_unique<Gemini>();
    }
    if (dialect == u"ollama") {
        return std::make_unique<Ollama>();
    }
    return std::make_unique<Assist>();
}

} // namespace rivulet::faults
