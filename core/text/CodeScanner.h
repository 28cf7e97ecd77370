// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/CodeLanguages.h"

#include <QStringView>

#include <vector>

namespace rivulet::text {

/// What goes on beyond the end of a line, packed into the number that the next line is handed.
struct Carry {
    enum class Mode { None, BlockComment, String, Heredoc, Tag, Fence };
    Mode mode = Mode::None;
    int rule = 0;  ///< String: which of the language's rules
    int value = 0; ///< how deep, how many '#', which word, by mode

    static constexpr int valueBits = 23;

    [[nodiscard]] static Carry fromState(int state);
    [[nodiscard]] int state() const;
};

/// Walks one line of code from left to right, each character once or a small number of times. Knows the
/// language's table and no other line.
class CodeScanner {
public:
    CodeScanner(const CodeSpans::Language& language, QStringView line, int state,
                std::vector<CodeSpan>& spans);
    /// The state after the line.
    int scan();

private:
    [[nodiscard]] bool startsWith(QStringView text) const { return m_line.sliced(m_at).startsWith(text); }
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const;
    [[nodiscard]] bool atEnd() const { return m_at >= m_line.size(); }
    [[nodiscard]] qsizetype indexSoon(QChar c) const;
    void span(qsizetype start, CodeSpan::Kind kind);
    void skipSpace();

    // What goes on from the line above
    bool goOn();
    void blockComment(qsizetype start);
    void string(qsizetype start);
    bool heredoc();

    // What starts here; each says whether it did
    bool comment();
    bool startString(qsizetype start);
    struct Opener {
        qsizetype length = 0;
        int value = 0;
    };
    [[nodiscard]] Opener openerOf(const StringRule& rule) const;
    [[nodiscard]] qsizetype closerOf(const StringRule& rule) const;
    bool directive();
    bool attribute();
    bool variable();
    bool number();
    bool startHeredoc();
    bool word();
    void classify(qsizetype start, QStringView word);

    // Whole lines, by shape
    void code();
    void diffLine();
    void markdownLine();
    void markup();
    void tag();
    bool key();
    void cssWord(qsizetype start, QStringView word);

    const CodeSpans::Language& m_language;
    QStringView m_line;
    std::vector<CodeSpan>& m_spans;
    Carry m_carry;
    Carry m_next; ///< a heredoc that starts with the next line
    qsizetype m_at = 0;
    bool m_inValue = false; ///< style sheets: behind a property's colon
};

} // namespace rivulet::text
