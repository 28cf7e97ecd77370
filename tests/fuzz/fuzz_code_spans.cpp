// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "text/CodeSpans.h"

#include <QStringList>

using namespace rivulet::text;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

namespace {

/// The first line names the language; one that is not known stands for any that is.
CodeSpans scannerOf(const QString& name, Input& input) {
    static const QStringList names =
        QStringLiteral(
            "c cpp csharp java kotlin scala groovy dart rust go swift python ruby perl php js ts bash "
            "powershell lua r julia sql html css json yaml toml ini diff markdown make dockerfile cmake "
            "haskell elixir erlang clojure ocaml zig nim tex matlab vb asm graphql proto")
            .split(u' ');
    const CodeSpans named(name);
    return named.isKnown()
               ? named
               : CodeSpans(
                     names.at(static_cast<qsizetype>(input.choose(static_cast<std::size_t>(names.size())))));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QStringList lines = input.text().split(u'\n');
    const CodeSpans scanner = scannerOf(lines.first(), input);
    int state =
        input.choose(4) == 0 ? static_cast<int>(static_cast<std::uint32_t>(input.choose(0x1'0000'0000))) : 0;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QString& line = lines.at(i);
        std::vector<CodeSpan> spans;
        const int next = scanner.scan(line, state, spans);
        int end = 0;
        for (const CodeSpan& span : spans) {
            require(span.start >= end && span.length > 0, "spans are in order and none is over another",
                    line);
            end = span.start + span.length;
        }
        require(end <= line.size(), "spans lie in their line", line);
        std::vector<CodeSpan> again;
        require(scanner.scan(line, state, again) == next && again == spans, "a line can be scanned again",
                line);
        require(next >= 0, "a state is a small number", line);
        state = next;
    }
    return 0;
}
