// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/ThinkingTags.h"

#include <QTest>

namespace rivulet::providers {

namespace {

void add(ThinkingTags::Split& all, const ThinkingTags::Split& more) {
    all.thinking += more.thinking;
    all.text += more.text;
}

/// What the pieces say in the end. With `handsOver`, another object goes on after each.
enum class Reader { One, Many };
ThinkingTags::Split splitOf(const QStringList& pieces, Reader reader = Reader::One) {
    ThinkingTags tags;
    ThinkingTags::Split all;
    for (const QString& piece : pieces) {
        add(all, tags.read(piece));
        if (reader == Reader::Many) {
            ThinkingTags next;
            next.goOnFrom(tags.cursor());
            tags = next;
        }
    }
    add(all, tags.finish());
    return all;
}

} // namespace

class TestThinkingTags : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsThinkingFromText_data() {
        QTest::addColumn<QString>("whole");
        QTest::addColumn<QString>("thinking");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const char* whole, const char* thinking, const char* text) {
            QTest::newRow(name) << QString::fromUtf8(whole) << QString::fromUtf8(thinking)
                                << QString::fromUtf8(text);
        };
        row("no tags", "Rain 🌧 falls.", "", "Rain 🌧 falls.");
        row("nothing", "", "", "");
        row("white space alone", " \n ", "", " \n ");
        row("white space stays before a text", "\n\n  code", "", "\n\n  code");
        row("think", "<think>a 🌧 b</think>\n\nc", "a 🌧 b", "c");
        row("thought", "\n<thought>a</thought>c", "a", "c");
        row("empty", "<think>\n\n</think>\n\nc", "\n\n", "c");
        row("two blocks", "<think>a</think> <think>b</think> c", "ab", "c");
        row("never closed", "<think>a </thin", "a </thin", "");
        row("closed by its own tag alone", "<think>a</thought>b</think>c", "a</thought>b", "c");
        row("nothing after it", "<think>a</think>\n", "a", "");
        row("only like a tag", "<thinking>a</thinking>", "", "<thinking>a</thinking>");
        row("only a beginning", "<thi", "", "<thi");
        row("later", "a <think>b</think>", "", "a <think>b</think>");
        row("after an answer began", "<think>a</think>b <think>c</think>", "a", "b <think>c</think>");
        row("angles in thinking", "<think><<</<</think></think>x", "<<</<", "</think>x");
    }

    void tellsThinkingFromText() {
        QFETCH(const QString, whole);
        QFETCH(const QString, thinking);
        QFETCH(const QString, text);
        const auto check = [&](const QStringList& pieces, Reader reader) {
            const auto split = splitOf(pieces, reader);
            QCOMPARE(split.thinking, thinking);
            QCOMPARE(split.text, text);
        };
        for (const Reader reader : {Reader::One, Reader::Many}) {
            check({whole}, reader);
            check(whole.split(QString(), Qt::SkipEmptyParts), reader);
            for (qsizetype first = 0; first <= whole.size(); ++first) {
                for (qsizetype second = first; second <= whole.size(); ++second) {
                    check({whole.first(first), whole.sliced(first, second - first), whole.sliced(second)},
                          reader);
                }
            }
        }
    }

    void keepsNoMoreThanATagMayNeed() {
        ThinkingTags tags;
        QCOMPARE(tags.read(QStringLiteral("<think>long words <")).thinking, QStringLiteral("long words "));
        QCOMPARE(tags.read(QStringLiteral("b")).thinking, QStringLiteral("<b"));
        ThinkingTags other;
        QCOMPARE(other.read(QString(2000, u' ')).text.size(), 2000);
    }

    void goesOnFromNoNonsense() {
        for (const char* const cursor : {"", "9:x:y", "-1::", "x", "1"}) {
            ThinkingTags tags;
            tags.goOnFrom(QString::fromLatin1(cursor));
            static_cast<void>(tags.read(QStringLiteral("a")));
            static_cast<void>(tags.finish());
        }
        ThinkingTags tags;
        tags.goOnFrom(QString());
        QCOMPARE(tags.read(QStringLiteral("a")).text, QStringLiteral("a"));
    }
};

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestThinkingTags)
#include "tst_thinking_tags.moc"
