// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Usage.h"

#include <QString>

#include <optional>

namespace rivulet::providers {

/// The place in an answer from which its server can generate on, and what was told after it. A resumed stream
/// says all of that again; this knows which of it is new. Knows no JSON of the protocol but its own cursor.
/// Private to Gemini.cpp.
class GeminiCheckpoint {
public:
    /// The server gave a token for all that was read up to here.
    void reach(const QString& token);
    [[nodiscard]] bool isReached() const { return !m_token.isEmpty(); }
    /// Whether that was in this stream, not in an earlier one.
    [[nodiscard]] bool isFresh() const { return m_fresh; }

    /// What of this text was not told before; nothing where it is another text than the one that was told.
    [[nodiscard]] std::optional<QString> takeText(const QString& text);
    /// The same for thinking, which is only counted: its summaries differ from time to time.
    [[nodiscard]] QString takeThinking(const QString& thinking);

    /// A tool's part, by its number in the whole answer.
    struct Tool {
        qint64 number = 0;
        bool isNew = true;
    };
    [[nodiscard]] Tool takeTool();

    /// All of the text that was told after the checkpoint has come again.
    [[nodiscard]] bool isCaughtUp() const { return m_repeatedText == m_text.size(); }

    /// These counts of this stream and those of the streams before it: each was a request of its own.
    [[nodiscard]] domain::Usage sum(const domain::Usage& usage) const;

    /// Everything a later stream needs, as text. `usage` is what was reported so far.
    [[nodiscard]] QString cursor(const domain::Usage& usage) const;
    /// Takes over from such a text; false where it is none.
    bool restore(const QString& cursor);
    /// The server's token in such a text; empty where there is none.
    [[nodiscard]] static QString tokenIn(const QString& cursor);

private:
    QString m_token;
    bool m_fresh = false;
    // Told after the checkpoint, and how much of that this stream has said by now.
    QString m_text;
    qsizetype m_repeatedText = 0;
    qint64 m_thinking = 0;
    qint64 m_repeatedThinking = 0;
    qint64 m_tools = 0;
    qint64 m_repeatedTools = 0;
    qint64 m_toolsBefore = 0; ///< up to the checkpoint
    domain::Usage m_earlier;
};

} // namespace rivulet::providers
