// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TextBacklog.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>
#include <QTextBoundaryFinder>

#include <vector>

using rivulet::stream::BatchSettings;
using rivulet::stream::TextBacklog;
using namespace std::chrono_literals;

namespace {

using Instant = TextBacklog::Instant;

const Instant origin = Instant{} + 1h;

/// One take as a view would see it.
struct Shown {
    Instant at;
    QString text;
};

/// Runs the clock to `until`, and takes whenever something is due, as a timer would.
void runTo(TextBacklog& backlog, Instant& now, Instant until, std::vector<Shown>& shown) {
    for (auto due = backlog.due(); due && *due <= until; due = backlog.due()) {
        now = std::max(now, *due);
        const QString text = backlog.take(now);
        QVERIFY2(!text.isEmpty(), "due, and nothing to take");
        shown.push_back({now, text});
    }
    now = std::max(now, until);
}

QString joined(const std::vector<Shown>& shown) {
    QString all;
    for (const auto& [at, text] : shown) {
        all += text;
    }
    return all;
}

QString randomText(QRandomGenerator& random, int pieces) {
    static const QStringList alphabet{
        QStringLiteral("a"),
        QStringLiteral("word "),
        QStringLiteral(" "),
        QStringLiteral("\r\n"),
        QString::fromUtf8("\xc3\xa9"),
        QString::fromUtf8("\xe2\x82\xac"),
        QString::fromUtf8("\xe4\xb8\xad\xe6\x96\x87"),
        QString::fromUtf8("\xf0\x9f\x98\x80"), // a face
        QString::fromUtf8(
            "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\xe2\x80\x8d\xf0\x9f\x91\xa6"), // a family
        QString::fromUtf8("\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd"),                           // with a skin tone
        QString::fromUtf8(
            "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa."), // a flag; Qt 6.4 sees two flags side by side as one
        QString::fromUtf8("\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xb7\xe0\xa4\xbf"), // Devanagari
        QString::fromUtf8("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab")};            // Hangul letters
    QString text;
    for (int i = 0; i < pieces; ++i) {
        text += alphabet.at(random.bounded(alphabet.size()));
    }
    return text;
}

BatchSettings randomSettings(QRandomGenerator& random) {
    BatchSettings settings;
    settings.mode = static_cast<BatchSettings::Mode>(random.bounded(4));
    settings.size = random.bounded(1, 40);
    settings.delay = std::chrono::milliseconds{random.bounded(0, 60)};
    settings.highestRate = random.bounded(3) == 0 ? random.bounded(1, 5000) : 0;
    return settings;
}

QSet<qsizetype> characterEnds(const QString& text) {
    QSet<qsizetype> ends;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (auto at = finder.toNextBoundary(); at >= 0; at = finder.toNextBoundary()) {
        ends.insert(at);
    }
    return ends;
}

BatchSettings with(BatchSettings::Mode mode, std::chrono::milliseconds delay, int size = 4096, int rate = 0) {
    return {.mode = mode, .size = size, .delay = delay, .highestRate = rate};
}

} // namespace

class tst_TextBacklog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Whatever the settings, the slicing and the times: what is shown is what came, at most once a frame,
    /// and no character is parted.
    void lawShownIsWhatCame() {
        QRandomGenerator random(20240611);
        for (int round = 0; round < 400; ++round) {
            TextBacklog backlog;
            backlog.setSettings(randomSettings(random));
            const QString text = randomText(random, random.bounded(1, 60));
            std::vector<Shown> shown;
            Instant now = origin;
            for (qsizetype at = 0; at < text.size();) {
                const auto length = std::min<qsizetype>(text.size() - at, random.bounded(1, 9));
                backlog.append(QStringView(text).mid(at, length), now);
                at += length;
                if (random.bounded(12) == 0) {
                    backlog.release(now);
                }
                // Under the grace, so that no character's rest comes too late to be waited for.
                runTo(backlog, now, now + std::chrono::milliseconds{random.bounded(0, 60)}, shown);
            }
            backlog.close();
            runTo(backlog, now, now + 24h, shown);

            QCOMPARE(joined(shown), text);
            QCOMPARE(backlog.size(), 0);
            QVERIFY(!backlog.due());
            const auto ends = characterEnds(text);
            qsizetype at = 0;
            for (std::size_t i = 0; i < shown.size(); ++i) {
                at += shown.at(i).text.size();
                QVERIFY2(ends.contains(at),
                         qPrintable(QStringLiteral("round %1, mode %2, parted at %3: %4|%5")
                                        .arg(round)
                                        .arg(static_cast<int>(backlog.settings().mode))
                                        .arg(at)
                                        .arg(text.mid(at - 8, 8), text.mid(at, 8))));
                QVERIFY(i == 0 || shown.at(i).at - shown.at(i - 1).at >= TextBacklog::frame);
            }
        }
    }

    void surrogatePairsAreNeverPartedHoweverLateTheirHalfComes() {
        for (int mode = 0; mode < 4; ++mode) {
            TextBacklog backlog;
            backlog.setSettings(with(static_cast<BatchSettings::Mode>(mode), 16ms));
            const QString face = QString::fromUtf8("\xf0\x9f\x98\x80");
            std::vector<Shown> shown;
            Instant now = origin;
            backlog.append(QString(u'a' + face.first(1)), now);
            runTo(backlog, now, now + 1h, shown);
            QCOMPARE(joined(shown), QStringLiteral("a"));
            QVERIFY(!backlog.due());
            backlog.append(face.last(1), now);
            runTo(backlog, now, now + 1h, shown);
            QCOMPARE(joined(shown), QString(u'a' + face));
        }
    }

    void thaiNearbyPartsNoPair() {
        QRandomGenerator random(3);
        const QString unit = QString::fromUtf8("\xe0\xb8\x81\xf0\x9f\x98\x80\xe0\xb8\xb3");
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Character, 500ms));
        std::vector<Shown> shown;
        Instant now = origin;
        for (int i = 0; i < 200; ++i) {
            backlog.append(unit, now);
            runTo(backlog, now, now + std::chrono::milliseconds{random.bounded(40)}, shown);
        }
        backlog.close();
        runTo(backlog, now, now + 1h, shown);
        QCOMPARE(joined(shown), unit.repeated(200));
        for (const auto& [at, text] : shown) {
            QVERIFY(!text.back().isHighSurrogate() && !text.front().isLowSurrogate());
        }
    }

    void aLoneHalfIsShownAtTheEnd() {
        TextBacklog backlog;
        backlog.append(QString(QChar(0xD83D)), origin);
        QVERIFY(!backlog.due());
        backlog.close();
        QVERIFY(backlog.due());
        QCOMPARE(backlog.take(*backlog.due()).size(), 1);
    }

    void aLastCharacterThatMayGrowWaitsOnlyItsGrace() {
        TextBacklog backlog;
        const QString thumb = QString::fromUtf8("\xf0\x9f\x91\x8d");
        backlog.append(thumb, origin);
        QCOMPARE(*backlog.due(), origin + TextBacklog::clusterGrace);
        QCOMPARE(backlog.take(origin + TextBacklog::clusterGrace), thumb);
        backlog.append(QStringLiteral("plain"), origin + 1s);
        QCOMPARE(*backlog.due(), origin + 1s);
    }

    void smoothShowsABatchWithinAFrameOfIt() {
        TextBacklog backlog;
        backlog.setSettings(BatchSettings::smooth());
        std::vector<Shown> shown;
        Instant now = origin;
        for (int i = 0; i < 100; ++i) {
            backlog.append(QStringLiteral("token "), now);
            const Instant arrived = now;
            runTo(backlog, now, now + 40ms, shown);
            QCOMPARE(backlog.size(), 0);
            QVERIFY(shown.back().at <= arrived + TextBacklog::frame);
        }
    }

    void immediateShowsAtOnceButOnceAFrame() {
        TextBacklog backlog;
        backlog.setSettings(BatchSettings::instant());
        backlog.append(u"a", origin);
        QCOMPARE(backlog.take(origin), QStringLiteral("a"));
        backlog.append(u"b", origin + 1ms);
        QVERIFY(backlog.take(origin + 15ms).isEmpty());
        backlog.append(u"c", origin + 15ms);
        QCOMPARE(backlog.take(origin + 16ms), QStringLiteral("bc"));
    }

    void sizeCutsTheDelayShort() {
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Token, 1000ms, 5));
        backlog.append(u"abcd", origin);
        QCOMPARE(*backlog.due(), origin + 1000ms);
        backlog.append(u"e", origin + 3ms);
        QCOMPARE(backlog.take(origin + 3ms), QStringLiteral("abcde"));
    }

    void wordsComeWholeAndALongOneOnlyAfterItsDelay() {
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Word, 200ms));
        backlog.append(u"the quick bro", origin);
        QCOMPARE(backlog.take(origin + 16ms), QStringLiteral("the quick "));
        QVERIFY(backlog.take(origin + 50ms).isEmpty());
        backlog.append(u"wn fox", origin + 60ms);
        QCOMPARE(backlog.take(origin + 76ms), QStringLiteral("brown "));
        QCOMPARE(*backlog.due(), origin + 60ms + 200ms);
        QCOMPARE(backlog.take(origin + 260ms), QStringLiteral("fox"));
        backlog.append(u"end", origin + 300ms);
        backlog.close();
        QCOMPARE(backlog.take(origin + 316ms), QStringLiteral("end"));
    }

    void aTakeIsBoundedAndItsRestIsDueAtOnce() {
        TextBacklog backlog;
        const QString family =
            QString::fromUtf8("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\xe2\x80\x8d\xf0\x9f\x91\xa6");
        const QString text = (family + u'x').repeated(3000);
        backlog.append(text, origin);
        std::vector<Shown> shown;
        Instant now = origin;
        runTo(backlog, now, origin, shown);
        QCOMPARE(joined(shown), text);
        QVERIFY(shown.size() > 2);
        for (const auto& [at, piece] : shown) {
            QVERIFY(piece.size() <= TextBacklog::mostAtOnce);
            QVERIFY(piece.startsWith(family) || piece.startsWith(u'x'));
        }
    }

    void whatWasHeldAndIsTooMuchForATakeStillFlowsOutOverManyFrames() {
        TextBacklog backlog;
        backlog.append(QString(1'000'000, u'x'), origin);
        backlog.release(origin + 10s);
        std::vector<Shown> shown;
        Instant now = origin + 10s;
        runTo(backlog, now, origin + 20s, shown);
        QCOMPARE(joined(shown).size(), 1'000'000);
        QSet<qint64> frames;
        for (const auto& [at, text] : shown) {
            QVERIFY(text.size() <= TextBacklog::mostAtOnce);
            frames.insert((at - origin).count());
        }
        QVERIFY2(frames.size() >= 10, "its pieces do not make it jump");
        QVERIFY(shown.back().at <= origin + 10s + TextBacklog::releaseSpan + TextBacklog::frame);
    }

    void charactersAreSpreadEvenly() {
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Character, 160ms));
        backlog.append(QString(100, u'x'), origin);
        std::vector<Shown> shown;
        Instant now = origin;
        runTo(backlog, now, origin + 1s, shown);
        QCOMPARE(joined(shown).size(), 100);
        QVERIFY(shown.size() >= 8);
        QVERIFY(shown.back().at <= origin + 176ms);
        for (const auto& [at, text] : shown) {
            QVERIFY(text.size() <= 12);
        }
    }

    void theHighestRateHolds() {
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Token, 16ms, 4096, 100));
        std::vector<Shown> shown;
        Instant now = origin;
        backlog.append(QString(150, u'x'), now);
        runTo(backlog, now, origin + 1s, shown);
        const auto second = joined(shown).size();
        QVERIFY2(second >= 90 && second <= 101, qPrintable(QString::number(second)));
    }

    void aRateBelowOneAFrameTicksOnlyWhenItShows() {
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Token, 16ms, 4096, 10));
        std::vector<Shown> shown;
        Instant now = origin;
        backlog.append(QString(15, u'x'), now);
        runTo(backlog, now, origin + 1s, shown);
        QVERIFY(shown.size() <= 10);
        QVERIFY(joined(shown).size() >= 8);
    }

    void aBacklogOverTwoSecondsIsLetGoFaster() {
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Token, 16ms, 4096, 100));
        std::vector<Shown> shown;
        Instant now = origin;
        backlog.append(QString(100'000, u'x'), now);
        runTo(backlog, now, origin + 2s, shown);
        QVERIFY(joined(shown).size() > 50'000);
    }

    void whatWasHeldFlowsOutOverManyFrames() {
        TextBacklog backlog;
        backlog.setSettings(BatchSettings::smooth());
        backlog.append(QString(3000, u'x'), origin);
        backlog.release(origin + 10s);
        std::vector<Shown> shown;
        Instant now = origin + 10s;
        runTo(backlog, now, origin + 20s, shown);
        QCOMPARE(joined(shown).size(), 3000);
        QVERIFY(shown.size() >= 10);
        QVERIFY(shown.back().at <= origin + 10s + TextBacklog::releaseSpan + TextBacklog::frame);
        for (const auto& [at, text] : shown) {
            QVERIFY(text.size() <= 400);
        }
    }

    /// Ten times the text must not cost a hundred times the work; counted by what is moved, not by a clock,
    /// this would need a hook, so the sizes are such that a quadratic cost would not end within the test's
    /// time.
    void costIsLinear() {
        TextBacklog backlog;
        backlog.setSettings(with(BatchSettings::Mode::Token, 16ms, 4096, 1'000'000));
        Instant now = origin;
        qsizetype shown = 0;
        const QString piece(20'000'000, u'x');
        backlog.append(piece, now);
        while (backlog.size() > 0) {
            now = *backlog.due();
            shown += backlog.take(now).size();
        }
        QCOMPARE(shown, piece.size());
    }
};

QTEST_GUILESS_MAIN(tst_TextBacklog)
#include "tst_text_backlog.moc"
