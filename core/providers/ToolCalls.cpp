// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ToolCalls.h"

#include "Json.h"
#include "domain/Redaction.h"

#include <algorithm>
#include <ranges>

namespace rivulet::providers {

using domain::ToolActivity;

namespace {

/// A call is looked for among all that came before; a server that makes up more than these is not followed.
constexpr std::size_t mostCalls = 1000;

/// Arguments come as text that is JSON, or as JSON.
QString argumentsOf(const Json& arguments) {
    return arguments.isString() ? arguments.text() : arguments ? arguments.compact() : QString();
}

} // namespace

void ToolCalls::read(const Json& delta, std::vector<domain::StreamEvent>& events) {
    for (const Json call : delta["tool_calls"].items()) {
        const Json function = call["function"].isObject() ? call["function"] : call["custom"];
        const auto index = call["index"].integer();
        const Json arguments = function["arguments"] ? function["arguments"] : function["input"];
        readPiece(index ? index : function["index"].integer(), call["id"].text(), function["name"].text(),
                  argumentsOf(arguments), events);
    }
    if (const Json function = delta["function_call"]; function.isObject()) {
        readPiece(0, {}, function["name"].text(), argumentsOf(function["arguments"]), events);
    }
    // Tools that the server ran itself come as one finished piece.
    for (const Json tool : delta["executed_tools"].items()) {
        const QString number = tool["index"].scalar();
        const QString output = tool["output"].text();
        events.emplace_back(
            ToolActivity{QStringLiteral("executed-%1").arg(number.isEmpty() ? QStringLiteral("0") : number),
                         tool["type"].text(),
                         output.isEmpty() ? ToolActivity::State::Running : ToolActivity::State::Completed,
                         argumentsOf(tool["arguments"]), domain::redacted(output)});
    }
}

void ToolCalls::complete(std::vector<domain::StreamEvent>& events) {
    if (m_complete) {
        return;
    }
    m_complete = true;
    for (const Call& call : m_calls) {
        events.emplace_back(ToolActivity{call.id, {}, ToolActivity::State::Completed, {}, {}});
    }
}

QJsonArray ToolCalls::cursor() const {
    QJsonArray calls;
    for (const Call& call : m_calls) {
        calls.append(QJsonArray{call.id, call.index ? QJsonValue(*call.index) : QJsonValue()});
    }
    return calls;
}

void ToolCalls::goOnFrom(const QJsonArray& cursor) {
    m_calls.clear();
    for (const auto& value : cursor) {
        const QJsonArray call = value.toArray();
        const QJsonValue index = call.at(1);
        const std::optional<qint64> number =
            index.isDouble() ? std::optional(index.toInteger()) : std::nullopt;
        if (m_calls.size() < mostCalls) {
            m_calls.push_back({number, call.at(0).toString()});
        }
    }
}

const ToolCalls::Call* ToolCalls::known(std::optional<qint64> index, const QString& id, bool begins) const {
    // The latest first: a server may use an index again for a call of another id.
    for (const Call& call : std::views::reverse(m_calls)) {
        const bool sameIndex = index && call.index == index;
        const bool sameId = !id.isEmpty() && call.id == id;
        if (sameId || (sameIndex && id.isEmpty())) {
            return &call;
        }
    }
    const bool continuesLatest = !index && id.isEmpty() && !begins && !m_calls.empty();
    return continuesLatest ? &m_calls.back() : nullptr;
}

void ToolCalls::readPiece(std::optional<qint64> index, const QString& id, const QString& name,
                          const QString& arguments, std::vector<domain::StreamEvent>& events) {
    const Call* call = known(index, id, !name.isEmpty());
    if (call == nullptr) {
        if (m_calls.size() >= mostCalls) {
            return;
        }
        const QString given = id.isEmpty() ? QStringLiteral("call-%1").arg(m_calls.size() + 1) : id;
        call = &m_calls.emplace_back(Call{index, given});
    } else if (name.isEmpty() && arguments.isEmpty()) {
        return;
    }
    events.emplace_back(ToolActivity{call->id, name, ToolActivity::State::Running, arguments, {}});
}

} // namespace rivulet::providers
