// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamObserver.h"

#include <QIODevice>

/// Writes an answer to a device as it comes, with its retries, seams and end marked. A device that can't be
/// written is given up on: an observer never holds a stream up. Slow devices are best registered as Queued.
class TranscriptWriter final : public rivulet::domain::StreamObserver {
public:
    explicit TranscriptWriter(QIODevice& device)
        : m_device(device) {}

    void started(const rivulet::domain::StreamMetadata& metadata) override {
        if (metadata.attempt == 1) {
            write(QStringLiteral("# %1 (%2)\n\n").arg(metadata.model, metadata.endpointName));
        }
    }
    void delta(const QString& text, qsizetype) override { write(text); }
    void retrying(int attempt, std::chrono::milliseconds delay,
                  const rivulet::domain::Failure& reason) override {
        const QString name = rivulet::domain::failureName(reason.kind);
        write(QStringLiteral("\n[attempt %1 in %2 ms: %3]\n").arg(attempt).arg(delay.count()).arg(name));
    }
    void seam(qsizetype at, qsizetype, bool exact) override {
        write(QStringLiteral("\n[%1 at %2]\n")
                  .arg(exact ? QStringLiteral("resumed") : QStringLiteral("continued"))
                  .arg(at));
    }
    void ended(const rivulet::domain::Ending& ending, const QString& fullText) override {
        const QString outcome = rivulet::domain::outcomeName(ending.outcome);
        write(QStringLiteral("\n\n[%1, %2 characters]\n").arg(outcome).arg(fullText.size()));
    }

private:
    void write(const QString& text) {
        if (m_writable && m_device.write(text.toUtf8()) < 0) {
            m_writable = false;
        }
    }

    QIODevice& m_device;
    bool m_writable = true;
};
