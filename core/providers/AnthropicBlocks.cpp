// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicBlocks.h"

#include "AnthropicToolResult.h"
#include "Json.h"
#include "domain/Redaction.h"

namespace rivulet::providers {

using namespace domain;

namespace {

using Events = AnthropicBlocks::Events;

/// Documents have a title of another name, search results a source in place of an address.
Citation citationOf(const Json& citation) {
    const QString title = citation["title"].text();
    const QString url = citation["url"].text();
    return {title.isEmpty() ? citation["document_title"].text() : title,
            url.isEmpty() ? citation["source"].text() : url, citation["cited_text"].text()};
}

void tellText(const Json& text, Events& events) {
    if (const QString words = text.text(); !words.isEmpty()) {
        events.emplace_back(TextDelta{words});
    }
}

/// What is no part of the answer, yet says what became of it.
void warn(const QString& words, Events& events) {
    events.emplace_back(Warning{Warning::Kind::Provider, redacted(words)});
}

/// The place where another model took over.
void tellFallback(const Json& block, Events& events) {
    const QString from = block["from"]["model"].text();
    const QString to = block["to"]["model"].text();
    if (from.isEmpty() || to.isEmpty()) {
        warn(QStringLiteral("another model went on with the answer"), events);
    } else {
        warn(QStringLiteral("%2 went on with the answer in place of %1").arg(from, to), events);
    }
}

void tellResult(const Json& block, Events& events) {
    const Json content = block["content"];
    const bool failed = content["type"].view().ends_with("_error") || block["is_error"].truth() == true;
    events.emplace_back(ToolActivity{block["tool_use_id"].text(),
                                     {},
                                     failed ? ToolActivity::State::Failed : ToolActivity::State::Completed,
                                     {},
                                     toolResultWords(content)});
}

} // namespace

void AnthropicBlocks::start(qint64 index, const Json& block, Events& events) {
    Block& open = m_open[index];
    open = {};
    const std::string_view type = block["type"].view();
    if (type == "text") {
        for (const Json citation : block["citations"].items()) {
            events.emplace_back(citationOf(citation));
        }
        tellText(block["text"], events);
    } else if (type == "thinking") {
        // Said even while it has no words yet: with omitted thinking none will come, only a long silence.
        const QString thinking = block["thinking"].text();
        open.kind = Block::Kind::Thinking;
        open.toldThinking = !thinking.isEmpty();
        events.emplace_back(ThinkingDelta{thinking, false});
    } else if (type == "redacted_thinking") {
        open.kind = Block::Kind::Other;
        events.emplace_back(ThinkingDelta{{}, true});
    } else if (type.ends_with("tool_use")) {
        open.toolId = block["id"].text();
        open.kind = type == "tool_use" ? Block::Kind::ClientTool : Block::Kind::ServerTool;
        const Json input = block["input"];
        events.emplace_back(ToolActivity{open.toolId,
                                         block["name"].text(),
                                         ToolActivity::State::Running,
                                         input.isEmpty() ? QString() : input.compact(),
                                         {}});
    } else {
        open.kind = Block::Kind::Other;
        if (type.ends_with("tool_result")) {
            tellResult(block, events);
        } else if (type == "container_upload") {
            // A file that the code left behind: there is nothing to show of it but its name.
            const QString file = block["file_id"].text();
            events.emplace_back(ToolActivity{
                file, QStringLiteral("container_upload"), ToolActivity::State::Completed, {}, file});
        } else if (type == "fallback") {
            tellFallback(block, events);
        } else if (type == "compaction") {
            warn(QStringLiteral("the server summarised the conversation so far to make room"), events);
        }
    }
}

void AnthropicBlocks::readDelta(qint64 index, const Json& delta, Events& events) {
    // A delta without a block is read all the same; one of a block that is not known is not.
    const auto open = m_open.find(index);
    if (open != m_open.end() && open->second.kind == Block::Kind::Other) {
        return;
    }
    const std::string_view type = delta["type"].view();
    if (type == "text_delta") {
        tellText(delta["text"], events);
    } else if (type == "thinking_delta") {
        const QString thinking = delta["thinking"].text();
        if (open != m_open.end()) {
            open->second.toldThinking = true;
        }
        events.emplace_back(ThinkingDelta{thinking, thinking.isEmpty()});
    } else if (type == "input_json_delta") {
        const QString piece = delta["partial_json"].text();
        if (!piece.isEmpty() && open != m_open.end() && !open->second.toolId.isEmpty()) {
            events.emplace_back(
                ToolActivity{open->second.toolId, {}, ToolActivity::State::Running, piece, {}});
        }
    } else if (type == "citations_delta") {
        events.emplace_back(citationOf(delta["citation"]));
    }
}

void AnthropicBlocks::stop(qint64 index, Events& events) {
    if (const auto open = m_open.find(index); open != m_open.end()) {
        end(open->second, events);
        m_open.erase(open);
    }
}

void AnthropicBlocks::stopAll(Events& events) {
    for (const auto& [index, block] : m_open) {
        end(block, events);
    }
    m_open.clear();
}

void AnthropicBlocks::end(const Block& block, Events& events) {
    if (block.kind == Block::Kind::Thinking && !block.toldThinking) {
        events.emplace_back(ThinkingDelta{{}, true});
    } else if (block.kind == Block::Kind::ClientTool) {
        // The call is whole; it is shown and never run, so nothing else will end it.
        events.emplace_back(ToolActivity{block.toolId, {}, ToolActivity::State::Completed, {}, {}});
    }
}

} // namespace rivulet::providers
