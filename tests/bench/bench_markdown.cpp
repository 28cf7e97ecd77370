// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// What Markdown costs while it streams: the time of one append of a token to answers of several shapes and
// sizes, of loading a whole answer, and of scanning code. One JSON object a line.
#include "text/CodeSpans.h"
#include "text/MarkdownBlocks.h"

#include <QString>
#include <QStringList>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

using namespace rivulet::text;

namespace {

using Microseconds = std::chrono::duration<double, std::micro>;

double timeOf(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return Microseconds(std::chrono::steady_clock::now() - start).count();
}

void print(const char* bench, const QString& variant, const char* unit, std::vector<double> times,
           const QString& more = {}) {
    std::sort(times.begin(), times.end());
    const std::size_t p99 = times.size() * 99 / 100;
    std::printf(
        "{\"bench\":\"%s\",\"variant\":\"%s\",\"unit\":\"%s\",\"median\":%.3f,\"min\":%.3f,\"max\":%.3f,"
        "\"p99\":%.3f,\"n\":%zu%s}\n",
        bench, qPrintable(variant), unit, times[times.size() / 2], times.front(), times.back(), times[p99],
        times.size(), qPrintable(more));
    std::fflush(stdout);
}

struct Shape {
    const char* name;
    QString head;
    QString unit;
};

std::vector<Shape> shapes() {
    return {{"mixed",
             {},
             QStringLiteral(
                 "## Heading\n\nSome *prose* with `code`, **bold words** and [a link](http://x.example).\n\n"
                 "- one item\n- another item\n\n```cpp\nint main() { return 0; }\n```\n\n| a | b |\n"
                 "|---|---|\n| 1 | 2 |\n\n> quoted text\n\n")},
            {"fence", QStringLiteral("```cpp\n"),
             QStringLiteral("    const int value = compute(1, \"two\"); // three\n")},
            {"table", QStringLiteral("| a | b | c |\n|---|---|---|\n"),
             QStringLiteral("| cell | **bold** | third |\n")},
            {"list", {}, QStringLiteral("- an item of *some* length\n")},
            {"paragraph", {}, QStringLiteral("words that go **on** and on without an end, ")},
            {"quote", {}, QStringLiteral("> a quoted line of `some` length\n")},
            {"maths",
             {},
             QStringLiteral("Let $x_1 = \\frac{a}{b}$ and \\(y^2\\) cost $5.\n\n$$\nz = \\sqrt{x}\n$$\n\n")}};
}

/// The last appends of an answer of that size: what a token costs when much is there already.
void benchAppend(const Shape& shape, qsizetype size) {
    const QString text = shape.head + shape.unit.repeated(static_cast<int>(size / shape.unit.size()));
    const QString tail = shape.unit.repeated(static_cast<int>(8'000 / shape.unit.size()));
    MarkdownBlocks blocks;
    blocks.append(text);
    const qsizetype before = blocks.unitsRead();
    std::vector<double> times;
    constexpr qsizetype token = 4;
    for (qsizetype at = 0; at + token <= tail.size(); at += token)
        times.push_back(timeOf([&] { blocks.append(QStringView(tail).sliced(at, token)); }));
    const double work = static_cast<double>(blocks.unitsRead() - before) / static_cast<double>(times.size());
    print("markdown_append", QStringLiteral("%1 at %2 KB").arg(QLatin1String(shape.name)).arg(size / 1000),
          "us", times, QStringLiteral(",\"units_per_append\":%1").arg(work, 0, 'f', 1));
}

void benchWhole(const Shape& shape, qsizetype size) {
    const QString text = shape.head + shape.unit.repeated(static_cast<int>(size / shape.unit.size()));
    std::vector<double> times;
    times.reserve(5);
    for (int i = 0; i < 5; ++i)
        times.push_back(timeOf([&] {
                            MarkdownBlocks blocks;
                            blocks.append(text);
                            blocks.finish();
                        }) /
                        1000);
    print("markdown_whole", QStringLiteral("%1 of %2 KB").arg(QLatin1String(shape.name)).arg(size / 1000),
          "ms", times);
}

/// A leaf of the longest prose there is, of one hostile sign: the bound on what an append may cost.
void benchHostile(const QString& sign) {
    const QString text = sign.repeated(static_cast<int>(9'990 / sign.size()));
    std::vector<double> times;
    times.reserve(5);
    for (int i = 0; i < 5; ++i) {
        MarkdownBlocks blocks;
        times.push_back(timeOf([&] { blocks.append(text); }) / 1000);
    }
    print("markdown_hostile",
          QString(sign).replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\"")), "ms",
          times);
}

void benchCode(const QString& language, const QString& line) {
    const CodeSpans scanner(language);
    std::vector<double> times;
    times.reserve(5);
    for (int i = 0; i < 5; ++i)
        times.push_back(timeOf([&] {
                            std::vector<CodeSpan> spans;
                            int state = 0;
                            for (int n = 0; n < 1000; ++n) {
                                spans.clear();
                                state = scanner.scan(line, state, spans);
                            }
                        }) /
                        1000);
    print("code_spans_line", language, "us", times);
}

} // namespace

int main() {
    for (const Shape& shape : shapes()) {
        for (const qsizetype size : {1'000, 100'000, 1'000'000})
            benchAppend(shape, size);
        benchWhole(shape, 100'000);
    }
    for (const char* sign :
         {"[",  "![", "*a ", "*a **b ", "_a",   "`",  "``a`", "<",    "[a](",   "\\[", "&",     "~~",
          "$x", "$$", "\\(", "<!--",    "www.", "a@", "](",   "*a_ ", "[a][b]", "<a ", "![[]()"})
        benchHostile(QString::fromLatin1(sign));
    benchCode(QStringLiteral("cpp"),
              QStringLiteral("    const std::vector<int> values = compute(1, \"two\"); // three"));
    benchCode(QStringLiteral("python"),
              QStringLiteral("    return self.compute(1, 'two', [x for x in values])  # three"));
    benchCode(QStringLiteral("html"),
              QStringLiteral("<a href=\"http://x\" class='b'>text &amp; more</a><br/>"));
    return 0;
}
