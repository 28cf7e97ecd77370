// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/CodeSpans.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace rivulet::text;

namespace {

struct Sample {
    QString language;
    QStringList lines;
    QStringList spans; ///< a line each: the kind's letter and the text, in order
};

/// code.golden: "=== language", then pairs of a line and, behind an arrow, its spans.
std::vector<Sample> samples() {
    std::vector<Sample> all;
    QFile file(QFINDTESTDATA("code.golden"));
    if (!file.open(QIODevice::ReadOnly))
        return all;
    const QString arrow = QStringLiteral("    ->");
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        if (line.startsWith(QStringLiteral("=== ")))
            all.push_back({line.mid(4), {}, {}});
        else if (line.startsWith(arrow))
            all.back().spans.append(line.mid(arrow.size()).trimmed());
        else if (!line.isEmpty())
            all.back().lines.append(line);
    }
    return all;
}

QString notation(const QString& line, const std::vector<CodeSpan>& spans) {
    static const QString letters = QStringLiteral("ktfsn#pca+-");
    QStringList parts;
    for (const CodeSpan& span : spans)
        parts.append(letters.mid(static_cast<int>(span.kind), 1) + u':' + line.mid(span.start, span.length));
    return parts.join(u' ').trimmed();
}

} // namespace

class CodeSpansTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spansAreThoseOfTheGoldenFile_data() {
        QTest::addColumn<int>("index");
        const std::vector<Sample> all = samples();
        QVERIFY(all.size() > 30);
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(qPrintable(all[i].language)) << static_cast<int>(i);
    }
    void spansAreThoseOfTheGoldenFile() {
        QFETCH(int, index);
        const Sample sample = samples()[static_cast<std::size_t>(index)];
        const CodeSpans scanner(sample.language);
        QVERIFY(scanner.isKnown());
        QCOMPARE(sample.lines.size(), sample.spans.size());
        int state = 0;
        for (qsizetype i = 0; i < sample.lines.size(); ++i) {
            std::vector<CodeSpan> spans;
            state = scanner.scan(sample.lines[i], state, spans);
            QCOMPARE(notation(sample.lines[i], spans), sample.spans[i]);
        }
        QCOMPARE(state, 0);
    }

    void aLineCanBeScannedAloneAndAgain() {
        for (const Sample& sample : samples()) {
            std::vector<int> states{0};
            std::vector<CodeSpan> whole;
            std::vector<std::size_t> counts{0};
            const CodeSpans scanner(sample.language);
            for (const QString& line : sample.lines) {
                states.push_back(scanner.scan(line, states.back(), whole));
                counts.push_back(whole.size());
            }
            for (qsizetype from = sample.lines.size() - 1; from >= 0; --from) {
                const auto at = static_cast<std::size_t>(from);
                std::vector<CodeSpan> again;
                int state = states[at];
                for (qsizetype i = from; i < sample.lines.size(); ++i)
                    state = CodeSpans(sample.language).scan(sample.lines[i], state, again);
                QCOMPARE(state, states.back());
                QVERIFY(std::equal(again.begin(), again.end(),
                                   whole.begin() + static_cast<std::ptrdiff_t>(counts[at]), whole.end()));
            }
        }
    }

    /// Whatever the text and whatever the number handed in: spans lie in the line, in order, none over
    /// another.
    void spansAreInOrderForAnyTextAndAnyState() {
        static const QStringList pieces{
            QStringLiteral("\""), QStringLiteral("'"),      QStringLiteral("`"),    QStringLiteral("/*"),
            QStringLiteral("*/"), QStringLiteral("#"),      QStringLiteral("R\"("), QStringLiteral(")\""),
            QStringLiteral("["),  QStringLiteral("]"),      QStringLiteral("r#\""), QStringLiteral("\\"),
            QStringLiteral("<!"), QStringLiteral("-->"),    QStringLiteral("<a"),   QStringLiteral("<<EOF"),
            QStringLiteral(" "),  QStringLiteral("word"),   QStringLiteral("1.5"),  QStringLiteral("$x"),
            QStringLiteral("${"), QStringLiteral("@"),      QStringLiteral("("),    QStringLiteral(":"),
            QStringLiteral("--"), QStringLiteral("{-"),     QStringLiteral("\t"),   QString(QChar(0xD83D)),
            QStringLiteral("="),  QStringLiteral("\u00e9"), QStringLiteral("```"),  QStringLiteral("if")};
        QRandomGenerator random(11);
        for (const Sample& sample : samples()) {
            const CodeSpans scanner(sample.language);
            int state = 0;
            for (int round = 0; round < 400; ++round) {
                QString line;
                for (int i = random.bounded(12); i > 0; --i)
                    line += pieces[random.bounded(static_cast<int>(pieces.size()))];
                if (round % 7 == 0)
                    state = static_cast<int>(random.generate());
                std::vector<CodeSpan> spans;
                state = scanner.scan(line, state, spans);
                QVERIFY(state >= 0);
                int end = 0;
                for (const CodeSpan& span : spans) {
                    QVERIFY2(span.start >= end && span.length > 0, qPrintable(sample.language + u' ' + line));
                    end = span.start + span.length;
                }
                QVERIFY(end <= line.size());
            }
        }
    }

    void languagesGoByTheirAliasesWhateverTheCase() {
        const std::array<std::pair<const char*, const char*>, 10> names{{{"PY", "Python"},
                                                                         {"c++", "C++"},
                                                                         {"C++", "C++"},
                                                                         {"sh", "Bash"},
                                                                         {"tsx", "TypeScript"},
                                                                         {"yml", "YAML"},
                                                                         {"C#", "C#"},
                                                                         {"golang", "Go"},
                                                                         {"patch", "Diff"},
                                                                         {"ps1", "PowerShell"}}};
        for (const auto& [alias, name] : names)
            QCOMPARE(CodeSpans(QString::fromLatin1(alias)).name(), QString::fromLatin1(name));
    }

    void anUnknownLanguageHasNoSpans() {
        const CodeSpans scanner(u"klingon");
        std::vector<CodeSpan> spans;
        QVERIFY(!scanner.isKnown());
        QCOMPARE(scanner.scan(u"int main() { \"x\" }", 5, spans), 0);
        QVERIFY(spans.empty());
        QVERIFY(scanner.name().isEmpty());
    }
};

QTEST_GUILESS_MAIN(CodeSpansTest)
#include "tst_codespans.moc"
