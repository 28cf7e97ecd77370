// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamObserver.h"

#include <atomic>

/// Counts the words of an answer while it comes. Knows nothing but the text it is told: a word may come in
/// pieces. May be asked from another thread than the one that tells it.
class WordCounter final : public rivulet::domain::StreamObserver {
public:
    void delta(const QString& text, qsizetype) override {
        for (const QChar c : text) {
            const bool inWord = c.isLetterOrNumber() || (m_inWord && (c == u'\'' || c == u'-' || c.isMark()));
            m_words += inWord && !m_inWord ? 1 : 0;
            m_inWord = inWord;
        }
    }

    [[nodiscard]] int words() const { return m_words; }

private:
    std::atomic<int> m_words{0};
    bool m_inWord = false;
};
