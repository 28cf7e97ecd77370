// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "GeminiParts.h"

#include "Json.h"
#include "domain/Redaction.h"

#include <array>

namespace rivulet::providers {

using domain::Citation;
using domain::StopReason;
using domain::ToolActivity;

namespace {

/// A tool's result is shown, not used; this much of one is enough to see what it was.
constexpr qsizetype longestResult = 4000;

/// This API names all its tools but the one that runs code.
QString codeTool() {
    return QStringLiteral("code_execution");
}

QString compactOf(const Json& value) {
    return value ? value.compact() : QString();
}

ToolActivity callOf(const Json& call, const char* name, const char* arguments) {
    return {call["id"].text(),
            call[name].text(),
            ToolActivity::State::Completed, // it came whole; it is shown and never run
            compactOf(call[arguments]),
            {}};
}

ToolActivity resultOf(const Json& response, const char* name) {
    const Json told = response["response"];
    return {response["id"].text(),
            response[name].text(),
            told["error"] ? ToolActivity::State::Failed : ToolActivity::State::Completed,
            {},
            domain::redacted(compactOf(told), longestResult)};
}

ToolActivity outputOf(const Json& result) {
    const bool worked = result["outcome"].view() == "OUTCOME_OK" || !result["outcome"];
    return {result["id"].text(),
            codeTool(),
            worked ? ToolActivity::State::Completed : ToolActivity::State::Failed,
            {},
            domain::redacted(result["output"].text(), longestResult)};
}

/// A source by whatever kind of search found it.
Citation sourceOf(const Json& chunk) {
    for (const char* const kind : {"web", "retrievedContext", "maps", "image"}) {
        const Json source = chunk[kind];
        if (source.isObject()) {
            const QString uri = source["uri"].text();
            return {source["title"].text(), uri.isEmpty() ? source["sourceUri"].text() : uri,
                    source["text"].text()};
        }
    }
    return {};
}

} // namespace

std::optional<ToolActivity> geminiTool(const Json& part) {
    if (const Json call = part["functionCall"]; call.isObject()) {
        return callOf(call, "name", "args");
    }
    if (const Json call = part["toolCall"]; call.isObject()) {
        ToolActivity tool = callOf(call, "toolType", "args");
        tool.state = ToolActivity::State::Running; // by the server, which tells of the end
        return tool;
    }
    if (const Json code = part["executableCode"]; code.isObject()) {
        return ToolActivity{code["id"].text(), codeTool(), ToolActivity::State::Running, compactOf(code), {}};
    }
    if (const Json response = part["functionResponse"]; response.isObject()) {
        return resultOf(response, "name");
    }
    if (const Json response = part["toolResponse"]; response.isObject()) {
        return resultOf(response, "toolType");
    }
    if (const Json result = part["codeExecutionResult"]; result.isObject()) {
        return outputOf(result);
    }
    return std::nullopt;
}

QString geminiMedia(const Json& part) {
    for (const char* const kind : {"inlineData", "fileData"}) {
        if (const Json media = part[kind]; media.isObject()) {
            const QString type = media["mimeType"].text();
            return type.isEmpty() ? QStringLiteral("application/octet-stream") : type;
        }
    }
    return {};
}

std::vector<Citation> geminiCitations(const Json& candidate) {
    std::vector<Citation> citations;
    const auto add = [&citations](Citation citation) {
        if (!citation.url.isEmpty() || !citation.title.isEmpty()) {
            citations.push_back(std::move(citation));
        }
    };
    for (const Json chunk : candidate["groundingMetadata"]["groundingChunks"].items()) {
        add(sourceOf(chunk));
    }
    // Two names for one list, by the age of the API.
    for (const char* const name : {"citations", "citationSources"}) {
        for (const Json source : candidate["citationMetadata"][name].items()) {
            add({source["title"].text(), source["uri"].text(), {}});
        }
    }
    return citations;
}

StopReason geminiStopReason(QStringView raw) {
    constexpr std::array known{
        std::pair{u"STOP", StopReason::EndTurn},
        std::pair{u"MAX_TOKENS", StopReason::TokenLimit},
        std::pair{u"SAFETY", StopReason::ContentFilter},
        std::pair{u"RECITATION", StopReason::ContentFilter},
        std::pair{u"BLOCKLIST", StopReason::ContentFilter},
        std::pair{u"PROHIBITED_CONTENT", StopReason::ContentFilter},
        std::pair{u"SPII", StopReason::ContentFilter},
        std::pair{u"IMAGE_SAFETY", StopReason::ContentFilter},
        std::pair{u"IMAGE_PROHIBITED_CONTENT", StopReason::ContentFilter},
        std::pair{u"IMAGE_RECITATION", StopReason::ContentFilter},
    };
    for (const auto& [name, reason] : known) {
        if (raw == name) {
            return reason;
        }
    }
    return StopReason::Other;
}

} // namespace rivulet::providers
