// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/StreamObserver.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

namespace rivulet::metrics {

/// Tells a stream's life in log lines, without any of its text: start, rates every 5 s while it streams,
/// silences from 10 s, retries, and its end with the reason. Where the lines go is the sink's business.
class StreamLog : public QObject, public domain::StreamObserver {
    Q_OBJECT

public:
    using Sink = std::function<void(const QString& line)>;

    static constexpr std::chrono::seconds rateInterval{5};

    /// `label` names the stream in each line, e.g. "pane 1".
    StreamLog(QString label, const domain::Clock& clock, Sink sink, QObject* parent = nullptr);

    void started(const domain::StreamMetadata& metadata) override;
    void delta(const QString& text, qsizetype index) override;
    void thinking(const QString& text) override;
    void tool(const domain::ToolActivity& activity) override;
    void warning(const domain::Warning& warning) override;
    void retrying(int attempt, std::chrono::milliseconds delay, const domain::Failure& reason) override;
    void seam(qsizetype at, qsizetype trimmed, bool exact) override;
    void ended(const domain::Ending& ending, const QString& fullText) override;

private:
    QString m_label;
    const domain::Clock& m_clock;
    Sink m_sink;
};

} // namespace rivulet::metrics
