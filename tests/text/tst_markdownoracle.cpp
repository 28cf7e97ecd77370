// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "BlockText.h"
#include "MarkdownCorpus.h"
#include "MarkdownOracle.h"
#include "text/MarkdownBlocks.h"

#include <QTest>

using namespace rivulet::text;

/// The blocks that are found line by line are those the library finds in the whole text.
class MarkdownOracle : public QObject {
    Q_OBJECT

    static QString ours(const QString& text) {
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        return blocksText(blocks.blocks(), WithTight::No);
    }
    static QString theirs(const QString& text) { return blocksText(readWhole(text), WithTight::No); }

private Q_SLOTS:
    void smallDocumentsAgree_data() {
        QTest::addColumn<QString>("text");
        for (const Document& document : smallDocuments())
            QTest::newRow(document.name) << document.text;
    }
    void smallDocumentsAgree() {
        QFETCH(QString, text);
        QCOMPARE(ours(text), theirs(text));
    }
    void randomDocumentsAgree() {
        int bad = 0;
        for (std::uint32_t seed = 0; seed < 20000; ++seed) {
            // A definition applies to what follows it only; one at the head applies to all in both readings.
            // Task boxes are left to the small documents: the library sees them on an item's first line only.
            const QString text = QStringLiteral("[a]: /head\n[b]: /head\n\n") + randomDocument(seed);
            if (ours(text) != theirs(text) && ++bad <= 10)
                qWarning().noquote() << "seed" << seed
                                     << QString(text).replace(u'\n', u"\\n"_qs).replace(u'\t', u"\\t"_qs)
                                     << "\nours\n"
                                     << ours(text) << "theirs\n"
                                     << theirs(text);
        }
        QCOMPARE(bad, 0);
    }
};

QTEST_GUILESS_MAIN(MarkdownOracle)
#include "tst_markdownoracle.moc"
