// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "exchange/Recording.h"

#include <QRandomGenerator>
#include <QTest>

using rivulet::domain::Failure;
using rivulet::exchange::parseRecording;
using rivulet::exchange::Recording;
using rivulet::exchange::writeRecording;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray head = R"({"rivulet_recording":1,"dialect":"anthropic"})"_ba + '\n';

QByteArray randomBytes(QRandomGenerator& random, int length) {
    QByteArray bytes;
    for (int i = 0; i < length; ++i) {
        bytes += static_cast<char>(random.bounded(256));
    }
    return bytes;
}

Recording randomRecording(QRandomGenerator& random) {
    const QByteArray text = "event: x\r\ndata: {\"a\":\"caf\xC3\xA9 \xE2\x86\x92 \xF0\x9F\x8C\x88\\n\"}\n\n";
    Recording recording{.dialect = u"ollama"_s,
                        .model = u"m:é"_s,
                        .note = u"\"quoted\"\n"_s,
                        .status = 429,
                        .contentType = "text/event-stream; charset=utf-8",
                        .chunks = {}};
    auto at = 0ms;
    for (int i = random.bounded(20); i > 0; --i) {
        at += std::chrono::milliseconds(random.bounded(50));
        const int cut = random.bounded(static_cast<int>(text.size()));
        recording.chunks.push_back(
            {at, random.bounded(2) == 0 ? text.sliced(cut) : randomBytes(random, cut)});
    }
    return recording;
}

} // namespace

class RecordingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survivesWritingAndReading() {
        QRandomGenerator random(42);
        for (int round = 0; round < 500; ++round) {
            const auto recording = randomRecording(random);
            const auto read = parseRecording(writeRecording(recording));
            QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.failure().detail));
            QCOMPARE(read.value(), recording);
        }
    }

    void keepsEveryByteValueAndByteOrderMarks() {
        QByteArray all("\xEF\xBB\xBF");
        for (int byte = 0; byte < 256; ++byte) {
            all += static_cast<char>(byte);
        }
        const Recording recording{
            .dialect = u"x"_s,
            .model = {},
            .note = {},
            .contentType = {},
            .chunks = {{0ms, all}, {0ms, "\xEF\xBB\xBF{}"}, {1ms, QByteArray("\0", 1)}, {1ms, ""}}};
        const auto read = parseRecording(writeRecording(recording));
        QVERIFY(read.ok());
        QCOMPARE(read.value().bytes(), recording.bytes());
        QCOMPARE(read.value().chunks.size(), recording.chunks.size());
    }

    void tellsWhatItIsByItsFirstBytes() {
        QVERIFY(writeRecording({.dialect = u"x"_s, .model = {}, .note = {}, .contentType = {}, .chunks = {}})
                    .startsWith(R"({"rivulet_recording":1,)"));
    }

    void readsTextAndBase64AndIgnoresWhatItDoesNotKnow() {
        const auto read =
            parseRecording("{\"rivulet_recording\":1,\"dialect\":\"ollama\",\"status\":503,\"later\":[1]}\r\n"
                           "\n"
                           "{\"at\":3,\"text\":\"caf\\u00e9\",\"later\":true}\n"
                           "{\"at\":3,\"base64\":\"/w==\"}");
        QVERIFY(read.ok());
        QCOMPARE(read.value().dialect, u"ollama"_s);
        QCOMPARE(read.value().status, 503);
        QCOMPARE(read.value().chunks.size(), 2U);
        QCOMPARE(read.value().chunks[0].at, 3ms);
        QCOMPARE(read.value().bytes(), "caf\xC3\xA9\xFF"_ba);
    }

    void namesTheLineThatIsWrong_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("empty") << ""_ba << u"line 1: the file is empty"_s;
        QTest::newRow("not json") << "hello\n"_ba << u"line 1: "_s;
        QTest::newRow("an array") << "[]\n"_ba << u"line 1: not a JSON object"_s;
        QTest::newRow("no version") << R"({"dialect":"x"})"_ba << u"line 1: not the head"_s;
        QTest::newRow("a later version")
            << R"({"rivulet_recording":2,"dialect":"x"})"_ba << u"line 1: recording format 2"_s;
        QTest::newRow("no dialect") << R"({"rivulet_recording":1})"_ba << u"line 1: \"dialect\""_s;
        QTest::newRow("status") << R"({"rivulet_recording":1,"dialect":"x","status":0})"_ba
                                << u"line 1: \"status\""_s;
        QTest::newRow("note") << R"({"rivulet_recording":1,"dialect":"x","note":1})"_ba
                              << u"line 1: \"note\""_s;
        QTest::newRow("broken chunk") << head + "{\"at\":1,\"text\":\"a\"}\n{\"at\":" << u"line 3: "_s;
        QTest::newRow("no time") << head + "{\"text\":\"a\"}" << u"line 2: \"at\""_s;
        QTest::newRow("negative time") << head + "{\"at\":-1,\"text\":\"a\"}" << u"line 2: \"at\""_s;
        QTest::newRow("fraction") << head + "{\"at\":1.5,\"text\":\"a\"}" << u"line 2: \"at\""_s;
        QTest::newRow("too late") << head + "{\"at\":604800001,\"text\":\"a\"}"
                                  << u"line 2: \"at\" is more"_s;
        QTest::newRow("time goes back") << head + "{\"at\":2,\"text\":\"a\"}\n\n{\"at\":1,\"text\":\"a\"}"
                                        << u"line 4: \"at\" goes back"_s;
        QTest::newRow("no bytes") << head + "{\"at\":2}" << u"line 2: a chunk has either"_s;
        QTest::newRow("two bytes") << head + R"({"at":2,"text":"a","base64":"YQ=="})"
                                   << u"line 2: a chunk has either"_s;
        QTest::newRow("bad base64") << head + R"({"at":2,"base64":"Y!Q="})" << u"line 2: \"base64\""_s;
        QTest::newRow("half a character") << head + R"({"at":2,"text":"\ud83c"})" << u"line 2: \"text\""_s;
    }

    void namesTheLineThatIsWrong() {
        QFETCH(const QByteArray, file);
        QFETCH(const QString, complaint);
        const auto read = parseRecording(file);
        QVERIFY(!read.ok());
        QCOMPARE(read.failure().kind, Failure::Kind::InvalidInput);
        QVERIFY2(read.failure().detail.startsWith(complaint), qPrintable(read.failure().detail));
    }

    void refusesMoreThanItsBound() {
        auto file = head + QByteArray(64LL * 1024 * 1024 - head.size(), '\n');
        QVERIFY(parseRecording(file).ok());
        file += '\n';
        const auto read = parseRecording(file);
        QVERIFY(!read.ok());
        QVERIFY(read.failure().detail.contains("64 MiB"_L1));
    }
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "tst_recording.moc"
