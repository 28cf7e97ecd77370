// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

#include <vector>

namespace rivulet::text {

/// A stretch of a code line that a reader wants to see set apart.
struct CodeSpan {
    enum class Kind {
        Keyword,
        Type,
        Function,
        String,
        Number,
        Comment,
        Preprocessor,
        Constant,
        Attribute,
        Added,
        Removed
    };
    int start = 0; ///< UTF-16 units into the line
    int length = 0;
    Kind kind = Kind::Keyword;

    friend bool operator==(const CodeSpan&, const CodeSpan&) = default;
};

/// Finds the spans of one language, line by line. The state after a line is a small number that the
/// next line is handed (0 for the first), so that a line can be looked at alone and again.
class CodeSpans {
public:
    /// For a fence's info word ("py", "C++", "rust" ...), whatever its case. A language that is not known has
    /// no spans.
    explicit CodeSpans(QStringView language);

    [[nodiscard]] bool isKnown() const { return m_language != nullptr; }
    /// The language's proper name, or an empty string.
    [[nodiscard]] QString name() const;
    /// How its files' names end, without the dot, or an empty string.
    [[nodiscard]] QString suffix() const;
    /// Appends the spans of `line` (without its line feed) and returns the state after it.
    int scan(QStringView line, int state, std::vector<CodeSpan>& spans) const;

    struct Language;

private:
    const Language* m_language = nullptr;
};

} // namespace rivulet::text
