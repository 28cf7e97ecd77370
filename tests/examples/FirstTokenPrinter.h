// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/StreamObserver.h"

#include <QTextStream>

#include <optional>

/// Prints how long each answer's first token took, thinking or text, with the model's name. The clock is
/// handed in; where the line goes is the stream's business.
class FirstTokenPrinter final : public rivulet::domain::StreamObserver {
public:
    FirstTokenPrinter(const rivulet::domain::Clock& clock, QTextStream& out)
        : m_clock(clock)
        , m_out(out) {}

    void started(const rivulet::domain::StreamMetadata& metadata) override {
        m_model = metadata.model;
        m_start = m_clock.now();
    }
    void delta(const QString&, qsizetype) override { print(); }
    void thinking(const QString&) override { print(); }
    void ended(const rivulet::domain::Ending&, const QString&) override { m_start.reset(); }

private:
    void print() {
        if (m_start) {
            const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - *m_start);
            m_out << m_model << ": first token after " << took.count() << " ms\n";
            m_out.flush();
            m_start.reset();
        }
    }

    const rivulet::domain::Clock& m_clock;
    QTextStream& m_out;
    QString m_model;
    std::optional<rivulet::domain::Clock::Instant> m_start;
};
