// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenAiResponsesTools.h"

#include "Json.h"
#include "domain/Redaction.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace rivulet::providers {

using namespace domain;
using State = ToolActivity::State;

namespace {

/// A server that makes up more calls than these is not followed.
constexpr std::size_t mostCalls = 1000;
/// A tool's result is shown, not used; this much of one is enough to see what it was.
constexpr qsizetype longestResult = 4000;

/// Events about a call's arguments are named for the call and one of these.
constexpr std::array<std::string_view, 4> argumentFields{"arguments", "input", "code", "command"};

bool isTool(std::string_view type) {
    return type.ends_with("_call") || type == "mcp_list_tools" || type == "mcp_approval_request";
}

QString fromView(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// "web_search" for "web_search_call": what a tool is called that has no name of its own.
QString toolName(std::string_view type) {
    const bool isNamed = type == "function_call" || type == "custom_tool_call" || type == "mcp_call";
    if (isNamed || !isTool(type)) {
        return {};
    }
    return fromView(type.ends_with("_call") ? type.substr(0, type.size() - 5) : type);
}

/// Arguments are text that is JSON, or JSON.
QString writtenAs(const Json& value) {
    return value.isString() ? value.text() : value && !value.isEmpty() ? value.compact() : QString();
}

/// What comes in pieces before the item is done.
QString piecewiseArguments(const Json& item) {
    for (const std::string_view field : argumentFields) {
        if (const QString arguments = writtenAs(item[field]); !arguments.isEmpty()) {
            return arguments;
        }
    }
    return {};
}

/// What only a finished item tells in full: the same wherever a stream was cut before. The sources of a
/// search are its result.
QString finalArguments(const Json& item) {
    QString written = writtenAs(item["action"] ? item["action"] : item["queries"]);
    QJsonObject action = QJsonDocument::fromJson(written.toUtf8()).object();
    if (!action.contains(QStringLiteral("sources"))) {
        return written;
    }
    action.remove(QStringLiteral("sources"));
    return QString::fromUtf8(QJsonDocument(action).toJson(QJsonDocument::Compact));
}

void addLine(QStringList& lines, const QString& line) {
    if (!line.isEmpty()) {
        lines.append(line);
    }
}

/// What a tool brought back, as lines to read. Pictures are left out.
QString resultWords(const Json& item) {
    QStringList lines;
    addLine(lines, writtenAs(item["error"]));
    addLine(lines, writtenAs(item["output"]));
    for (const char* const list : {"outputs", "results", "tools"}) {
        for (const Json row : item[list].items()) {
            for (const char* const field : {"logs", "filename", "url", "name"}) {
                addLine(lines, row[field].text());
            }
        }
    }
    for (const Json source : item["action"]["sources"].items()) {
        addLine(lines, source["url"].text());
    }
    return redacted(lines.join(u'\n'), longestResult);
}

State stateOf(const Json& item) {
    const std::string_view status = item["status"].view();
    const bool failed = status == "failed" || status == "incomplete" || item["error"];
    return failed ? State::Failed : State::Completed;
}

} // namespace

bool OpenAiResponsesTools::isClientCall(std::string_view type) {
    constexpr std::array<std::string_view, 6> calls{"function_call",        "custom_tool_call",
                                                    "computer_call",        "local_shell_call",
                                                    "mcp_approval_request", "apply_patch_call"};
    return std::ranges::find(calls, type) != calls.end();
}

OpenAiResponsesTools::Call* OpenAiResponsesTools::known(const QString& item) {
    const auto found = m_calls.find(item);
    return found == m_calls.end() ? nullptr : &found->second;
}

OpenAiResponsesTools::Call* OpenAiResponsesTools::begin(const QString& item, const QString& id,
                                                        const QString& name,
                                                        std::vector<StreamEvent>& events) {
    if (m_calls.size() >= mostCalls) {
        return nullptr;
    }
    Call& call = m_calls[item];
    call = {id.isEmpty() ? QStringLiteral("call-%1").arg(m_calls.size()) : id};
    events.emplace_back(ToolActivity{call.id, name, State::Running, {}, {}});
    return &call;
}

void OpenAiResponsesTools::beginItem(const QString& item, const Json& content,
                                     std::vector<StreamEvent>& events) {
    const std::string_view type = content["type"].view();
    if (!isTool(type)) {
        return;
    }
    m_hasClientCall = m_hasClientCall || isClientCall(type);
    const QString id = content["id"].text();
    const QString name = content["name"].text();
    if (Call* const call = begin(item, id.isEmpty() ? content["call_id"].text() : id,
                                 name.isEmpty() ? toolName(type) : name, events)) {
        call->begunHere = true;
        completeArguments(*call, piecewiseArguments(content), events);
    }
}

void OpenAiResponsesTools::endItem(const QString& item, const Json& content,
                                   std::vector<StreamEvent>& events) {
    const std::string_view type = content["type"].view();
    if (!isTool(type)) {
        return;
    }
    Call* call = known(item);
    if (call == nullptr && !m_continues) {
        beginItem(item, content, events);
        call = known(item);
    } else if (call == nullptr) {
        const QString id = content["id"].text();
        call = begin(item, id.isEmpty() ? content["call_id"].text() : id, content["name"].text(), events);
    }
    if (call == nullptr) {
        return;
    }
    m_hasClientCall = m_hasClientCall || isClientCall(type);
    if (call->begunHere) {
        completeArguments(*call, piecewiseArguments(content), events);
    }
    const State state = stateOf(content);
    const QString arguments = call->hasArguments ? QString() : finalArguments(content);
    const QString result = resultWords(content);
    if (state != call->state || !arguments.isEmpty() || !result.isEmpty()) {
        call->state = state;
        events.emplace_back(ToolActivity{call->id, {}, state, arguments, result});
    }
}

void OpenAiResponsesTools::read(std::string_view type, const QString& item, const Json& event,
                                std::vector<StreamEvent>& events) {
    constexpr std::string_view prefix = "response.";
    const auto dot = type.rfind('.');
    if (!type.starts_with(prefix) || dot < prefix.size()) {
        return;
    }
    const std::string_view stem = type.substr(prefix.size(), dot - prefix.size());
    const std::string_view phase = type.substr(dot + 1);
    if (isTool(stem)) {
        changeState(stem, phase, item, event, events);
        return;
    }
    const auto field = std::ranges::find_if(argumentFields, [stem](std::string_view name) {
        return stem.ends_with(name) &&
               isTool(stem.substr(0, stem.size() - std::min(stem.size(), name.size() + 1)));
    });
    if (field == argumentFields.end()) {
        return;
    }
    if (phase == "delta") {
        addArguments(stem.substr(0, stem.size() - field->size() - 1), item, event, writtenAs(event["delta"]),
                     events);
    } else if (Call* const call = known(item); call != nullptr && (call->begunHere || !m_continues)) {
        completeArguments(*call, writtenAs(event[*field]), events);
    }
}

void OpenAiResponsesTools::addArguments(std::string_view stem, const QString& item, const Json& event,
                                        const QString& piece, std::vector<StreamEvent>& events) {
    if (piece.isEmpty()) {
        return;
    }
    Call* call = known(item);
    if (call == nullptr) {
        m_hasClientCall = m_hasClientCall || isClientCall(stem);
        call = begin(item, event["item_id"].text(), toolName(stem), events);
    }
    if (call != nullptr) {
        call->hasArguments = true;
        events.emplace_back(ToolActivity{call->id, {}, call->state, piece, {}});
    }
}

void OpenAiResponsesTools::completeArguments(Call& call, const QString& arguments,
                                             std::vector<StreamEvent>& events) {
    if (!call.hasArguments && !arguments.isEmpty()) {
        call.hasArguments = true;
        events.emplace_back(ToolActivity{call.id, {}, call.state, arguments, {}});
    }
}

void OpenAiResponsesTools::changeState(std::string_view tool, std::string_view phase, const QString& item,
                                       const Json& event, std::vector<StreamEvent>& events) {
    Call* call = known(item);
    if (call == nullptr) {
        call = begin(item, event["item_id"].text(), toolName(tool), events);
    }
    const State state = phase == "completed" ? State::Completed
                        : phase == "failed"  ? State::Failed
                                             : State::Running;
    if (call != nullptr && call->state != state) {
        call->state = state;
        events.emplace_back(ToolActivity{call->id, {}, state, {}, {}});
    }
}

void OpenAiResponsesTools::close(State state, std::vector<StreamEvent>& events) {
    for (auto& [item, call] : m_calls) {
        if (call.state == State::Running) {
            call.state = state;
            events.emplace_back(ToolActivity{call.id, {}, state, {}, {}});
        }
    }
}

} // namespace rivulet::providers
