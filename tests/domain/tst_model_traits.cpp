// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/ModelTraits.h"

#include <QTest>

using namespace rivulet::domain;

/// What is known of a model, from several sources, and what its answers cost.
class TestModelTraits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void costsEachKindOfTokenByItsOwnPrice() {
        ModelTraits traits;
        traits.inputPrice = 4;
        traits.outputPrice = 20;
        traits.cachedPrice = 0.5;
        traits.cacheWritePrice = 5;
        Usage usage;
        usage.input = 1'000'000;
        usage.cached = 400'000;
        usage.cacheWrite = 100'000;
        usage.output = 50'000;
        usage.thinking = 20'000; // is part of the output
        QCOMPARE(costOf(usage, traits).value_or(-1), 0.5 * 4 + 0.4 * 0.5 + 0.1 * 5 + 0.05 * 20);
        traits.cachedPrice.reset();
        traits.cacheWritePrice.reset();
        QCOMPARE(costOf(usage, traits).value_or(-1), 4.0 + 1.0);
    }

    void theServersOwnFigureWins() {
        ModelTraits traits;
        traits.inputPrice = 4;
        traits.outputPrice = 20;
        Usage usage;
        usage.input = 1'000'000;
        usage.cost = 0.25;
        QCOMPARE(costOf(usage, traits).value_or(-1), 0.25);
    }

    void whatIsNotKnownCostsNothingKnown() {
        Usage usage;
        usage.input = 10;
        usage.output = 10;
        ModelTraits traits;
        QVERIFY(!costOf(usage, traits));
        traits.inputPrice = 4;
        QVERIFY(!costOf(usage, traits));
        traits.outputPrice = 0;
        QVERIFY(costOf(usage, traits));
        QVERIFY(!costOf({}, traits));
    }

    void impossibleCountsStayWithinTheInput() {
        ModelTraits traits;
        traits.inputPrice = 4;
        traits.outputPrice = 20;
        traits.cachedPrice = 0;
        traits.cacheWritePrice = 1;
        Usage usage;
        usage.input = 100;
        usage.cached = 1000;
        usage.cacheWrite = 1000;
        usage.output = -5;
        QCOMPARE(costOf(usage, traits).value_or(-1), 0.0);
    }

    void aLesserSourceFillsOnlyWhatIsNotKnown() {
        ModelTraits told;
        told.id = QStringLiteral("m");
        told.contextTokens = 100;
        told.thinks = false;
        ModelTraits row;
        row.id = QStringLiteral("other");
        row.name = QStringLiteral("M");
        row.contextTokens = 200;
        row.maxOutputTokens = 50;
        row.thinks = true;
        row.takesImages = true;
        row.inputPrice = 1;
        row.outputPrice = 2;
        row.cachedPrice = 0.1;
        row.pricesAsOf = QStringLiteral("2026-11-21");
        row.betas = QStringList{QStringLiteral("more")};
        ModelTraits merged = told;
        merged.completeFrom(row);
        QCOMPARE(merged.id, QStringLiteral("m"));
        QCOMPARE(merged.title(), QStringLiteral("M"));
        QCOMPARE(merged.contextTokens, std::optional<qint64>(100));
        QCOMPARE(merged.maxOutputTokens, std::optional<qint64>(50));
        QCOMPARE(merged.thinks, std::optional<bool>(false));
        QCOMPARE(merged.takesImages, std::optional<bool>(true));
        QCOMPARE(merged.cachedPrice, std::optional<double>(0.1));
        QCOMPARE(merged.betas, row.betas);
        // Prices of two sources do not mix.
        told.inputPrice = 9;
        merged = told;
        merged.completeFrom(row);
        QVERIFY(!merged.outputPrice && !merged.cachedPrice && merged.pricesAsOf.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestModelTraits)
#include "tst_model_traits.moc"
