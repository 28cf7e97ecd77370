// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "EventLaws.h"

#include "Law.h"

#include <algorithm>
#include <cmath>

namespace rivulet::fuzz {

using namespace domain;

namespace {

void holdText(const QString& text) {
    require(text.isValidUtf16(), "no half of a surrogate pair comes in");
}

struct EventLaw {
    void operator()(const Started& event) const {
        holdText(event.responseId);
        holdText(event.model);
    }
    void operator()(const TextDelta& event) const { holdText(event.text); }
    void operator()(const ThinkingDelta& event) const { holdText(event.text); }
    void operator()(const ToolActivity& event) const {
        holdText(event.id);
        holdText(event.name);
        holdText(event.arguments);
        holdText(event.result);
    }
    void operator()(const Citation& event) const {
        holdText(event.title);
        holdText(event.url);
        holdText(event.quote);
    }
    void operator()(const Progress& event) const {
        require(!event.fraction || (*event.fraction >= 0 && *event.fraction <= 1), "a fraction is one");
        require(!event.remaining || event.remaining->count() >= 0, "what remains is a span");
        holdText(event.phase);
    }
    void operator()(const UsageReported& event) const {
        require(!event.usage.cost || std::isfinite(*event.usage.cost), "a cost is a number");
    }
    void operator()(const Warning& event) const {
        holdText(event.message);
        require(event.message.size() <= 2000, "a warning is bounded");
    }
    void operator()(const Alive& /*event*/) const {}
    void operator()(const Finished& event) const { holdText(event.raw); }
    void operator()(const ErrorReported& event) const { holdFailure(event.failure); }
    void operator()(const Closed& /*event*/) const {}
};

} // namespace

void holdFailure(const Failure& failure) {
    holdText(failure.detail);
    require(failure.detail.size() <= 2000, "a server's words are bounded");
    for (const QChar c : failure.detail) {
        require(c == u'\n' || c == u'\t' || c.category() != QChar::Other_Control,
                "a server's words are plain text", failure.detail);
    }
    holdText(failure.code);
    holdText(failure.field);
    require(!failure.retryAfter || failure.retryAfter->count() >= 0, "advice is a span");
}

void holdEvents(const std::vector<StreamEvent>& events) {
    for (const StreamEvent& event : events) {
        std::visit(EventLaw{}, event);
    }
}

QString wordsOf(const std::vector<StreamEvent>& events) {
    QString text;
    QString thinking;
    for (const StreamEvent& event : events) {
        if (const auto* const delta = std::get_if<TextDelta>(&event)) {
            text += delta->text;
        } else if (const auto* const thought = std::get_if<ThinkingDelta>(&event)) {
            thinking += thought->text;
        }
    }
    return text + QChar(u'\0') + thinking;
}

bool isRunning(const std::vector<StreamEvent>& events) {
    return std::ranges::none_of(events, [](const StreamEvent& event) {
        return std::holds_alternative<Finished>(event) || std::holds_alternative<ErrorReported>(event) ||
               std::holds_alternative<Closed>(event);
    });
}

} // namespace rivulet::fuzz
