// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Slicing.h"

#include "wire/NdjsonDecoder.h"

namespace rivulet::wire {

namespace {

QByteArrayList linesOf(const Decoded& decoded) {
    QByteArrayList lines;
    for (const Frame& frame : decoded.frames) {
        lines.append(frame.data);
    }
    return lines;
}

} // namespace

class TestNdjsonDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitsAtLineFeeds_data();
    void splitsAtLineFeeds();
    void meansTheSameHoweverItIsSliced();
    void looksAtNoByteTwice();
    void handsOutALastLineWithoutItsLineFeed();
    void saysWhereEachFrameEnds();
    void countsBlankLinesAsSignsOfLife();
    void stopsALineAtTheLimitBeforeItsEnd();
};

void TestNdjsonDecoder::splitsAtLineFeeds_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("LF") << QByteArray("{}\n[1]\n") << QByteArrayList{"{}", "[1]"};
    QTest::newRow("CRLF") << QByteArray("{}\r\n[1]\r\n") << QByteArrayList{"{}", "[1]"};
    QTest::newRow("a lone CR ends no line") << QByteArray("{\r}\n") << QByteArrayList{"{\r}"};
    QTest::newRow("blank lines") << QByteArray("\n \t\r\n{}\n\n") << QByteArrayList{"{}"};
    QTest::newRow("BOM") << QByteArray("\xEF\xBB\xBF{}\n") << QByteArrayList{"{}"};
    QTest::newRow("no last LF") << QByteArray("{}\n[1]") << QByteArrayList{"{}", "[1]"};
    QTest::newRow("nothing") << QByteArray() << QByteArrayList{};
}

void TestNdjsonDecoder::splitsAtLineFeeds() {
    QFETCH(const QByteArray, stream);
    QFETCH(const QByteArrayList, lines);
    QCOMPARE(linesOf(decode<NdjsonDecoder>({stream})), lines);
    const auto broken = slicingThatMatters<NdjsonDecoder>(stream);
    QVERIFY2(!broken, qPrintable(broken.value_or(QString())));
}

void TestNdjsonDecoder::meansTheSameHoweverItIsSliced() {
    const QByteArray stream =
        "\xEF\xBB\xBF{\"a\":\"\xF0\x9F\x8C\x8A\"}\r\n\r\n\n  \n{\"b\":1}\n[\r]\nhalf a li";
    for (const qsizetype limit : {0, 1, 5, 9, 10, 15, 16, 1000}) {
        const auto broken = slicingThatMatters<NdjsonDecoder>(stream, limit);
        QVERIFY2(!broken, qPrintable(broken.value_or(QString())));
    }
}

void TestNdjsonDecoder::looksAtNoByteTwice() {
    for (const QByteArray& stream :
         {QByteArray(60'000, 'x'), QByteArray(60'000, '\n'), QByteArray("{\"a\":1}\n").repeated(8'000)}) {
        for (const qsizetype size : {1, 2, 13, 1000, 60'000}) {
            QVERIFY(decode<NdjsonDecoder>(slicesOf(stream, size)).searched <= stream.size());
        }
    }
}

void TestNdjsonDecoder::handsOutALastLineWithoutItsLineFeed() {
    NdjsonDecoder decoder;
    std::vector<Frame> frames;
    QVERIFY(decoder.feed("{\"done\":true}", frames));
    QVERIFY(frames.empty());
    QCOMPARE(decoder.pendingBytes(), 13);
    decoder.finish(frames);
    QCOMPARE(frames.size(), 1U);
    QCOMPARE(frames.front().data, QByteArray("{\"done\":true}"));
    QCOMPARE(decoder.pendingBytes(), 0);
    decoder.finish(frames);
    QCOMPARE(frames.size(), 1U);
}

void TestNdjsonDecoder::saysWhereEachFrameEnds() {
    std::vector<qint64> offsets;
    for (const Frame& frame : decode<NdjsonDecoder>({QByteArrayView("{}\n\n[1]\r\n7")}).frames) {
        offsets.push_back(frame.endOffset);
    }
    QCOMPARE(offsets, (std::vector<qint64>{3, 9, 10}));
}

void TestNdjsonDecoder::countsBlankLinesAsSignsOfLife() {
    QCOMPARE(decode<NdjsonDecoder>({QByteArrayView("\n\r\n  \n{}\n")}).keepAlives, 3);
}

void TestNdjsonDecoder::stopsALineAtTheLimitBeforeItsEnd() {
    NdjsonDecoder decoder(100);
    std::vector<Frame> frames;
    QVERIFY(decoder.feed("{}\n" + QByteArray(100, 'x'), frames));
    QCOMPARE(frames.size(), 1U);
    QVERIFY(!decoder.feed("x", frames));
    QVERIFY(!decoder.feed("\n{}\n", frames));
    decoder.finish(frames);
    QCOMPARE(frames.size(), 1U);
}

} // namespace rivulet::wire

QTEST_GUILESS_MAIN(rivulet::wire::TestNdjsonDecoder)
#include "tst_ndjson_decoder.moc"
