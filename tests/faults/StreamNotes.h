// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamObserver.h"
#include "stream/StreamController.h"

namespace rivulet::faults {

/// Whether a stream tells its observers in order: deltas one behind the other, one end, nothing after it.
class StreamNotes final : public domain::StreamObserver {
public:
    /// Each delta is compared with the stream's own text, which it is part of by the time it is told.
    explicit StreamNotes(const stream::StreamController& controller)
        : m_controller(controller) {}

    qsizetype length = 0; ///< of the text that was told
    QString thought;
    QString words; ///< all that servers said besides
    int ends = 0;
    int warnings = 0;
    bool inOrder = true;

    void started(const domain::StreamMetadata&) override { inOrder = inOrder && ends == 0; }
    void delta(const QString& piece, qsizetype index) override {
        inOrder = inOrder && ends == 0 && index == length;
        length += piece.size();
        inOrder = inOrder && QStringView(m_controller.text()).mid(index, piece.size()) == piece;
    }
    void thinking(const QString& piece) override {
        inOrder = inOrder && ends == 0;
        thought += piece;
    }
    void warning(const domain::Warning& warning) override {
        inOrder = inOrder && ends == 0;
        ++warnings;
        words += warning.message + u'\n';
    }
    void retrying(int, std::chrono::milliseconds, const domain::Failure& reason) override {
        inOrder = inOrder && ends == 0;
        words += reason.detail + u'\n';
    }
    void ended(const domain::Ending& ending, const QString& fullText) override {
        ++ends;
        inOrder = inOrder && fullText.size() == length && fullText == m_controller.text();
        if (ending.failure) {
            const domain::Failure& failure = *ending.failure;
            words += failure.detail + u'\n' + failure.code + u'\n' + failure.field + u'\n' +
                     failure.target.toString();
        }
    }

private:
    const stream::StreamController& m_controller;
};

} // namespace rivulet::faults
