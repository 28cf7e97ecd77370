// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ask/AskReporter.h"
#include "domain/Clock.h"
#include "providers/Catalog.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>

#include <functional>
#include <optional>

namespace rivulet::app {

/// One stream's events as JSON, one object a line, in the words that scripts rely on. Knows the names and
/// nothing of what they mean.
class JsonReporter final : public AskReporter {
public:
    using Sink = std::function<void(const QByteArray& line)>;

    /// `start` is what `t` counts from; `facts` may know prices.
    JsonReporter(int stream, const domain::Clock& clock, domain::Clock::Instant start,
                 std::optional<domain::ModelTraits> facts, Sink sink);

    void started(const domain::StreamMetadata& metadata) override;
    void delta(const QString& text, qsizetype index) override;
    void thinking(const QString& text) override;
    void tool(const domain::ToolActivity& activity) override;
    void usage(const domain::Usage& usage) override;
    void warning(const domain::Warning& warning) override;
    void retrying(int attempt, std::chrono::milliseconds delay, const domain::Failure& reason) override;
    void seam(qsizetype at, qsizetype trimmed, bool exact) override;
    void stateChanged(stream::StreamState state, stream::Reveal reveal) override;
    void noticed(const AskNotice& notice) override;
    void measured(const AskProgress& progress) override;
    void finished(const AskEnd& end) override;

private:
    void emitEvent(const QString& type, QJsonObject fields);

    int m_stream;
    const domain::Clock& m_clock;
    domain::Clock::Instant m_start;
    std::optional<domain::ModelTraits> m_facts;
    Sink m_sink;
    /// Whole: arguments joined.
    QHash<QString, domain::ToolActivity> m_tools;
    bool m_finished = false;
};

/// One line of JSON without any control character in it, C1 and DEL included.
[[nodiscard]] QByteArray jsonLine(const QJsonObject& object);

} // namespace rivulet::app
