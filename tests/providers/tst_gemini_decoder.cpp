// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/GeminiDecoder.h"

#include <QTest>

namespace rivulet::providers {

namespace {

struct Decoded {
    std::vector<wire::Frame> frames;
    qsizetype pending = 0;
    qint64 keepAlives = 0;
    bool gaveUp = false;
};

Decoded decode(const QByteArray& stream, qsizetype slice, qsizetype limit = 1000) {
    GeminiDecoder decoder(limit);
    Decoded decoded;
    for (qsizetype at = 0; at < stream.size() && !decoded.gaveUp; at += slice) {
        decoded.gaveUp = !decoder.feed(QByteArrayView(stream).sliced(at, std::min(slice, stream.size() - at)),
                                       decoded.frames);
    }
    decoded.pending = decoder.pendingBytes();
    decoder.finish(decoded.frames);
    decoded.keepAlives = decoder.keepAlives();
    return decoded;
}

} // namespace

/// Events, and what comes in their place, in any slicing.
class TestGeminiDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEventsAndBareJsonInAnySlicing_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArrayList>("data");
        QTest::newRow("nothing") << QByteArray() << QByteArrayList();
        QTest::newRow("events") << QByteArray("data: {\"a\":1}\r\n\r\n: wait\r\ndata: [2]\n\n")
                                << QByteArrayList{"{\"a\":1}", "[2]"};
        QTest::newRow("an event that is cut") << QByteArray("data: a\n\ndata: b") << QByteArrayList{"a"};
        QTest::newRow("an object") << QByteArray("{\n  \"error\": {\n }}\n")
                                   << QByteArrayList{"{\n  \"error\": {\n }}\n"};
        QTest::newRow("a list") << QByteArray("[{}\n,\r\n{}]") << QByteArrayList{"[{}\n,\r\n{}]"};
        QTest::newRow("an object behind events") << QByteArray("data: a\r\n\r\n{\"error\":1}\ndata: b\n\n")
                                                 << QByteArrayList{"a", "{\"error\":1}\ndata: b\n\n"};
        QTest::newRow("brackets within a line")
            << QByteArray("data: x{\ndata:[\n\n{}") << QByteArrayList{"x{\n[", "{}"};
        QTest::newRow("lines that end in a CR alone")
            << QByteArray("data: a\r\r{}") << QByteArrayList{"a", "{}"};
    }

    void readsEventsAndBareJsonInAnySlicing() {
        QFETCH(const QByteArray, stream);
        QFETCH(const QByteArrayList, data);
        const Decoded whole = decode(stream, std::max<qsizetype>(stream.size(), 1));
        QByteArrayList read;
        for (const wire::Frame& frame : whole.frames) {
            read.append(frame.data);
        }
        QCOMPARE(read, data);
        for (qsizetype slice = 1; slice < stream.size(); ++slice) {
            const Decoded sliced = decode(stream, slice);
            QVERIFY2(sliced.frames == whole.frames, qPrintable(QString::number(slice)));
            QCOMPARE(sliced.pending, whole.pending);
            QCOMPARE(sliced.keepAlives, whole.keepAlives);
        }
    }

    void givesUpOnWhatIsTooLongInAnySlicing_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<bool>("tooLong");
        QTest::newRow("a line") << QByteArray("data: " + QByteArray(95, 'x')) << true;
        QTest::newRow("a line that fits") << QByteArray("data: " + QByteArray(94, 'x')) << false;
        QTest::newRow("an event of lines") << QByteArray("data: 123456789\n").repeated(12) << true;
        QTest::newRow("many events") << QByteArray("data: 123456789\n\n").repeated(40) << false;
        QTest::newRow("many comments") << QByteArray(": 123456789\n").repeated(40) << false;
        QTest::newRow("bare JSON") << QByteArray("{" + QByteArray(100, ' ')) << true;
        QTest::newRow("bare JSON that fits") << QByteArray("{" + QByteArray(99, ' ')) << false;
    }

    void givesUpOnWhatIsTooLongInAnySlicing() {
        QFETCH(const QByteArray, stream);
        QFETCH(const bool, tooLong);
        constexpr qsizetype limit = 100;
        for (qsizetype slice = 1; slice <= stream.size(); ++slice) {
            const Decoded decoded = decode(stream, slice, limit);
            QVERIFY2(decoded.gaveUp == tooLong, qPrintable(QString::number(slice)));
        }
    }
};

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestGeminiDecoder)
#include "tst_gemini_decoder.moc"
