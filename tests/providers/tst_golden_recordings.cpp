// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/EventText.h"

#include "exchange/Recording.h"
#include "providers/Dialect.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

namespace rivulet::providers {

namespace {

using domain::StreamEvent;
using exchange::Recording;

/// Set it to write the golden files anew; then read what changed before it is committed.
bool updatesGoldenFiles() {
    return qEnvironmentVariableIsSet("RIVULET_UPDATE_GOLDEN");
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a dialect makes of a stream in these slices.
std::vector<StreamEvent> eventsOf(const Recording& recording, const std::vector<QByteArrayView>& slices) {
    const auto dialect = makeDialect(recording.dialect);
    const auto decoder = dialect->makeDecoder();
    std::vector<StreamEvent> events;
    std::vector<wire::Frame> frames;
    const auto readFrames = [&] {
        for (const wire::Frame& frame : frames) {
            dialect->read(frame, events);
        }
        frames.clear();
    };
    for (const QByteArrayView slice : slices) {
        if (!decoder->feed(slice, frames)) {
            break;
        }
        readFrames();
    }
    decoder->finish(frames);
    readFrames();
    return events;
}

bool isStream(const Recording& recording) {
    return recording.status == 200 && recording.contentType != "application/json";
}

/// The golden text of a recording: its events, or the failure that its status means.
QByteArray goldenText(const Recording& recording) {
    const QByteArray bytes = recording.bytes();
    const auto dialect = makeDialect(recording.dialect);
    if (recording.status != 200) {
        const HttpReply reply{recording.status, {{"content-type", recording.contentType}}, bytes};
        return tests::lineOf(tests::fieldsOf(dialect->readError(reply)));
    }
    if (!isStream(recording)) {
        std::vector<StreamEvent> events;
        dialect->readWhole(bytes, events);
        return tests::eventLines(events);
    }
    return tests::eventLines(eventsOf(recording, {bytes}));
}

bool isFinished(const std::vector<StreamEvent>& events) {
    return std::ranges::any_of(
        events, [](const StreamEvent& event) { return std::holds_alternative<domain::Finished>(event); });
}

} // namespace

class TestGoldenRecordings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsTheGoldenEvents_data();
    void readsTheGoldenEvents();
    void readsTheSameEventsHoweverTheStreamIsCut_data();
    void readsTheSameEventsHoweverTheStreamIsCut();
    void keepsEveryCompleteEventOfACutStream_data();
    void keepsEveryCompleteEventOfACutStream();

private:
    void addRecordings(bool streamsOnly);

    std::vector<std::pair<QString, Recording>> m_recordings; ///< path without its ending
};

void TestGoldenRecordings::initTestCase() {
    QDirIterator files(QStringLiteral(RIVULET_TEST_DATA), {QStringLiteral("*.recording")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const auto recording = exchange::parseRecording(contentOf(path));
        QVERIFY2(recording.ok(), qPrintable(path));
        if (makeDialect(recording.value().dialect) != nullptr) {
            m_recordings.emplace_back(path.chopped(qsizetype(sizeof(".recording") - 1)), recording.value());
        }
    }
    std::ranges::sort(m_recordings, {}, &std::pair<QString, Recording>::first);
    QVERIFY(m_recordings.size() > 50);
}

void TestGoldenRecordings::addRecordings(bool streamsOnly) {
    QTest::addColumn<int>("number");
    for (int i = 0; const auto& [path, recording] : m_recordings) {
        if (!streamsOnly || isStream(recording)) {
            const auto name = QStringView(path).mid(qsizetype(sizeof(RIVULET_TEST_DATA)));
            QTest::newRow(qPrintable(name.toString())) << i;
        }
        ++i;
    }
}

void TestGoldenRecordings::readsTheGoldenEvents_data() {
    addRecordings(false);
}

void TestGoldenRecordings::readsTheGoldenEvents() {
    QFETCH(const int, number);
    const auto& [path, recording] = m_recordings.at(static_cast<std::size_t>(number));
    const QByteArray text = goldenText(recording);
    const QString goldenPath = path + QStringLiteral(".events");
    if (updatesGoldenFiles()) {
        QFile file(goldenPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
        return;
    }
    QVERIFY(QFile::exists(goldenPath));
    QCOMPARE(text.split('\n'), contentOf(goldenPath).split('\n'));
}

void TestGoldenRecordings::readsTheSameEventsHoweverTheStreamIsCut_data() {
    addRecordings(true);
}

void TestGoldenRecordings::readsTheSameEventsHoweverTheStreamIsCut() {
    QFETCH(const int, number);
    const Recording& recording = m_recordings.at(static_cast<std::size_t>(number)).second;
    const QByteArray stream = recording.bytes();
    const QByteArrayView view(stream);
    const auto whole = eventsOf(recording, {view});

    std::vector<QByteArrayView> bytes;
    bytes.reserve(static_cast<std::size_t>(view.size()));
    for (qsizetype i = 0; i < view.size(); ++i) {
        bytes.push_back(view.sliced(i, 1));
    }
    QVERIFY(eventsOf(recording, bytes) == whole);

    std::vector<QByteArrayView> chunks;
    chunks.reserve(recording.chunks.size());
    for (const Recording::Chunk& chunk : recording.chunks) {
        chunks.emplace_back(chunk.bytes);
    }
    QVERIFY(eventsOf(recording, chunks) == whole);

    for (qsizetype cut = 0; cut <= view.size(); ++cut) {
        QVERIFY2(eventsOf(recording, {view.first(cut), view.sliced(cut)}) == whole,
                 qPrintable(QStringLiteral("cut at %1").arg(cut)));
    }
}

void TestGoldenRecordings::keepsEveryCompleteEventOfACutStream_data() {
    addRecordings(true);
}

/// The law of interruption: what a cut stream tells is a beginning of what the whole one tells (but for a
/// warning about a last line that is no JSON), and it is finished only if the end mark itself came.
void TestGoldenRecordings::keepsEveryCompleteEventOfACutStream() {
    QFETCH(const int, number);
    const Recording& recording = m_recordings.at(static_cast<std::size_t>(number)).second;
    const QByteArray stream = recording.bytes();
    const QByteArrayView view(stream);
    const auto whole = eventsOf(recording, {view});
    std::size_t before = 0;
    for (qsizetype cut = 0; cut <= view.size(); ++cut) {
        auto events = eventsOf(recording, {view.first(cut)});
        if (!events.empty() && std::holds_alternative<domain::Warning>(events.back()) &&
            (events.size() > whole.size() || events.back() != whole.at(events.size() - 1))) {
            events.pop_back();
        }
        const QByteArray place = QByteArray::number(cut);
        QVERIFY2(events.size() <= whole.size() && std::equal(events.begin(), events.end(), whole.begin()),
                 place.constData());
        // More bytes never take anything back.
        QVERIFY2(events.size() + 1 >= before, place.constData());
        before = events.size();
        const auto mark = std::ranges::find_if(
            whole, [](const StreamEvent& event) { return std::holds_alternative<domain::Finished>(event); });
        const bool markCame =
            mark != whole.end() && events.size() > static_cast<std::size_t>(mark - whole.begin());
        QVERIFY2(isFinished(events) == markCame, place.constData());
    }
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestGoldenRecordings)
#include "tst_golden_recordings.moc"
