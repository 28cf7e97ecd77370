// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/CodeSpans.h"

#include <QHash>
#include <QString>
#include <QStringView>

#include <initializer_list>
#include <vector>

namespace rivulet::text {

/// One way of writing a string. The first rule of a language that fits wins, so longer openers stand first.
struct StringRule {
    enum class Form {
        OneLine, ///< ends at the latest with its line
        ManyLines,
        Character, ///< one character, else no string at all (Rust's lifetimes)
        Hashed,    ///< `open` may follow any number of '#', as many of which follow the end
        Delimited, ///< C++: R"word( ... )word"
        Levelled,  ///< Lua: [==[ ... ]==]
    };
    QString open;
    QString close;
    Form form = Form::OneLine;
    QChar escape; ///< null: none
};

/// What a language looks like, as data for the scanners; knows no line of code.
struct CodeSpans::Language {
    enum class Shape { Code, Markup, Css, Json, Yaml, Ini, Diff, Markdown, Makefile };
    enum class Case { Matters, Ignored };
    enum class BlockComments { Flat, Nested };
    /// How a name that starts with a capital is read when nothing else is known of it.
    enum class Capitals { Plain, Types };

    QString name;
    QStringList aliases;
    Shape shape = Shape::Code;
    Case wordCase = Case::Matters;
    QHash<QString, CodeSpan::Kind> words;
    QStringList lineComments;
    QString blockOpen;
    QString blockClose;
    BlockComments blockComments = BlockComments::Flat;
    std::vector<StringRule> strings;
    QString stringPrefixes; ///< letters that may stand directly before a string's opener
    Capitals capitals = Capitals::Plain;
    QChar directive;       ///< starts a preprocessor line
    QChar decorator;       ///< starts an attribute name
    QChar variable;        ///< starts a variable's name
    QString attributeOpen; ///< starts an attribute in brackets: "#["
    QString wordSigns;     ///< signs besides letters, digits and '_' that belong to a name
    QString heredoc;       ///< opens a text that goes on until its word stands alone on a line
};

/// The language of an info word in lower case, or null.
[[nodiscard]] const CodeSpans::Language* findLanguage(const QString& alias);

} // namespace rivulet::text
