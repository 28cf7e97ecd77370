// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/StreamEvent.h"

namespace rivulet::domain {

QString warningName(Warning::Kind kind) {
    switch (kind) {
    case Warning::Kind::SkippedEvent:
        return QStringLiteral("skipped_event");
    case Warning::Kind::EmptyAnswer:
        return QStringLiteral("empty_answer");
    case Warning::Kind::Provider:
        return QStringLiteral("provider");
    case Warning::Kind::DroppedField:
        return QStringLiteral("dropped_field");
    case Warning::Kind::HistoryTrimmed:
        return QStringLiteral("history_trimmed");
    case Warning::Kind::Fallback:
        return QStringLiteral("fallback");
    case Warning::Kind::NotStreamed:
        return QStringLiteral("not_streamed");
    }
    return {};
}

QString toolStateName(ToolActivity::State state) {
    switch (state) {
    case ToolActivity::State::Running:
        return QStringLiteral("running");
    case ToolActivity::State::Completed:
        return QStringLiteral("completed");
    case ToolActivity::State::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

} // namespace rivulet::domain
