// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Telling.h"

namespace rivulet::stream {

namespace {

/// One overload a kind: the compiler finds a kind that was forgotten.
struct Teller {
    domain::StreamObserver& observer;

    void operator()(const AttemptStarted& told) const { observer.started(told.metadata); }
    void operator()(const TextCame& told) const { observer.delta(told.text, told.index); }
    void operator()(const ThinkingCame& told) const { observer.thinking(told.text); }
    void operator()(const domain::ToolActivity& told) const { observer.tool(told); }
    void operator()(const domain::Citation& told) const { observer.citation(told); }
    void operator()(const domain::Progress& told) const { observer.progress(told); }
    void operator()(const domain::Usage& told) const { observer.usage(told); }
    void operator()(const domain::Warning& told) const { observer.warning(told); }
    void operator()(const RetryScheduled& told) const {
        observer.retrying(told.attempt, told.delay, told.reason);
    }
    void operator()(const domain::Seam& told) const { observer.seam(told.at, told.trimmed, told.exact); }
    void operator()(const StreamEnded& told) const { observer.ended(told.ending, told.text); }
    void operator()(const StateChanged&) const {}
    void operator()(const RevealChanged&) const {}
};

} // namespace

void tell(domain::StreamObserver& observer, const Telling& telling) {
    std::visit(Teller{observer}, telling);
}

bool join(Telling& earlier, const Telling& later) {
    if (auto* text = std::get_if<TextCame>(&earlier)) {
        if (const auto* more = std::get_if<TextCame>(&later)) {
            text->text += more->text;
            return true;
        }
    } else if (auto* thinking = std::get_if<ThinkingCame>(&earlier)) {
        if (const auto* more = std::get_if<ThinkingCame>(&later)) {
            thinking->text += more->text;
            return true;
        }
    } else if (auto* tool = std::get_if<domain::ToolActivity>(&earlier)) {
        const auto* more = std::get_if<domain::ToolActivity>(&later);
        if (more != nullptr && more->id == tool->id) {
            const QString arguments = tool->arguments + more->arguments;
            *tool = *more;
            tool->arguments = arguments;
            return true;
        }
    }
    return false;
}

} // namespace rivulet::stream
