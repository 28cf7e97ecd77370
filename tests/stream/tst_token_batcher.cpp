// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Clock.h"
#include "stream/TokenBatcher.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <memory>
#include <vector>

using rivulet::domain::Failure;
using rivulet::domain::SystemClock;
using rivulet::stream::BatchSettings;
using rivulet::stream::FlushClock;
using rivulet::stream::TextBacklog;
using rivulet::stream::TokenBatcher;
using namespace std::chrono_literals;

namespace {

QString joined(const QSignalSpy& spy) {
    QString all;
    for (const auto& arguments : spy) {
        all += arguments.at(0).toString();
    }
    return all;
}

} // namespace

class tst_TokenBatcher : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    FlushClock m_beats{m_clock};

private Q_SLOTS:
    void showsWhatCameAndThenRests() {
        TokenBatcher batcher(m_beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QVERIFY(!batcher.isAwaiting());
        batcher.append(QStringLiteral("one "));
        batcher.append(QStringLiteral("two"));
        QCOMPARE(batcher.waiting(), 7);
        QVERIFY(batcher.isAwaiting());
        QVERIFY(flushed.wait());
        QCOMPARE(joined(flushed), QStringLiteral("one two"));
        QCOMPARE(flushed.size(), 1);
        QCOMPARE(batcher.waiting(), 0);
        QVERIFY(!batcher.isAwaiting());
    }

    void emptyTextWakesNobody() {
        TokenBatcher batcher(m_beats);
        batcher.append(QString());
        QVERIFY(!batcher.isAwaiting());
    }

    void immediateShowsInTheSameTurn() {
        TokenBatcher batcher(m_beats);
        QVERIFY(batcher.setSettings(BatchSettings::instant()).ok());
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        batcher.append(QStringLiteral("a"));
        QCOMPARE(flushed.size(), 1);
        batcher.append(QStringLiteral("b"));
        QCOMPARE(flushed.size(), 1);
        QTRY_COMPARE(joined(flushed), QStringLiteral("ab"));
    }

    void aFloodDoesNotWaitForTheTimer() {
        TokenBatcher batcher(m_beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QString all;
        for (int piece = 0; piece < 50; ++piece) {
            const QString text(60'000, QChar(u'a' + piece % 26));
            all += text;
            batcher.append(text);
            QVERIFY(batcher.waiting() <= TokenBatcher::mostWaiting);
        }
        QVERIFY(!flushed.isEmpty());
        batcher.flushAll();
        QCOMPARE(joined(flushed), all);
        // What is held is asked for.
        batcher.setHeld(true);
        batcher.append(QString(2 * TokenBatcher::mostWaiting, u'x'));
        QCOMPARE(batcher.waiting(), 2 * TokenBatcher::mostWaiting);
    }

    void muchAtOnceIsShownInPiecesWithATurnBetweenThem() {
        TokenBatcher batcher(m_beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        QString all;
        for (int i = 0; i < 30'000; ++i) {
            all += QStringLiteral(" token%1").arg(i);
        }
        batcher.append(all);
        batcher.finish();
        int turns = 0;
        while (drained.isEmpty() && ++turns < 1000) {
            const qsizetype before = flushed.size();
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QVERIFY2(flushed.size() <= before + 1, "others have their turn between two of them");
        }
        QCOMPARE(joined(flushed), all);
        QVERIFY(flushed.size() >= all.size() / TextBacklog::mostAtOnce);
        for (const auto& arguments : flushed) {
            QVERIFY(arguments.at(0).toString().size() <= TextBacklog::mostAtOnce);
        }
        QCOMPARE(drained.size(), 1);
    }

    void heldWithinThePiecesItStopsAndLosesNothing() {
        TokenBatcher batcher(m_beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        const QString all = QStringLiteral("0123456789").repeated(5000);
        connect(&batcher, &TokenBatcher::flushed, &batcher, [&] {
            if (flushed.size() == 2) {
                batcher.setHeld(true);
            }
        });
        batcher.append(all);
        batcher.finish();
        QTRY_COMPARE(flushed.size(), 2);
        QVERIFY(batcher.isHeld());
        QVERIFY(!batcher.isAwaiting());
        QCOMPARE(batcher.waiting() + joined(flushed).size(), all.size());
        batcher.setHeld(false);
        QVERIFY(drained.wait());
        QCOMPARE(joined(flushed), all);
        QCOMPARE(drained.size(), 1);
    }

    void clearedOrFlushedWithinThePiecesNothingComesTwice() {
        TokenBatcher batcher(m_beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        const QString all = QStringLiteral("0123456789").repeated(5000);
        const auto untilThereIsSome = [&] {
            while (flushed.isEmpty()) {
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            }
        };
        batcher.append(all);
        batcher.finish();
        untilThereIsSome();
        batcher.flushAll();
        QCOMPARE(joined(flushed), all);
        QCOMPARE(drained.size(), 1);
        QVERIFY(!batcher.isAwaiting());

        flushed.clear();
        batcher.append(all);
        untilThereIsSome();
        batcher.clear();
        QVERIFY(!batcher.isAwaiting());
        QVERIFY(joined(flushed).size() < all.size());
        flushed.clear();
        batcher.append(QStringLiteral("new"));
        QTRY_COMPARE(joined(flushed), QStringLiteral("new"));
    }

    void manyShareTheirBeats() {
        QStringList told;
        std::vector<std::unique_ptr<TokenBatcher>> all;
        for (int i = 0; i < 5; ++i) {
            all.push_back(std::make_unique<TokenBatcher>(m_beats));
            connect(all.back().get(), &TokenBatcher::flushed, this, [&](const QString& text) {
                if (told.isEmpty()) {
                    QTimer::singleShot(0, this, [&] { told.append(QStringLiteral("turn")); });
                }
                told.append(text);
            });
            all.back()->append(QString::number(i));
        }
        QTRY_VERIFY(told.contains(QStringLiteral("turn")));
        QCOMPARE(told.join(u' '), QStringLiteral("0 1 2 3 4 turn"));
    }

    void heldCountsAndShowsNothing() {
        TokenBatcher batcher(m_beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QSignalSpy waitingChanged(&batcher, &TokenBatcher::waitingChanged);
        batcher.setHeld(true);
        for (int i = 0; i < 50; ++i) {
            batcher.append(QString(100, u'x'));
        }
        QCOMPARE(batcher.waiting(), 5000);
        QCOMPARE(waitingChanged.size(), 50);
        QVERIFY(!batcher.isAwaiting());
        QCOMPARE(flushed.size(), 0);
        batcher.setHeld(false);
        QTRY_COMPARE(batcher.waiting(), 0);
        QVERIFY2(flushed.size() > 5, "flows out, and does not jump");
        QCOMPARE(joined(flushed).size(), 5000);
    }

    void drainsOnceAfterTheLastOfIt() {
        TokenBatcher batcher(m_beats);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        QString shown;
        connect(&batcher, &TokenBatcher::flushed, &batcher, [&](const QString& text) {
            QCOMPARE(drained.size(), 0);
            shown += text;
        });
        batcher.append(QStringLiteral("text"));
        batcher.finish();
        QCOMPARE(drained.size(), 0);
        QVERIFY(drained.wait());
        QCOMPARE(shown, QStringLiteral("text"));
        QCOMPARE(drained.size(), 1);
    }

    void drainsAtOnceWhereNothingWaits() {
        TokenBatcher batcher(m_beats);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.finish();
        QCOMPARE(drained.size(), 1);
    }

    void heldAtTheEndDrainsAfterRelease() {
        TokenBatcher batcher(m_beats);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.append(QStringLiteral("text"));
        batcher.setHeld(true);
        batcher.finish();
        QVERIFY(!batcher.isAwaiting());
        QCOMPARE(drained.size(), 0);
        batcher.setHeld(false);
        QVERIFY(drained.wait());
        QCOMPARE(batcher.waiting(), 0);
    }

    void anAppendAfterTheEndBeginsAnew() {
        TokenBatcher batcher(m_beats);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.append(QStringLiteral("a"));
        batcher.finish();
        QVERIFY(drained.wait());
        batcher.append(QStringLiteral("b"));
        QTRY_COMPARE(batcher.waiting(), 0);
        QCOMPARE(drained.size(), 1);
        batcher.finish();
        QCOMPARE(drained.size(), 2);
    }

    void flushAllLeavesNothingEvenWhileHeld() {
        TokenBatcher batcher(m_beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.setHeld(true);
        batcher.append(QStringLiteral("text"));
        batcher.finish();
        batcher.flushAll();
        QCOMPARE(joined(flushed), QStringLiteral("text"));
        QCOMPARE(drained.size(), 1);
        QVERIFY(batcher.isHeld());
    }

    void clearForgets() {
        TokenBatcher batcher(m_beats);
        QVERIFY(batcher.setSettings(BatchSettings::economical()).ok());
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        batcher.append(QStringLiteral("text"));
        batcher.clear();
        QCOMPARE(batcher.waiting(), 0);
        QVERIFY(!batcher.isAwaiting());
        QCOMPARE(batcher.settings(), BatchSettings::economical());
        batcher.append(QStringLiteral("new "));
        QTRY_COMPARE(joined(flushed), QStringLiteral("new "));
    }

    void mayBeChangedAndDeletedWhileItFlushes() {
        auto batcher = std::make_unique<TokenBatcher>(m_beats);
        QVERIFY(batcher->setSettings(BatchSettings::instant()).ok());
        int flushes = 0;
        connect(batcher.get(), &TokenBatcher::flushed, this, [&] {
            ++flushes;
            batcher->append(QStringLiteral("again"));
            batcher->setHeld(true);
            batcher.reset();
        });
        batcher->append(QStringLiteral("text"));
        QVERIFY(!batcher);
        QCOMPARE(flushes, 1);
    }

    void refusesSettingsByNameValueAndRange_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("delay");
        QTest::addColumn<int>("rate");
        QTest::addColumn<QString>("detail");
        const auto row = [](int size, int delay, int rate, const char* detail) {
            QTest::addRow("%d %d %d", size, delay, rate)
                << size << delay << rate << QString::fromLatin1(detail);
        };
        row(1, 0, 0, "");
        row(65536, 2000, 1'000'000, "");
        row(0, 16, 0, "size is 0; it must be between 1 and 65536");
        row(65537, 16, 0, "size is 65537; it must be between 1 and 65536");
        row(1, -1, 0, "delay is -1; it must be between 0 and 2000");
        row(1, 2001, 0, "delay is 2001; it must be between 0 and 2000");
        row(1, 16, -1, "highestRate is -1; it must be between 0 and 1000000");
        row(1, 16, 1'000'001, "highestRate is 1000001; it must be between 0 and 1000000");
    }
    void refusesSettingsByNameValueAndRange() {
        QFETCH(int, size);
        QFETCH(int, delay);
        QFETCH(int, rate);
        QFETCH(QString, detail);
        TokenBatcher batcher(m_beats);
        BatchSettings settings;
        settings.size = size;
        settings.delay = std::chrono::milliseconds{delay};
        settings.highestRate = rate;
        const auto result = batcher.setSettings(settings);
        QCOMPARE(result.ok(), detail.isEmpty());
        if (result.ok()) {
            QCOMPARE(batcher.settings(), settings);
        } else {
            QCOMPARE(result.failure().detail, detail);
            QVERIFY(result.failure().kind == Failure::Kind::InvalidSettings);
            QCOMPARE(batcher.settings(), BatchSettings{});
        }
    }

    void profilesAreValid() {
        QVERIFY(BatchSettings::smooth().validate().ok());
        QVERIFY(BatchSettings::instant().validate().ok());
        QVERIFY(BatchSettings::economical().validate().ok());
    }
};

QTEST_GUILESS_MAIN(tst_TokenBatcher)
#include "tst_token_batcher.moc"
