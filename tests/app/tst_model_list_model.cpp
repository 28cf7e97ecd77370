// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "EndpointsFixture.h"
#include "models/ModelListModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using app::ModelListModel;

namespace {

struct Fixture : EndpointsFixture {
    ModelListModel model{&endpoints};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    [[nodiscard]] QStringList column(int role) const {
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row) {
            result.append(model.data(model.index(row), role).toString());
        }
        return result;
    }
    [[nodiscard]] QStringList found(const char* filter) {
        model.setFilter(QString::fromLatin1(filter));
        return column(ModelListModel::KeyRole);
    }
};

} // namespace

/// Every model a pane can be set to, and what is typed to find it.
class ModelListModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsTellWhatIsKnown() {
        Fixture f;
        QCOMPARE(f.column(ModelListModel::KeyRole),
                 QStringList({QStringLiteral("cloud:big"), QStringLiteral("cloud:small")}));
        QCOMPARE(f.column(ModelListModel::NameRole),
                 QStringList({QStringLiteral("Big"), QStringLiteral("Small")}));
        QCOMPARE(f.column(ModelListModel::EndpointRole),
                 QStringList({QStringLiteral("Cloud"), QStringLiteral("Cloud")}));
        QCOMPARE(f.column(ModelListModel::FactsRole),
                 QStringList({QStringLiteral("1M context"), QStringLiteral("200K context")}));
        QCOMPARE(f.column(ModelListModel::PriceRole), QStringList({QStringLiteral("$4 / $20"), QString()}));
        QCOMPARE(f.column(ModelListModel::ReadyRole),
                 QStringList({QStringLiteral("false"), QStringLiteral("false")}));
        QVERIFY(f.keep(f.row("cloud"), "k", true));
        QCOMPARE(f.column(ModelListModel::ReadyRole),
                 QStringList({QStringLiteral("true"), QStringLiteral("true")}));
    }

    void modelsFollowTheirEndpoints() {
        Fixture f;
        QSignalSpy count(&f.model, &ModelListModel::countChanged);
        QVERIFY(f.endpoints.addModel(QStringLiteral("near"), QStringLiteral("llama")).ok());
        QCOMPARE(f.model.rowCount(), 3);
        QCOMPARE(f.column(ModelListModel::TagRole).last(), QStringLiteral("local"));
        domain::Endpoint demo;
        demo.id = QStringLiteral("demo");
        demo.demo = true;
        f.endpoints.addTransient(demo, {{QStringLiteral("d"), QStringLiteral("Demo")}});
        QCOMPARE(f.column(ModelListModel::TagRole).first(), QStringLiteral("demo"));
        QCOMPARE(count.count(), 2);
    }

    void favouritesComeFirstAndUnderTheirOwnHeading() {
        Fixture f;
        f.model.toggleFavourite(QStringLiteral("cloud:small"));
        QCOMPARE(f.column(ModelListModel::KeyRole),
                 QStringList({QStringLiteral("cloud:small"), QStringLiteral("cloud:big")}));
        QCOMPARE(f.column(ModelListModel::SectionRole),
                 QStringList({QStringLiteral("Favourites"), QStringLiteral("Cloud")}));
        QCOMPARE(f.column(ModelListModel::FavouriteRole),
                 QStringList({QStringLiteral("true"), QStringLiteral("false")}));
        // They last.
        const app::Settings again(f.folder.filePath(QStringLiteral("settings.ini")));
        QCOMPARE(again.favourites(), QStringList{QStringLiteral("cloud:small")});
        f.model.toggleFavourite(QStringLiteral("cloud:small"));
        QCOMPARE(f.column(ModelListModel::KeyRole),
                 QStringList({QStringLiteral("cloud:big"), QStringLiteral("cloud:small")}));
    }

    void whatAModelCanIsSaidAndFound() {
        Fixture f;
        app::ListedModels listed(f.settings);
        domain::ModelTraits seeing;
        seeing.id = QStringLiteral("seer");
        seeing.name = seeing.id;
        seeing.contextTokens = 32'768;
        seeing.takesImages = true;
        seeing.thinks = true;
        seeing.inputPrice = 0;
        seeing.outputPrice = 0;
        listed.set(QStringLiteral("near"), {seeing});
        // A later run reads what an earlier one had listed.
        app::Endpoints later(f.settings, f.catalog, f.keychain, f.session, f.lister);
        ModelListModel model(&later);
        model.setFilter(QStringLiteral("images"));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.data(model.index(0), ModelListModel::KeyRole).toString(), QStringLiteral("near:seer"));
        QCOMPARE(model.data(model.index(0), ModelListModel::FactsRole).toString(),
                 QStringLiteral("32K context · thinks · images"));
        QCOMPARE(model.data(model.index(0), ModelListModel::PriceRole).toString(), QStringLiteral("free"));
    }

    void everyWordTypedMustBeFoundSomewhere() {
        Fixture f;
        QVERIFY(f.endpoints.addModel(QStringLiteral("near"), QStringLiteral("llama-big")).ok());
        QSignalSpy filter(&f.model, &ModelListModel::filterChanged);
        QCOMPARE(f.found("BIG"),
                 QStringList({QStringLiteral("cloud:big"), QStringLiteral("near:llama-big")}));
        QCOMPARE(f.found(" big  local "), QStringList{QStringLiteral("near:llama-big")});
        QCOMPARE(f.found("clo sma"), QStringList{QStringLiteral("cloud:small")});
        QCOMPARE(f.found("zeppelin"), QStringList());
        QCOMPARE(f.found(" ").size(), 3);
        QCOMPARE(filter.count(), 5);
        QCOMPARE(f.found(" ").size(), 3);
        QCOMPARE(filter.count(), 5);
    }
};

QTEST_GUILESS_MAIN(ModelListModelTest)
#include "tst_model_list_model.moc"
