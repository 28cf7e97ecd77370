// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamObserver.h"

#include <QByteArrayView>
#include <QCryptographicHash>

namespace rivulet::faults {

/// Whether a stream tells its observers in order: deltas one behind the other, one end, nothing after it.
class StreamNotes final : public domain::StreamObserver {
public:
    /// Of the text that was told: its length and its hash, so that nothing is kept twice.
    qsizetype length = 0;
    QCryptographicHash hash{QCryptographicHash::Sha1};
    QString thought;
    QString words; ///< all that servers said besides
    int ends = 0;
    int warnings = 0;
    bool inOrder = true;

    void started(const domain::StreamMetadata&) override { inOrder = inOrder && ends == 0; }
    void delta(const QString& piece, qsizetype index) override {
        inOrder = inOrder && ends == 0 && index == length;
        length += piece.size();
        hash.addData(bytesOf(piece));
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
    [[nodiscard]] bool isText(const QString& whole) {
        return whole.size() == length &&
               QCryptographicHash::hash(bytesOf(whole), QCryptographicHash::Sha1) == hash.result();
    }
    void ended(const domain::Ending& ending, const QString& fullText) override {
        ++ends;
        inOrder = inOrder && isText(fullText);
        if (ending.failure) {
            const domain::Failure& failure = *ending.failure;
            words += failure.detail + u'\n' + failure.code + u'\n' + failure.field + u'\n' +
                     failure.target.toString();
        }
    }

private:
    static QByteArrayView bytesOf(const QString& text) {
        return {reinterpret_cast<const char*>(text.constData()), text.size() * qsizetype{sizeof(QChar)}};
    }
};

} // namespace rivulet::faults
