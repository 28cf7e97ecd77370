// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "exchange/Recording.h"
#include "providers/Dialect.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <map>

namespace rivulet::providers {

namespace {

/// The events of golden files, in the order of domain::StreamEvent, with an answer refused before its stream
/// ("refused") as the last.
const QStringList events{QStringLiteral("started"),  QStringLiteral("text"),     QStringLiteral("thinking"),
                         QStringLiteral("tool"),     QStringLiteral("citation"), QStringLiteral("progress"),
                         QStringLiteral("usage"),    QStringLiteral("warning"),  QStringLiteral("alive"),
                         QStringLiteral("finished"), QStringLiteral("error"),    QStringLiteral("closed"),
                         QStringLiteral("refused")};

/// What a protocol has no words for.
const std::map<QString, QStringList> absent{
    // No progress of its own; a ping is its sign of life.
    {QStringLiteral("anthropic"), {QStringLiteral("progress")}},
    // Comments are its signs of life, and no events.
    {QStringLiteral("openai-chat"), {QStringLiteral("alive")}},
    {QStringLiteral("openai-responses"), {QStringLiteral("progress")}},
    {QStringLiteral("gemini"), {QStringLiteral("alive"), QStringLiteral("progress")}},
    {QStringLiteral("ollama"), {QStringLiteral("alive"), QStringLiteral("citation")}},
    {QStringLiteral("assist"), {QStringLiteral("citation")}},
};

} // namespace

/// Which events of which dialect the recordings in tests/data hold, as a table; a hole in it is a failure.
class TestEventMatrix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyDialectHasRecordingsOfEveryEventItKnows();
};

void TestEventMatrix::everyDialectHasRecordingsOfEveryEventItKnows() {
    std::map<QString, std::map<QString, int>> counts;
    std::map<QString, int> recordings;
    QDirIterator files(QStringLiteral(RIVULET_TEST_DATA), {QStringLiteral("*.recording")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto recording = exchange::parseRecording(file.readAll());
        QVERIFY2(recording.ok(), qPrintable(path));
        QFile golden(path.chopped(qsizetype(sizeof("recording") - 1)) + QStringLiteral("events"));
        QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(golden.fileName()));
        ++recordings[recording.value().dialect];
        auto& row = counts[recording.value().dialect];
        while (!golden.atEnd()) {
            const auto fields = QJsonDocument::fromJson(golden.readLine()).object();
            ++row[fields.value(u"event").toString(QStringLiteral("refused"))];
        }
    }

    QString table = QStringLiteral("%1").arg(QString(), -18);
    for (const QString& event : events) {
        table += event.rightJustified(10);
    }
    table += QStringLiteral("recordings").rightJustified(12) + u'\n';
    QStringList holes;
    for (const QString& dialect : dialectNames()) {
        table += dialect.leftJustified(18);
        const QStringList without = absent.contains(dialect) ? absent.at(dialect) : QStringList();
        for (const QString& event : events) {
            const int count = counts[dialect][event];
            const bool expected = !without.contains(event);
            table +=
                (count > 0 || expected ? QString::number(count) : QStringLiteral("-")).rightJustified(10);
            if (expected && count == 0) {
                holes.append(dialect + u' ' + event);
            }
        }
        table += QString::number(recordings[dialect]).rightJustified(12) + u'\n';
    }
    QTextStream(stdout) << table;
    QVERIFY2(holes.isEmpty(), qPrintable(holes.join(QStringLiteral(", "))));
}

} // namespace rivulet::providers

QTEST_APPLESS_MAIN(rivulet::providers::TestEventMatrix)

#include "tst_event_matrix.moc"
