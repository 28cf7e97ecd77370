// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenAiResponsesReader.h"

#include "ErrorBody.h"
#include "Json.h"

namespace rivulet::providers {

using namespace domain;
using Kind = OpenAiResponsesParts::Kind;

namespace {

Usage usageOf(const Json& json) {
    Usage usage;
    usage.input = json["input_tokens"].integer();
    usage.cached = json["input_tokens_details"]["cached_tokens"].integer();
    usage.cacheWrite = json["input_tokens_details"]["cache_write_tokens"].integer();
    usage.output = json["output_tokens"].integer();
    usage.thinking = json["output_tokens_details"]["reasoning_tokens"].integer();
    usage.cost = json["cost"].number();
    return usage;
}

StopReason incompleteReason(QStringView raw) {
    if (raw == u"max_output_tokens" || raw == u"max_tokens") {
        return StopReason::TokenLimit;
    }
    return raw == u"content_filter" ? StopReason::ContentFilter : StopReason::Other;
}

/// This protocol has codes of its own for what was asked, which come where no status does.
Failure failureOfResponse(const Json& root) {
    Failure failure = failureOf(0, readErrorBody(root));
    if (failure.kind != Failure::Kind::ServerError && failure.kind != Failure::Kind::BadRequest) {
        return failure;
    }
    const QStringView code = failure.code;
    if (code == u"bio_policy" || code == u"misalignment_policy_violation") {
        failure.kind = Failure::Kind::ContentBlocked;
    } else if (code.contains(u"image")) {
        failure.kind = Failure::Kind::AttachmentRefused;
    } else if (code == u"data_residency_mismatch") {
        failure.kind = Failure::Kind::BadRequest;
    }
    return failure;
}

/// The server gave the answer up because it was told to, by whomever: it is not whole, and it is not to be
/// asked for again.
Failure cancelled() {
    Failure failure;
    failure.kind = Failure::Kind::CutOff;
    failure.code = QStringLiteral("cancelled");
    failure.shouldRetry = false;
    return failure;
}

bool isStillWritten(std::string_view status) {
    return status == "queued" || status == "in_progress";
}

} // namespace

void OpenAiResponsesReader::continueAfter(const QString& id, std::optional<qint64> number) {
    m_id = id;
    m_number = number;
    m_isNumbered = number.has_value();
    m_continues = true;
    m_parts.continueLater();
    m_tools.continueLater();
}

/// "Every event has a strictly increasing sequence_number" where a server keeps to it; some send none, or
/// always the same.
bool OpenAiResponsesReader::isNew(const Json& event, std::vector<StreamEvent>& events) {
    const auto number = event["sequence_number"].integer();
    if (!number) {
        return true;
    }
    if (m_isNumbered && number <= m_number) {
        return false;
    }
    if (m_isNumbered && *number > *m_number + 1 && !m_toldGap) {
        m_toldGap = true;
        events.emplace_back(
            Warning{Warning::Kind::SkippedEvent,
                    QStringLiteral("events %1 to %2 did not come").arg(*m_number + 1).arg(*number - 1)});
    }
    m_isNumbered = m_isNumbered || (m_number && number > m_number);
    m_number = number;
    return true;
}

void OpenAiResponsesReader::read(std::string_view type, const Json& event, std::vector<StreamEvent>& events) {
    if (m_isOver || !isNew(event, events)) {
        return;
    }
    const Json response = event["response"];
    if (type == "error" || event["error"]) {
        fail(failureOfResponse(event), events);
    } else if (type.starts_with("response.output_text.") || type.starts_with("response.refusal.") ||
               type.starts_with("response.reasoning_text.") ||
               type.starts_with("response.reasoning_summary_text.")) {
        readWords(type, event, events);
    } else if (type.starts_with("response.content_part.") ||
               type.starts_with("response.reasoning_summary_part.")) {
        readPart(type, event, events);
    } else if (type == "response.output_item.added") {
        const QString name = m_items.nameOfBrought(event);
        m_hasItems = true;
        m_parts.beginItem(name, event["item"], events);
        m_tools.beginItem(name, event["item"], events);
    } else if (type == "response.output_item.done") {
        const QString name = m_items.nameOfBrought(event);
        m_hasItems = true;
        m_parts.endItem(name, event["item"], events);
        m_tools.endItem(name, event["item"], events);
    } else if (type == "response.created" || type == "response.queued" || type == "response.in_progress") {
        start(response, events);
    } else if (type == "response.completed" || type == "response.incomplete" || type == "response.failed" ||
               type == "response.cancelled") {
        const std::string_view status = response["status"].view();
        end(response, status.empty() ? type.substr(type.rfind('.') + 1) : status, events);
    } else if (type == "keepalive") {
        events.emplace_back(Alive{});
    } else {
        m_tools.read(type, m_items.nameOf(event), event, events);
    }
}

void OpenAiResponsesReader::start(const Json& response, std::vector<StreamEvent>& events) {
    const QString id = response["id"].text();
    if (!id.isEmpty()) {
        m_id = id;
    }
    if (!m_started && !m_continues) {
        m_started = true;
        events.emplace_back(Started{id, response["model"].text()});
    }
}

void OpenAiResponsesReader::readPart(std::string_view type, const Json& event,
                                     std::vector<StreamEvent>& events) {
    const QString item = m_items.nameOf(event);
    const Json part = event["part"];
    const bool begins = type.ends_with(".added");
    if (type.starts_with("response.reasoning_summary_part.")) {
        const qint64 index = event["summary_index"].integer().value_or(0);
        if (begins) {
            m_parts.beginPart(Kind::Summary, item, index, events);
        } else {
            m_parts.complete(Kind::Summary, item, index, part["text"].text(), events);
        }
        return;
    }
    const qint64 index = event["content_index"].integer().value_or(0);
    if (begins) {
        m_parts.beginPart(part["type"].view() == "reasoning_text" ? Kind::Reasoning : Kind::Text, item, index,
                          events);
    } else {
        m_parts.completeContent(item, index, part, events);
    }
}

void OpenAiResponsesReader::readWords(std::string_view type, const Json& event,
                                      std::vector<StreamEvent>& events) {
    const QString item = m_items.nameOf(event);
    const bool summarises = type.starts_with("response.reasoning_summary_text.");
    const bool refuses = type.starts_with("response.refusal.");
    const Kind kind = summarises                                     ? Kind::Summary
                      : type.starts_with("response.reasoning_text.") ? Kind::Reasoning
                                                                     : Kind::Text;
    const qint64 index = event[summarises ? "summary_index" : "content_index"].integer().value_or(0);
    if (refuses) {
        m_parts.refuse();
    }
    if (type.ends_with(".delta")) {
        m_parts.add(kind, item, index, event["delta"].text(), events);
    } else if (type.ends_with(".annotation.added")) {
        m_parts.cite(item, index, event["annotation"], events);
    } else if (type.ends_with(".done")) {
        m_parts.complete(kind, item, index, event[refuses ? "refusal" : "text"].text(), events);
    }
}

void OpenAiResponsesReader::readWhole(const Json& response, std::vector<StreamEvent>& events) {
    if (isStillWritten(response["status"].view())) {
        if (const QString id = response["id"].text(); !id.isEmpty()) {
            m_id = id;
        }
        events.emplace_back(Alive{});
        return;
    }
    // All of it, whatever was told of it before.
    m_parts = {};
    m_tools = {};
    m_hasItems = false;
    m_continues = false;
    start(response, events);
    end(response, response["status"].view(), events);
}

void OpenAiResponsesReader::readItems(const Json& response, std::vector<StreamEvent>& events) {
    qint64 index = 0;
    for (const Json item : response["output"].items()) {
        const QString name = QStringLiteral("#%1").arg(index++);
        m_parts.beginItem(name, item, events);
        m_parts.endItem(name, item, events);
        m_tools.beginItem(name, item, events);
        m_tools.endItem(name, item, events);
    }
}

/// The response as it is at its end: all of it again.
void OpenAiResponsesReader::end(const Json& response, std::string_view status,
                                std::vector<StreamEvent>& events) {
    if (!m_hasItems && !m_continues) {
        readItems(response, events);
    }
    m_tools.close(status == "completed" ? ToolActivity::State::Completed : ToolActivity::State::Failed,
                  events);
    if (response["usage"].isObject()) {
        events.emplace_back(UsageReported{usageOf(response["usage"])});
    }
    const QString reason = response["incomplete_details"]["reason"].text();
    if (response["error"] || status == "failed") {
        fail(failureOfResponse(response), events);
    } else if (status == "cancelled") {
        fail(cancelled(), events);
    } else if (status == "incomplete" || !reason.isEmpty()) {
        finish(incompleteReason(reason), reason.isEmpty() ? QStringLiteral("incomplete") : reason, events);
    } else {
        bool waitsForClient = m_tools.hasClientCall();
        const auto items = response["output"].items();
        for (const Json item : items) {
            waitsForClient = waitsForClient || OpenAiResponsesTools::isClientCall(item["type"].view());
            for (const Json part : item["content"].items()) {
                if (part["type"].view() == "refusal") {
                    m_parts.refuse();
                }
            }
        }
        const StopReason stop = m_parts.isRefused() ? StopReason::Refusal
                                : waitsForClient    ? StopReason::ToolUse
                                                    : StopReason::EndTurn;
        finish(stop, QString::fromUtf8(status.data(), static_cast<qsizetype>(status.size())), events);
    }
}

void OpenAiResponsesReader::finish(StopReason reason, const QString& raw, std::vector<StreamEvent>& events) {
    m_isOver = true;
    events.emplace_back(Finished{reason, raw});
    events.emplace_back(Closed{});
}

void OpenAiResponsesReader::fail(Failure failure, std::vector<StreamEvent>& events) {
    m_isOver = true;
    events.emplace_back(ErrorReported{std::move(failure)});
}

} // namespace rivulet::providers
