// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Reveal.h"
#include "stream/StreamState.h"

#include <QSet>
#include <QTest>

using namespace rivulet::stream;

class tst_StreamState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The laws of the table are static_asserts in StreamState.cpp; here its usual ways, step by step.
    void goesFromRequestToCompleted() {
        StreamState state = StreamState::Idle;
        const auto step = [&](StreamInput input) { return state = next(state, input); };
        QCOMPARE(step(StreamInput::Started), StreamState::Connecting);
        QCOMPARE(step(StreamInput::Delayed), StreamState::Waiting);
        QCOMPARE(step(StreamInput::Sent), StreamState::Connecting);
        QCOMPARE(step(StreamInput::Thought), StreamState::Thinking);
        QCOMPARE(step(StreamInput::TextCame), StreamState::Streaming);
        QCOMPARE(step(StreamInput::Lost), StreamState::Reconnecting);
        QCOMPARE(step(StreamInput::TextCame), StreamState::Streaming);
        QCOMPARE(step(StreamInput::Finished), StreamState::Completed);
        QCOMPARE(step(StreamInput::Cancelled), StreamState::Completed);
        QCOMPARE(step(StreamInput::Resumed), StreamState::Completed);
        QCOMPARE(step(StreamInput::Started), StreamState::Connecting);
    }

    void everyStateHasItsOwnName() {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(StreamState::Failed); ++i) {
            names.insert(stateName(static_cast<StreamState>(i)));
        }
        QCOMPARE(names.size(), 10);
        QVERIFY(!names.contains(QString()));
        QCOMPARE(stateName(StreamState::Interrupted), QStringLiteral("interrupted"));
    }

    void everyRevealHasItsName() {
        QCOMPARE(revealName(Reveal::Flowing), QStringLiteral("flowing"));
        QCOMPARE(revealName(Reveal::Held), QStringLiteral("held"));
        QCOMPARE(revealName(Reveal::WireHeld), QStringLiteral("wire held"));
    }
};

QTEST_GUILESS_MAIN(tst_StreamState)
#include "tst_stream_state.moc"
