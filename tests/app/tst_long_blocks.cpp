// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "TranscriptFixture.h"
#include "models/CodeFence.h"
#include "text/CodeSpans.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace rivulet;
using app::CodeFence;
using app::TableModel;

namespace {

QString longCode(int lines) {
    QString text;
    for (int line = 0; line < lines; ++line) {
        text += QStringLiteral("value_%1 = %1\n").arg(line);
    }
    return text;
}

QVariant at(const TranscriptModel& model, int row, int role) {
    return model.data(model.index(row), role);
}

CodeFence* fence(const TranscriptModel& model, int row) {
    return at(model, row, TranscriptModel::CodeRole).value<CodeFence*>();
}

} // namespace

/// Blocks that are too long for one row are several rows that a reader takes for one.
class LongBlocksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsOfOneFenceKnowTheWhole() {
        const QString code = longCode(250);
        TranscriptModel model;
        model.addAnswer(
            ended(answer(), QStringLiteral("```python\n%1```\n\nText.\n\n```js\nx\n```\n").arg(code)));
        CodeFence* const first = fence(model, 0);
        QVERIFY(first != nullptr);
        for (int row = 0; row < 3; ++row) {
            QCOMPARE(fence(model, row), first);
            QCOMPARE(at(model, row, TranscriptModel::LevelRole).toInt(), row);
            QCOMPARE(at(model, row, TranscriptModel::GoesOnRole).toBool(), row < 2);
            QCOMPARE(at(model, row, TranscriptModel::TitleRole).toString(), QStringLiteral("python"));
        }
        QCOMPARE(first->text(), code.chopped(1));
        QVERIFY(fence(model, 3) == nullptr);
        QVERIFY(fence(model, 4) != nullptr && fence(model, 4) != first);
        QCOMPARE(fence(model, 4)->text(), QStringLiteral("x"));
        QVERIFY(first->suggestedFile().path().endsWith(QStringLiteral("/code.py")));
    }

    void whatOneRowIsToldAllAreTold() {
        TranscriptModel model;
        model.addAnswer(ended(answer(), QStringLiteral("```\n") + longCode(150)));
        CodeFence& code = *fence(model, 1);
        QSignalSpy wraps(&code, &CodeFence::wrapsChanged);
        QSignalSpy offset(&code, &CodeFence::offsetChanged);
        code.setOffset(40);
        code.setOffset(40);
        QCOMPARE(offset.count(), 1);
        fence(model, 0)->setWraps(true);
        QCOMPARE(wraps.count(), 1);
        QCOMPARE(code.offset(), 0.0); // nothing is out of sight then
        code.widen(300);
        code.widen(200);
        QCOMPARE(code.widest(), 300.0);
    }

    void aCommentGoesOnInTheNextRow() {
        TranscriptModel model;
        model.addAnswer(ended(answer(), QStringLiteral("```cpp\n/* opened\n%1*/\n```\n").arg(longCode(130))));
        std::vector<text::CodeSpan> spans;
        QCOMPARE(fence(model, 1)->stateBefore(0), 0);
        QCOMPARE(fence(model, 1)->stateBefore(1), text::CodeSpans(u"cpp").scan(u"/* opened", 0, spans));
    }

    void codeIsSavedAsItWasWritten() {
        const QTemporaryDir folder;
        const QString code = longCode(120) + QStringLiteral("t\u00f6nt = \"\u202e\"");
        TranscriptModel model;
        model.addAnswer(ended(answer(), QStringLiteral("```python\n%1\n```\n").arg(code)));
        const QUrl file = QUrl::fromLocalFile(folder.filePath(QStringLiteral("a.py")));
        QCOMPARE(fence(model, 0)->save(file), QString());
        QFile saved(file.toLocalFile());
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(saved.readAll()), code + u'\n');
        const QUrl nowhere = QUrl::fromLocalFile(folder.filePath(QStringLiteral("no/such/folder/a.py")));
        QVERIFY(!fence(model, 0)->save(nowhere).isEmpty());
    }

    void aLongTableIsOneTable() {
        QString text = QStringLiteral("| name | size |\n|---|--:|\n");
        for (int row = 0; row < 100; ++row) {
            text += QStringLiteral("| a name %1 | %1 |\n").arg(row);
        }
        Watched watched;
        watched.model.beginAnswer(answer());
        for (const auto& piece : slices(text, 3)) {
            watched.model.appendText(piece);
        }
        QCOMPARE(mirrored(watched), QString());
        int rows = 0;
        int headers = 0;
        const TableModel* first = nullptr;
        for (int row = 0; watched.kind(row) == Kind::Table; ++row) {
            auto* const table = watched.at(row, TranscriptModel::TableRole).value<TableModel*>();
            first = first == nullptr ? table : first;
            QCOMPARE(table->layout(), first->layout());
            for (int line = 0; line < table->rows(); ++line) {
                headers += table->data(table->index(line), TableModel::HeaderRole).toBool() ? 1 : 0;
            }
            rows += table->rows();
        }
        QCOMPARE(rows, 101);
        QCOMPARE(headers, 1);
    }

    void aColumnDoesNotMoveForWhatComesFarBelow() {
        TranscriptModel model;
        model.beginAnswer(answer());
        QString text = QStringLiteral("| a | b |\n|---|---|\n");
        text += QStringLiteral("| cell | cell |\n").repeated(40);
        model.appendText(text);
        auto* const table = at(model, 0, TranscriptModel::TableRole).value<TableModel*>();
        const QList<qreal> before = table->layout()->widths(600, QFont());
        QCOMPARE(before.size(), 2);
        QCOMPARE(std::accumulate(before.begin(), before.end(), 0.0), 600.0);
        model.appendText(QStringLiteral("| a cell of many more words than those above it | x |\n"));
        QCOMPARE(table->layout()->widths(600, QFont()), before);
    }

    void manyColumnsKeepTheirWidthsAndFewShareThePlace() {
        const auto widths = [](int columns, qreal place) {
            TranscriptModel model;
            model.addAnswer(
                ended(answer(), QStringLiteral("| some words ").repeated(columns) + QStringLiteral("|\n") +
                                    QStringLiteral("|---").repeated(columns) + QStringLiteral("|\n")));
            return at(model, 0, TranscriptModel::TableRole)
                .value<TableModel*>()
                ->layout()
                ->widths(place, QFont());
        };
        const auto sum = [](const QList<qreal>& all) { return std::accumulate(all.begin(), all.end(), 0.0); };
        QCOMPARE(sum(widths(3, 900)), 900.0);
        QVERIFY(sum(widths(20, 900)) > 1200.0);
    }

    void foldedThoughtsAreNotHandedOn() {
        TranscriptModel model;
        model.beginAnswer(answer());
        model.appendThinking(QStringLiteral("Let me see."));
        QCOMPARE(at(model, 0, TranscriptModel::TextRole).toString(), QString());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setExpanded(0, true);
        QCOMPARE(at(model, 0, TranscriptModel::TextRole).toString(), QStringLiteral("Let me see."));
        QVERIFY(changed.at(0).at(2).value<QList<int>>().contains(TranscriptModel::TextRole));
    }
};

QTEST_MAIN(LongBlocksTest)
#include "tst_long_blocks.moc"
