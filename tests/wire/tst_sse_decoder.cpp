// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Slicing.h"

#include "wire/SseDecoder.h"

namespace rivulet::wire {

namespace {

/// An event as the standard tells of it.
struct Event {
    QByteArray type = "message";
    QByteArray data;
    QByteArray id = "";

    friend bool operator==(const Event&, const Event&) = default;
};
using Events = std::vector<Event>;

Event message(QByteArray data, QByteArray id = "") {
    return {"message", std::move(data), std::move(id)};
}

Events eventsOf(const std::vector<Frame>& frames) {
    Events events;
    for (const Frame& frame : frames) {
        events.push_back({frame.event.isEmpty() ? QByteArray("message") : frame.event, frame.data, frame.id});
    }
    return events;
}

QByteArray words(const Events& events) {
    QByteArray text;
    for (const Event& event : events) {
        text += '(' + event.type + '|' + event.data + '|' + event.id + ')';
    }
    return text;
}

QByteArray nullByte(QByteArray text) {
    return text.replace('0', '\0');
}

} // namespace

class TestSseDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsTheStandard_data();
    void followsTheStandard();
    void meansTheSameHoweverItIsSliced();
    void looksAtNoByteTwice_data();
    void looksAtNoByteTwice();
    void setsTheReconnectionTimeFromDigitsOnly();
    void countsSignsOfLife();
    void saysWhereEachFrameEnds();
    void goesOnFromAnyEndOffset();
    void dropsAnEventWithoutItsBlankLine();
    void tellsWhatIsPending();
    void stopsALineAtTheLimitBeforeItsEnd();
    void stopsAnEventOfManyLinesAtTheLimit();
    void handsOutWhatCameBeforeTheLimit();
    void keepsBytesThatAreNoUtf8();
};

void TestSseDecoder::followsTheStandard_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<Events>("events");
    const QByteArray bom("\xEF\xBB\xBF");

    QTest::newRow("CRLF") << QByteArray("data: a\r\n\r\n") << Events{message("a")};
    QTest::newRow("CR") << QByteArray("data: a\r\r") << Events{message("a")};
    QTest::newRow("LF") << QByteArray("data: a\n\n") << Events{message("a")};
    QTest::newRow("mixed ends") << QByteArray("data: a\r\n\ndata: b\n\r\n")
                                << Events{message("a"), message("b")};
    QTest::newRow("CR then LF ends one line, then a blank one")
        << QByteArray("data: a\n\rdata: b\r\r\n") << Events{message("a"), message("b")};
    QTest::newRow("BOM") << bom + "data: a\n\n" << Events{message("a")};
    QTest::newRow("only one BOM") << bom + bom + "data: a\n\ndata: b\n\n" << Events{message("b")};
    QTest::newRow("BOM later is text") << "data: a\n\n" + bom + "data: b\n\n" << Events{message("a")};
    QTest::newRow("half a BOM") << QByteArray("\xEF\xBB") + "data: a\n\ndata: b\n\n" << Events{message("b")};
    QTest::newRow("BOM before a blank line") << bom + "\ndata: b\n\n" << Events{message("b")};
    QTest::newRow("many data lines") << QByteArray("data:a\ndata: b\ndata:  c\n\n")
                                     << Events{message("a\nb\n c")};
    QTest::newRow("data without colon is empty data") << QByteArray("data\n\n") << Events{message("")};
    QTest::newRow("data without value is empty data") << QByteArray("data:\n\n") << Events{message("")};
    QTest::newRow("two empty data lines") << QByteArray("data\ndata\n\n") << Events{message("\n")};
    QTest::newRow("comment") << QByteArray(": keep-alive\n\n") << Events{};
    QTest::newRow("comment inside an event")
        << QByteArray("data: a\n: x\ndata: b\n\n") << Events{message("a\nb")};
    QTest::newRow("an orphan name does not leak")
        << QByteArray("event: ping\n\ndata: a\n\n") << Events{message("a")};
    QTest::newRow("the last name wins")
        << QByteArray("event: x\nevent: y\ndata: a\n\n") << Events{{"y", "a", ""}};
    QTest::newRow("an empty name is the default")
        << QByteArray("event: x\nevent:\ndata: a\n\n") << Events{message("a")};
    QTest::newRow("the name does not persist")
        << QByteArray("event: x\ndata: a\n\ndata: b\n\n") << Events{{"x", "a", ""}, message("b")};
    QTest::newRow("the id persists") << QByteArray("id: 7\ndata: a\n\ndata: b\n\n")
                                     << Events{message("a", "7"), message("b", "7")};
    QTest::newRow("an id without data counts")
        << QByteArray("id: 8\n\ndata: a\n\n") << Events{message("a", "8")};
    QTest::newRow("an empty id resets")
        << QByteArray("id: 7\ndata: a\n\nid\ndata: b\n\n") << Events{message("a", "7"), message("b")};
    QTest::newRow("an id with NUL is ignored")
        << nullByte("id: 7\ndata: a\n\nid: 90\ndata: b\n\n") << Events{message("a", "7"), message("b", "7")};
    QTest::newRow("retry is no event") << QByteArray("retry: 1500\n\n") << Events{};
    QTest::newRow("names are literal")
        << QByteArray("Data: x\n data: y\ndata : z\ndata: a\n\n") << Events{message("a")};
    QTest::newRow("one space goes, a tab stays")
        << QByteArray("data:  a\ndata:\tb\n\n") << Events{message(" a\n\tb")};
    QTest::newRow("colons in the value stay") << QByteArray("data: a: b\n\n") << Events{message("a: b")};
    QTest::newRow("a line without colon is ignored")
        << QByteArray("unknown\ndata: a\n\n") << Events{message("a")};
    QTest::newRow("no blank line, no event") << QByteArray("data: a\n\ndata: b\n") << Events{message("a")};
    QTest::newRow("half a line, no event") << QByteArray("data: a\n\ndata: b") << Events{message("a")};
    QTest::newRow("nothing") << QByteArray("") << Events{};
}

void TestSseDecoder::followsTheStandard() {
    QFETCH(const QByteArray, stream);
    QFETCH(const Events, events);
    const Decoded decoded = decode<SseDecoder>({stream});
    QCOMPARE(words(eventsOf(decoded.frames)), words(events));
    const auto broken = slicingThatMatters<SseDecoder>(stream);
    QVERIFY2(!broken, qPrintable(broken.value_or(QString())));
}

void TestSseDecoder::meansTheSameHoweverItIsSliced() {
    const QByteArray stream = "\xEF\xBB\xBF: hello\r\n\r\nevent: delta\r\nid: 1\r\ndata: "
                              "{\"t\":\"\xC3\xA9\xF0\x9F\x8C\x8A\"}\r\n\r\n"
                              "retry: 250\r\rdata: a\rdata: b\r\r\n\n\nevent: x\n\nid: 9\ndata: "
                              "c\n\n\xFF\xFE: no\ndata: \xE2\x82\n\n"
                              "data\n\n: ping\n\ndata: cut of";
    const auto broken = slicingThatMatters<SseDecoder>(stream);
    QVERIFY2(!broken, qPrintable(broken.value_or(QString())));
    QCOMPARE(decode<SseDecoder>({stream}).frames.size(), 5U);

    // The bound is met at the same byte too.
    for (qsizetype limit = 0; limit < 40; ++limit) {
        const auto brokenBound = slicingThatMatters<SseDecoder>(stream, limit);
        QVERIFY2(!brokenBound, qPrintable(brokenBound.value_or(QString())));
    }
}

void TestSseDecoder::looksAtNoByteTwice_data() {
    QTest::addColumn<QByteArray>("stream");
    const qsizetype size = 60'000;
    QTest::newRow("one long line") << "data: " + QByteArray(size, 'x') + "\n\n";
    QTest::newRow("carriage returns only") << QByteArray("data: a\r\r").repeated(size / 9);
    QTest::newRow("line feeds only") << QByteArray("data: a\n\n").repeated(size / 9);
    QTest::newRow("blank lines") << QByteArray(size, '\r');
    QTest::newRow("one event of many lines") << QByteArray("data: a\n").repeated(size / 8) + "\n";
    QTest::newRow("no end at all") << QByteArray(size, ':');
}

void TestSseDecoder::looksAtNoByteTwice() {
    QFETCH(const QByteArray, stream);
    // Once for each of the two bytes that can end a line.
    const qint64 bound = 2 * stream.size();
    QVERIFY(decode<SseDecoder>({stream}).searched <= bound);
    for (const qsizetype size : {1, 2, 13, 1000}) {
        QVERIFY(decode<SseDecoder>(slicesOf(stream, size)).searched <= bound);
    }
}

void TestSseDecoder::setsTheReconnectionTimeFromDigitsOnly() {
    const auto timeOf = [](const QByteArray& stream) {
        return decode<SseDecoder>({stream}).reconnectionTime;
    };
    QCOMPARE(timeOf("retry: 1500\n"), 1500);
    QCOMPARE(timeOf("retry:0\n"), 0);
    QCOMPARE(timeOf("retry: 1500\nretry: 1.5\n"), 1500);
    QCOMPARE(timeOf("retry: 10ms\n"), -1);
    QCOMPARE(timeOf("retry: -5\n"), -1);
    QCOMPARE(timeOf("retry\n"), -1);
    QCOMPARE(timeOf("retry: 99999999999999999999\n"), -1);
    QCOMPARE(timeOf("data: a\n\n"), -1);
}

void TestSseDecoder::countsSignsOfLife() {
    const auto count = [](const QByteArray& stream) { return decode<SseDecoder>({stream}).keepAlives; };
    QCOMPARE(count(": keep-alive\n\n: keep-alive\n\n"), 2);
    QCOMPARE(count(":\n:\n:\n"), 3);
    QCOMPARE(count("\n\n\n"), 3);
    QCOMPARE(count("data: a\n\ndata: b\n\n"), 0);
    QCOMPARE(count("data: a\n: here\n\n"), 1);
    QCOMPARE(count("data: a\r\n\r\n"), 0);
}

void TestSseDecoder::saysWhereEachFrameEnds() {
    const auto ends = [](const QByteArray& stream) {
        std::vector<qint64> offsets;
        for (const Frame& frame : decode<SseDecoder>({stream}).frames) {
            offsets.push_back(frame.endOffset);
        }
        return offsets;
    };
    QCOMPARE(ends("data: a\n\ndata: b\n\n"), (std::vector<qint64>{9, 18}));
    // The event is complete at the CR; the LF after it is not waited for.
    QCOMPARE(ends("data: a\r\n\r\ndata: b\r\n\r\n"), (std::vector<qint64>{10, 21}));
    QCOMPARE(ends("\xEF\xBB\xBF: x\n\ndata: a\n\n"), (std::vector<qint64>{17}));
}

void TestSseDecoder::goesOnFromAnyEndOffset() {
    const QByteArray stream = "data: a\r\n\r\n: x\r\n\r\ndata: b\n\ndata: c\r\rdata: d\r\n\r\n";
    const auto whole = decode<SseDecoder>({stream}).frames;
    QCOMPARE(whole.size(), 4U);
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const QByteArrayView rest = QByteArrayView(stream).sliced(whole.at(i).endOffset);
        const auto later = decode<SseDecoder>({rest}).frames;
        QCOMPARE(later.size(), whole.size() - i - 1);
        for (std::size_t j = 0; j < later.size(); ++j) {
            QCOMPARE(later.at(j).data, whole.at(i + 1 + j).data);
        }
    }
}

void TestSseDecoder::dropsAnEventWithoutItsBlankLine() {
    SseDecoder decoder;
    std::vector<Frame> frames;
    QVERIFY(decoder.feed("data: {\"done\":true}\n", frames));
    decoder.finish(frames);
    QVERIFY(frames.empty());
}

void TestSseDecoder::tellsWhatIsPending() {
    const auto pending = [](const QByteArray& stream) { return decode<SseDecoder>({stream}).pending; };
    QCOMPARE(pending("data: a\n\n"), 0);
    QCOMPARE(pending("data: a\r\n\r\n"), 0);
    QCOMPARE(pending("data: a\n\n: ping\n"), 0);
    QCOMPARE(pending("data: a\n\n: ping\r\n"), 0);
    QCOMPARE(pending("data: a\n\ndata"), 4);
    QCOMPARE(pending("data: a\n\ndata: b\n"), 8);
    QCOMPARE(pending("data: a\n\ndata: b\n: x\n"), 12);
}

void TestSseDecoder::stopsALineAtTheLimitBeforeItsEnd() {
    SseDecoder decoder(100);
    std::vector<Frame> frames;
    QVERIFY(decoder.feed(QByteArray(100, 'x'), frames));
    QVERIFY(!decoder.feed("x", frames));
    // From then on nothing is decoded any more.
    QVERIFY(!decoder.feed("\n\ndata: a\n\n", frames));
    decoder.finish(frames);
    QVERIFY(frames.empty());

    QVERIFY(decode<SseDecoder>({"data: " + QByteArray(94, 'x') + "\n\n"}, 100).withinLimit);
    QVERIFY(!decode<SseDecoder>({"data: " + QByteArray(95, 'x') + "\n\n"}, 100).withinLimit);
}

void TestSseDecoder::stopsAnEventOfManyLinesAtTheLimit() {
    SseDecoder decoder(100);
    std::vector<Frame> frames;
    bool within = true;
    int lines = 0;
    while (within && lines < 1000) {
        within = decoder.feed("data: 12345678\n", frames);
        ++lines;
    }
    QVERIFY(!within);
    QCOMPARE(lines, 11);
    QVERIFY(frames.empty());
    // Many small events are no large one.
    QVERIFY(decode<SseDecoder>({QByteArray("data: 12345678\n\n").repeated(1000)}, 100).withinLimit);
}

void TestSseDecoder::handsOutWhatCameBeforeTheLimit() {
    const Decoded decoded = decode<SseDecoder>({"data: a\n\ndata: b\n\n" + QByteArray(200, 'x')}, 100);
    QVERIFY(!decoded.withinLimit);
    QCOMPARE(words(eventsOf(decoded.frames)), words({message("a"), message("b")}));
}

void TestSseDecoder::keepsBytesThatAreNoUtf8() {
    const QByteArray odd("\xFF\xC3(\xE2\x82\x01", 6);
    const Decoded decoded = decode<SseDecoder>({"data: " + odd + "\n\n"});
    QCOMPARE(decoded.frames.size(), 1U);
    QCOMPARE(decoded.frames.front().data, odd);
}

} // namespace rivulet::wire

QTEST_GUILESS_MAIN(rivulet::wire::TestSseDecoder)
#include "tst_sse_decoder.moc"
