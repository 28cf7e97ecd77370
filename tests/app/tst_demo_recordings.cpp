// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "demo/Continuation.h"
#include "exchange/Recording.h"
#include "providers/Dialect.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rivulet;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("can't be read: %s", qPrintable(path));
    }
    return file.readAll();
}

/// What the real dialect reads from a recording.
struct Read {
    explicit Read(const exchange::Recording& recording) {
        const auto dialect = providers::makeDialect(recording.dialect);
        const auto decoder = dialect->makeDecoder();
        std::vector<wire::Frame> frames;
        for (const auto& chunk : recording.chunks) {
            isWithinBounds = decoder->feed(chunk.bytes, frames) && isWithinBounds;
            for (const auto& frame : std::exchange(frames, {})) {
                dialect->read(frame, events);
            }
        }
    }

    template <typename Event>
    [[nodiscard]] std::vector<Event> all() const {
        std::vector<Event> found;
        for (const auto& event : events) {
            if (const auto* one = std::get_if<Event>(&event)) {
                found.push_back(*one);
            }
        }
        return found;
    }

    template <typename Delta>
    [[nodiscard]] QString joined() const {
        QString text;
        for (const auto& delta : all<Delta>()) {
            text += delta.text;
        }
        return text;
    }

    std::vector<domain::StreamEvent> events;
    bool isWithinBounds = true;
};

/// A section of the text that a recording was made from.
QString section(const QString& source, const QString& name) {
    const auto begin = source.indexOf(u"=== "_s + name + u'\n');
    const auto body = source.sliced(begin + name.size() + 5);
    const auto end = body.indexOf("\n=== "_L1);
    return (end < 0 ? body : body.first(end)).trimmed();
}

} // namespace

class DemoRecordingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRecordingIsAWholeAnswer_data() {
        QTest::addColumn<QString>("name");
        for (const auto& name : QDir(u":/demo"_s).entryList()) {
            QTest::addRow("%s", qPrintable(name)) << name.section(u'.', 0, 0);
        }
    }

    // Golden: read by the real dialect, a recording says what its text says, and ends as it should.
    void everyRecordingIsAWholeAnswer() {
        QFETCH(const QString, name);
        const auto recording =
            exchange::parseRecording(contentOf(u":/demo/"_s + name + u".recording"_s)).value();
        const auto source =
            QString::fromUtf8(contentOf(QStringLiteral(RIVULET_DEMO_ANSWERS "/") + name + u".md"_s));
        const Read read(recording);
        QCOMPARE(read.joined<domain::TextDelta>(), section(source, u"answer"_s));
        QCOMPARE(read.joined<domain::ThinkingDelta>(), section(source, u"thinking"_s));
        QCOMPARE(read.all<domain::Finished>().size(), 1U);
        // An answer that waits for a tool of the client's would be none: nothing here runs one.
        QCOMPARE(read.all<domain::Finished>().front().reason, domain::StopReason::EndTurn);
        QVERIFY(read.isWithinBounds);
        QVERIFY(read.all<domain::Warning>().empty());
        QVERIFY(read.all<domain::ErrorReported>().empty());
        QVERIFY(read.all<domain::UsageReported>().back().usage.output.value_or(0) > 300);
        QCOMPARE(read.all<domain::Started>().front().model, recording.model);
        QVERIFY(recording.chunks.back().at >= 6s && recording.chunks.back().at <= 15s);
    }

    void theToolOfTheShowpieceIsRead() {
        const Read search(exchange::parseRecording(contentOf(u":/demo/brook-transport.recording"_s)).value());
        QVERIFY(!search.all<domain::ToolActivity>().empty());
        QCOMPARE(search.all<domain::ToolActivity>().front().name, u"web_search"_s);
        QCOMPARE(search.all<domain::ToolActivity>().back().state, domain::ToolActivity::State::Completed);
        QCOMPARE(search.all<domain::Citation>().size(), 2U);
    }

    void theDialectReadsAContinuationToo() {
        for (const auto& name : {u"brook-transport"_s, u"meander-rainbow"_s}) {
            const auto recording =
                exchange::parseRecording(contentOf(u":/demo/"_s + name + u".recording"_s)).value();
            const auto whole = Read(recording).joined<domain::TextDelta>();
            const auto kept = whole.first(whole.size() / 2);
            const Read rest(app::continuation(recording, kept));
            QCOMPARE(kept + rest.joined<domain::TextDelta>(), whole);
            QCOMPARE(rest.joined<domain::ThinkingDelta>(), QString());
            QVERIFY(rest.all<domain::ToolActivity>().empty());
            QVERIFY(rest.all<domain::Warning>().empty());
            QCOMPARE(rest.all<domain::Finished>().size(), 1U);
        }
    }
};

QTEST_GUILESS_MAIN(DemoRecordingsTest)
#include "tst_demo_recordings.moc"
