// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FirstTokenPrinter.h"
#include "TranscriptWriter.h"
#include "WordCounter.h"

#include <QBuffer>
#include <QTemporaryFile>
#include <QTest>

using namespace rivulet::domain;
using namespace std::chrono_literals;

namespace {

class ManualClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return instant; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return 0ms; }
    Instant instant;
};

StreamMetadata metadata() {
    StreamMetadata metadata;
    metadata.model = QStringLiteral("qwen3:8b");
    metadata.endpointName = QStringLiteral("Ollama");
    return metadata;
}

} // namespace

class tst_ExampleObservers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAreCountedAcrossPieces() {
        WordCounter counter;
        qsizetype at = 0;
        for (const char* piece : {"Don't cou", "nt me twi", "ce, ", "well-known", " friend.\n\n", "42"}) {
            const QString text = QString::fromLatin1(piece);
            counter.delta(text, at);
            at += text.size();
        }
        QCOMPARE(counter.words(), 7);
    }

    void firstTokenIsPrintedOnceForEachAnswer() {
        ManualClock clock;
        QString printed;
        QTextStream out(&printed);
        FirstTokenPrinter printer(clock, out);
        for (int i = 0; i < 2; ++i) {
            printer.started(metadata());
            clock.instant += 340ms;
            printer.thinking(QStringLiteral("hm"));
            clock.instant += 1s;
            printer.delta(QStringLiteral("text"), 0);
            printer.ended({}, QStringLiteral("text"));
        }
        QCOMPARE(printed, QStringLiteral("qwen3:8b: first token after 340 ms\n").repeated(2));
    }

    void transcriptHoldsTheWholeAnswerAndItsSeams() {
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        TranscriptWriter writer(buffer);
        writer.started(metadata());
        writer.delta(QStringLiteral("The first half, "), 0);
        Failure cut;
        cut.kind = Failure::Kind::CutOff;
        writer.retrying(2, 0ms, cut);
        writer.seam(16, 0, false);
        writer.delta(QString::fromUtf8("and \xe2\x82\xac 2."), 16);
        writer.ended({Outcome::Completed, {}, {}, {}}, QString(24, u'x'));
        QCOMPARE(
            QString::fromUtf8(buffer.data()),
            QString::fromUtf8("# qwen3:8b (Ollama)\n\nThe first half, \n[attempt 2 in 0 ms: cut_off]\n"
                              "\n[continued at 16]\nand \xe2\x82\xac 2.\n\n[completed, 24 characters]\n"));
    }

    void transcriptOfAClosedDeviceIsGivenUp() {
        QBuffer closed;
        TranscriptWriter writer(closed);
        QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (QBuffer): device not open");
        writer.delta(QStringLiteral("text"), 0);
        writer.delta(QStringLiteral("more"), 4); // and is not tried again
        QVERIFY(closed.data().isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_ExampleObservers)
#include "tst_example_observers.moc"
