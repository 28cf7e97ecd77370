// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "EndpointsFixture.h"
#include "models/EndpointModel.h"
#include "models/TranscriptModel.h"

#include <QAbstractItemModelTester>
#include <QPointer>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using app::EndpointModel;
using Tone = app::TranscriptModel::Tone;

namespace {

constexpr auto modelsJson = R"({"data":[{"id":"m1","type":"model"}],"has_more":false})";

struct Fixture : EndpointsFixture {
    EndpointModel model{&endpoints, &settings};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    [[nodiscard]] QVariant at(const char* id, int role) const {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.data(model.index(row), EndpointModel::IdRole).toString() == QLatin1String(id)) {
                return model.data(model.index(row), role);
            }
        }
        return {};
    }
    [[nodiscard]] QString status(const char* id = "cloud") const {
        return at(id, EndpointModel::StatusRole).toString();
    }
    [[nodiscard]] Tone tone(const char* id = "cloud") const {
        return at(id, EndpointModel::ToneRole).value<Tone>();
    }
    [[nodiscard]] bool isBusy(const char* id = "cloud") const {
        return at(id, EndpointModel::BusyRole).toBool();
    }
    [[nodiscard]] bool pointCloudTo(const loopback::HttpServer& server) {
        return endpoints.setUrl(QStringLiteral("cloud"), server.url()).ok();
    }
};

} // namespace

/// The rows of the settings page and what happens to a key that is typed there.
class EndpointModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsTellWhatIsKnown() {
        Fixture f;
        QCOMPARE(f.model.rowCount(), 2);
        QCOMPARE(f.at("cloud", EndpointModel::NameRole).toString(), QStringLiteral("Cloud"));
        QCOMPARE(f.at("cloud", EndpointModel::UrlRole).toString(), QStringLiteral("https://cloud.example"));
        QCOMPARE(f.at("cloud", EndpointModel::DialectRole).toString(), QStringLiteral("Anthropic Messages"));
        QVERIFY(f.at("cloud", EndpointModel::NeedsKeyRole).toBool());
        QVERIFY(!f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QVERIFY(!f.at("cloud", EndpointModel::CustomRole).toBool());
        QVERIFY(!f.at("near", EndpointModel::NeedsKeyRole).toBool());
        QVERIFY(f.at("near", EndpointModel::TakesKeyRole).toBool());
        QCOMPARE(f.at("cloud", EndpointModel::ModelsRole).toInt(), 2);
        QCOMPARE(f.status(), QString());
        QVERIFY(f.model.dialects().contains(QStringLiteral("Anthropic Messages")));
        // What is shown is a name, never an id.
        for (const QString& id : providers::dialectNames()) {
            QVERIFY2(providers::dialectTitle(id) != id, qPrintable(id));
            QCOMPARE(providers::dialectOfTitle(providers::dialectTitle(id)), id);
        }
        QCOMPARE(providers::dialectTitle(u"own"), QStringLiteral("own"));
    }

    void aRowWithoutAnAddressSaysWhatIsMissing() {
        Fixture f;
        const auto over = f.catalog.extended(
            R"({"providers":[{"id":"team","name":"Team","dialect":"openai-chat",)"
            R"("base_url_template":"https://{place}.team.example/v1","key_header":"api-key","needs_key":true}]})",
            {});
        QVERIFY(over.ok());
        f.catalog = over.value();
        Q_EMIT f.endpoints.changed();
        QCOMPARE(f.at("team", EndpointModel::UrlRole).toString(), QString());
        QCOMPARE(f.at("team", EndpointModel::AddressHintRole).toString(),
                 QStringLiteral("https://{place}.team.example/v1"));
        QCOMPARE(f.at("cloud", EndpointModel::AddressHintRole).toString(), QStringLiteral("https://"));
        QVERIFY2(f.status("team").contains(u"{place}"), qPrintable(f.status("team")));
        // There is nothing yet that a key could belong to.
        f.model.saveKey(QStringLiteral("team"), QStringLiteral("k"), EndpointModel::Keep::Keychain);
        QVERIFY(!f.isBusy("team"));
        QVERIFY(f.tone("team") == Tone::Attention);
        QVERIFY(f.keychain.secrets.isEmpty());
        QVERIFY(!f.model.setUrl(QStringLiteral("team"), QStringLiteral("https://{place}.team.example/v1"))
                     .isEmpty());
        QCOMPARE(f.model.setUrl(QStringLiteral("team"), QStringLiteral("https://ours.team.example/v1")),
                 QString());
        QCOMPARE(f.status("team"), QString());
    }

    void aKeyFromTheEnvironmentIsToldAsSuch() {
        Fixture f;
        qputenv("RIVULET_TEST_KEY", "e");
        const auto unset = qScopeGuard([] { qunsetenv("RIVULET_TEST_KEY"); });
        QVERIFY(f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QVERIFY(!f.at("cloud", EndpointModel::KeepsKeyRole).toBool());
        QCOMPARE(f.at("cloud", EndpointModel::KeyVariableRole).toString(),
                 QStringLiteral("RIVULET_TEST_KEY"));
        QCOMPARE(f.at("near", EndpointModel::KeyVariableRole).toString(), QString());
    }

    void theDemoIsNoRowOfSettings() {
        Fixture f;
        domain::Endpoint demo;
        demo.id = QStringLiteral("demo");
        demo.demo = true;
        f.endpoints.addTransient(demo, {});
        QCOMPARE(f.model.rowCount(), 2);
    }

    void endpointsComeAndGo() {
        Fixture f;
        QSignalSpy count(&f.model, &EndpointModel::countChanged);
        QCOMPARE(f.model.addEndpoint(QStringLiteral("Own"), QStringLiteral("ollama"),
                                     QStringLiteral(" localhost:5 "), false),
                 QString());
        QCOMPARE(f.model.rowCount(), 3);
        QVERIFY(f.at("own", EndpointModel::CustomRole).toBool());
        QCOMPARE(f.at("own", EndpointModel::UrlRole).toString(), QStringLiteral("http://localhost:5"));
        QCOMPARE(f.model.addModel(QStringLiteral("own"), QStringLiteral("m")), QString());
        QCOMPARE(f.at("own", EndpointModel::ModelsRole).toInt(), 1);
        f.model.removeEndpoint(QStringLiteral("own"));
        QCOMPARE(f.model.rowCount(), 2);
        QCOMPARE(count.count(), 2);
    }

    void whatCantBeIsToldInASentence() {
        Fixture f;
        const QStringList sentences{
            f.model.addEndpoint(QStringLiteral("x"), QStringLiteral("ollama"), QStringLiteral("/etc/passwd"),
                                false),
            f.model.addEndpoint(QStringLiteral("x"), QStringLiteral("ollama"), {}, false),
            f.model.addEndpoint(QStringLiteral("x"), QStringLiteral("none"),
                                QStringLiteral("http://127.0.0.1"), false),
            f.model.addEndpoint(QStringLiteral("cloud"), QStringLiteral("ollama"),
                                QStringLiteral("http://127.0.0.1"), false),
            f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("http://cloud.example")),
            f.model.setUrl(QStringLiteral("nowhere"), QStringLiteral("https://cloud.example")),
            f.model.addModel(QStringLiteral("cloud"), {})};
        for (const auto& sentence : sentences) {
            QVERIFY2(sentence.endsWith(u'.') && !sentence.endsWith(u".."), qPrintable(sentence));
        }
        QCOMPARE(f.model.rowCount(), 2);
    }

    void aModelsEndpointIsFound() {
        Fixture f;
        QCOMPARE(f.model.rowOf(QStringLiteral("near:some:model")), 1);
        QCOMPARE(f.model.rowOf(QStringLiteral("nowhere:m")), -1);
        QCOMPARE(f.model.rowOf({}), -1);
    }

    void aRowThatOnlyChangesIsNotMadeAnew() {
        // A field that a person types in lives in its row.
        Fixture f;
        QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("https://b.example")), QString());
        QCOMPARE(f.model.addModel(QStringLiteral("near"), QStringLiteral("m")), QString());
        QCOMPARE(reset.count(), 0);
        QVERIFY(changed.count() >= 2);
        QCOMPARE(f.at("cloud", EndpointModel::UrlRole).toString(), QStringLiteral("https://b.example"));
    }

    void aGoodKeyIsSavedInTheKeychain() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(200, "application/json", modelsJson); });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral(" good-key\n"),
                        EndpointModel::Keep::Keychain);
        QVERIFY(f.isBusy());
        QCOMPARE(f.tone(), Tone::Active);
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Good);
        QVERIFY2(f.status().startsWith(QStringLiteral("Saved in the keychain.")), qPrintable(f.status()));
        QVERIFY(f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QCOMPARE(f.keychain.secrets.value(f.row("cloud").origin()), domain::Secret{"good-key"});
        QVERIFY(!f.status().contains(u"good-key"));
        QVERIFY(!f.isOnDisk("good-key"));

        f.model.removeKey(QStringLiteral("cloud"));
        QTRY_VERIFY(!f.isBusy());
        QVERIFY(!f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QVERIFY(f.keychain.secrets.isEmpty());
    }

    void aRefusedKeyIsNotKept() {
        loopback::HttpServer server([](loopback::Exchange& exchange) {
            exchange.respond(401, "application/json",
                             R"({"type":"error","error":{"type":"authentication_error","message":"no"}})");
        });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral("bad-key"), EndpointModel::Keep::SessionOnly);
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Bad);
        QVERIFY2(f.status().contains(QStringLiteral("not saved")), qPrintable(f.status()));
        QVERIFY(!f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QVERIFY(f.keychain.secrets.isEmpty());
    }

    void aKeyThatCantBeTestedIsKeptAndSaysSo() {
        Fixture f;
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("http://127.0.0.1:1")), QString());
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral("k"), EndpointModel::Keep::SessionOnly);
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Attention);
        QVERIFY2(f.status().startsWith(QStringLiteral("Kept for this session only.")),
                 qPrintable(f.status()));
        QVERIFY(f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QVERIFY(f.keychain.secrets.isEmpty());
    }

    void aLockedKeychainOffersTheSession() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(200, "application/json", modelsJson); });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        f.keychain.failing = domain::Failure::Kind::KeychainLocked;
        f.keychain.availability = secrets::SecretStore::Availability::Locked;
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral("k"), EndpointModel::Keep::Keychain);
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Bad);
        QVERIFY2(f.status().contains(QStringLiteral("this session only")), qPrintable(f.status()));
        QVERIFY(!f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QTRY_VERIFY(f.model.keychainProblem().contains(QStringLiteral("locked")));
        f.keychain.availability = secrets::SecretStore::Availability::Unavailable;
        f.model.refreshKeychain();
        QTRY_VERIFY(f.model.keychainProblem().startsWith(QStringLiteral("No keychain")));
        f.keychain.availability = secrets::SecretStore::Availability::Available;
        f.model.refreshKeychain();
        QTRY_COMPARE(f.model.keychainProblem(), QString());
    }

    void aKeyThatTheKeychainDidNotTakeIsKeptForTheSessionByAClick() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(200, "application/json", modelsJson); });
        QVERIFY(server.listen());
        for (const bool silent : {false, true}) {
            Fixture f;
            QVERIFY(f.pointCloudTo(server));
            f.keychain.silent = silent;
            f.keychain.failing = domain::Failure::Kind::KeychainUnavailable;
            f.model.saveKey(QStringLiteral("cloud"), QStringLiteral("k-4711"), EndpointModel::Keep::Keychain);
            QTRY_VERIFY(f.at("cloud", EndpointModel::OffersSessionRole).toBool());
            if (silent) {
                QVERIFY2(f.status().startsWith(QStringLiteral("Waiting for the desktop's keychain")),
                         qPrintable(f.status()));
            } else {
                QTRY_VERIFY2(f.status().contains(QStringLiteral("does not answer")), qPrintable(f.status()));
            }
            QVERIFY(!f.at("cloud", EndpointModel::HasKeyRole).toBool());
            f.model.keepForSession(QStringLiteral("cloud"));
            QCOMPARE(f.status(), QStringLiteral("Kept for this session only."));
            QVERIFY(!f.isBusy());
            QVERIFY(!f.at("cloud", EndpointModel::OffersSessionRole).toBool());
            QCOMPARE(f.key(f.row("cloud")), QByteArray("k-4711"));
            QVERIFY(!f.isOnDisk("k-4711"));
            f.model.keepForSession(QStringLiteral("cloud")); // twice is once
            QCOMPARE(f.status(), QStringLiteral("Kept for this session only."));
        }
    }

    void aKeyThatWaitsIsForTheAddressItWasTypedFor() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(200, "application/json", modelsJson); });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        f.keychain.silent = true;
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral("k-4711"), EndpointModel::Keep::Keychain);
        QTRY_VERIFY(f.at("cloud", EndpointModel::OffersSessionRole).toBool());
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("https://evil.example")), QString());
        QVERIFY(!f.at("cloud", EndpointModel::OffersSessionRole).toBool());
        f.model.keepForSession(QStringLiteral("cloud"));
        QVERIFY(!f.endpoints.hasKey(f.row("cloud")));
    }

    void plainHttpToAnotherMachineIsAskedForAndChosenForOneAddress() {
        Fixture f;
        const QString lan = QStringLiteral("http://192.168.1.5:11434");
        const QString id = QStringLiteral("near");
        QVERIFY(!f.model.setUrl(id, lan).isEmpty());
        const QString question = f.model.plainHttpQuestion(lan);
        QVERIFY2(question.contains(QStringLiteral("192.168.1.5")) &&
                     question.contains(QStringLiteral("encrypted")),
                 qPrintable(question));
        QVERIFY(!f.at("near", EndpointModel::UnencryptedRole).toBool());
        QCOMPARE(f.model.setUrl(id, lan, EndpointModel::Wire::Plain), QString());
        QVERIFY(f.at("near", EndpointModel::UnencryptedRole).toBool());
        QCOMPARE(f.row("near").problem(), QString());
        // Another path of the same server is the same choice; another server, or port, is not.
        QCOMPARE(f.model.setUrl(id, lan + QStringLiteral("/v1")), QString());
        QVERIFY(!f.model.setUrl(id, QStringLiteral("http://192.168.1.6:11434")).isEmpty());
        QVERIFY(!f.model.setUrl(id, QStringLiteral("http://192.168.1.5:80")).isEmpty());
        QCOMPARE(f.row("near").baseUrl, QUrl(lan + QStringLiteral("/v1")));
        // It does not outlive a change to what needs none.
        QCOMPARE(f.model.setUrl(id, QStringLiteral("https://192.168.1.5:11434")), QString());
        QVERIFY(!f.row("near").allowsPlainHttp);
        QVERIFY(!f.model.setUrl(id, lan).isEmpty());
        // Kept, and asked of a new endpoint alike.
        QVERIFY(!f.model.addEndpoint(QStringLiteral("Box"), QStringLiteral("ollama"), lan, false).isEmpty());
        QCOMPARE(f.model.addEndpoint(QStringLiteral("Box"), QStringLiteral("ollama"), lan, false,
                                     EndpointModel::Wire::Plain),
                 QString());
        QCOMPARE(f.row("box").baseUrl, QUrl(lan));
        QCOMPARE(f.row("box").problem(), QString());
        app::Settings later(f.folder.filePath(QStringLiteral("settings.ini")));
        QVERIFY(later.endpoints().back().allowsPlainHttp);
    }

    void onlyPlainHttpIsAskedFor_data() {
        QTest::addColumn<QString>("url");
        for (const char* url :
             {"", "https://far.example", "http://127.0.0.1:1", "http://localhost", "ftp://far.example",
              "http://user:pw@far.example", "nonsense://x", "/etc/passwd"}) {
            QTest::newRow(url) << QString::fromLatin1(url);
        }
    }

    void onlyPlainHttpIsAskedFor() {
        QFETCH(const QString, url);
        Fixture f;
        QCOMPARE(f.model.plainHttpQuestion(url), QString());
    }

    void aKeyStaysWithTheAddressItWasTypedFor() {
        // The address is changed while its key is being tested.
        QPointer<loopback::Exchange> held;
        loopback::HttpServer server([&](loopback::Exchange& exchange) { held = &exchange; });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral("k"), EndpointModel::Keep::Keychain);
        QTRY_VERIFY(held);
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("https://evil.example")), QString());
        held->respond(200, "application/json", modelsJson);
        QTRY_VERIFY(!f.isBusy());
        QVERIFY(f.keychain.secrets.isEmpty());
        QCOMPARE(f.tone(), Tone::Attention);
        QVERIFY2(f.status().contains(QStringLiteral("not saved")), qPrintable(f.status()));
        QVERIFY(!f.at("cloud", EndpointModel::HasKeyRole).toBool());
        QCOMPARE(f.key(f.row("cloud")), QByteArray());
    }

    void whatWasSaidOfAnAddressGoesWithIt() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(200, "application/json", modelsJson); });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral("k"), EndpointModel::Keep::Keychain);
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.status(), QStringLiteral("Saved in the keychain. The key works: one model."));
        const QString old = f.row("cloud").origin();
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("https://b.example")), QString());
        QVERIFY2(f.status().startsWith(QStringLiteral("A key for %1 is still kept.").arg(old)),
                 qPrintable(f.status()));
        QCOMPARE(f.tone(), Tone::Neutral);
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), server.url().toString()), QString());
        QCOMPARE(f.status(), QString());
        QCOMPARE(f.model.strayKeys(), QStringList());
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("https://b.example")), QString());

        // The key of the old address is offered to be forgotten, and said so where it can't be.
        QCOMPARE(f.model.strayKeys(), QStringList{old});
        f.keychain.failing = domain::Failure::Kind::KeychainLocked;
        f.model.forgetKey(old);
        QTRY_VERIFY(f.model.strayProblem().contains(QStringLiteral("locked")));
        QCOMPARE(f.model.strayKeys(), QStringList{old});
        f.keychain.failing.reset();
        f.model.forgetKey(old);
        QTRY_COMPARE(f.model.strayKeys(), QStringList());
        QCOMPARE(f.model.strayProblem(), QString());
        QVERIFY(f.keychain.secrets.isEmpty());
    }

    void aKeyInUseIsNotForgottenAsAStrayOne() {
        Fixture f;
        QVERIFY(f.keep(f.row("cloud"), "k", false));
        f.model.forgetKey(f.row("cloud").origin());
        QTest::qWait(0);
        QCOMPARE(f.keychain.secrets.size(), 1);
        QVERIFY(f.at("cloud", EndpointModel::HasKeyRole).toBool());
    }

    void aTestOfAnAddressThatWasLeftSaysSo() {
        QPointer<loopback::Exchange> held;
        loopback::HttpServer server([&](loopback::Exchange& exchange) { held = &exchange; });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        QVERIFY(f.keep(f.row("cloud"), "k", true));
        f.model.test(QStringLiteral("cloud"));
        QTRY_VERIFY(held);
        QCOMPARE(f.model.setUrl(QStringLiteral("cloud"), QStringLiteral("https://b.example")), QString());
        held->respond(200, "application/json", modelsJson);
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Attention);
    }

    void waitsOfOneEndpointStandForThoseOfAll() {
        using Wait = app::Settings::Wait;
        Fixture f;
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        QCOMPARE(f.settings.setLimits(3, 5, 60, 90, 100), QString());
        QVERIFY(changed.count() > 0);
        QCOMPARE(f.at("cloud", EndpointModel::FirstByteRole).toDouble(), 60.0);
        QCOMPARE(f.at("near", EndpointModel::FirstByteRole).toDouble(), 90.0);
        QVERIFY(!f.at("cloud", EndpointModel::OwnWaitsRole).toBool());
        QCOMPARE(f.model.setWait(QStringLiteral("cloud"), Wait::FirstByte, 900.5), QString());
        QVERIFY(f.at("cloud", EndpointModel::OwnWaitsRole).toBool());
        QCOMPARE(f.at("cloud", EndpointModel::FirstByteRole).toDouble(), 900.5);
        QCOMPARE(f.at("cloud", EndpointModel::ConnectRole).toDouble(), 5.0);
        QCOMPARE(f.at("near", EndpointModel::FirstByteRole).toDouble(), 90.0);
        QCOMPARE(f.settings.timeouts(f.row("cloud")).firstByte, std::chrono::milliseconds{900'500});
        for (const double wrong : {0.0, -1.0, 86'401.0, std::numeric_limits<double>::quiet_NaN()}) {
            const QString sentence = f.model.setWait(QStringLiteral("cloud"), Wait::Idle, wrong);
            QVERIFY2(sentence.contains(QStringLiteral("86,400")), qPrintable(sentence));
        }
        QCOMPARE(f.at("cloud", EndpointModel::IdleRole).toDouble(), 100.0);
        f.model.useUsualWaits(QStringLiteral("cloud"));
        QVERIFY(!f.at("cloud", EndpointModel::OwnWaitsRole).toBool());
        QCOMPARE(f.at("cloud", EndpointModel::FirstByteRole).toDouble(), 60.0);
    }

    void aMinutesBudgetIsSetForEachEndpoint() {
        using Budget = app::Settings::Budget;
        Fixture f;
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        const auto cloud = QStringLiteral("cloud");
        QCOMPARE(f.at("cloud", EndpointModel::RequestBudgetRole).toString(), QString());
        QVERIFY(f.settings.minuteBudget(cloud).isEmpty());
        QCOMPARE(f.model.setBudget(cloud, Budget::Requests, QStringLiteral(" 50 ")), QString());
        QCOMPARE(f.model.setBudget(cloud, Budget::InputTokens, QStringLiteral("40000")), QString());
        QCOMPARE(f.model.setBudget(cloud, Budget::OutputTokens, QStringLiteral("8000")), QString());
        QVERIFY(changed.count() > 0);
        QCOMPARE(f.at("cloud", EndpointModel::RequestBudgetRole).toString(), QStringLiteral("50"));
        QCOMPARE(f.at("cloud", EndpointModel::InputBudgetRole).toString(), QStringLiteral("40000"));
        QCOMPARE(f.at("cloud", EndpointModel::OutputBudgetRole).toString(), QStringLiteral("8000"));
        QVERIFY(f.settings.minuteBudget(cloud) == (stream::MinuteBudget{50, 40'000, 8000}));
        QVERIFY(f.settings.minuteBudget(QStringLiteral("near")).isEmpty());
        for (const char* wrong : {"0", "-1", "1000000000", "99999999999999999999", "many", "1.5"}) {
            const QString sentence = f.model.setBudget(cloud, Budget::Requests, QString::fromLatin1(wrong));
            QVERIFY2(sentence.contains(QStringLiteral("999,999,999")), wrong);
        }
        QCOMPARE(f.settings.budget(cloud, Budget::Requests), 50);
        QCOMPARE(f.model.setBudget(cloud, Budget::Requests, QString()), QString());
        QVERIFY(!f.settings.budget(cloud, Budget::Requests));
        f.settings.forgetEndpoint(cloud);
        QVERIFY(f.settings.minuteBudget(cloud).isEmpty());
    }

    void goingOnByItselfIsSetForEachEndpoint() {
        using GoOn = app::Settings::GoOn;
        Fixture f;
        const auto goOn = [&](const char* id) { return f.at(id, EndpointModel::GoOnRole).value<GoOn>(); };
        QCOMPARE(goOn("cloud"), GoOn::IfLocal);
        QCOMPARE(f.settings.continuation(f.row("cloud")), stream::ContinuePolicy::LocalOnly);
        f.model.setGoOn(QStringLiteral("cloud"), GoOn::Always);
        f.model.setGoOn(QStringLiteral("near"), GoOn::Never);
        QCOMPARE(goOn("cloud"), GoOn::Always);
        QCOMPARE(f.settings.continuation(f.row("cloud")), stream::ContinuePolicy::Always);
        QCOMPARE(f.settings.continuation(f.row("near")), stream::ContinuePolicy::Never);
    }

    void nothingTypedIsNoKey() {
        Fixture f;
        f.model.saveKey(QStringLiteral("cloud"), QStringLiteral(" \n"), EndpointModel::Keep::Keychain);
        QVERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Attention);
        QVERIFY(!f.at("cloud", EndpointModel::HasKeyRole).toBool());
    }

    void aTestTellsWhatTheServerSaid() {
        int status = 200;
        loopback::HttpServer server([&](loopback::Exchange& exchange) {
            exchange.respond(status, "application/json", status == 200 ? modelsJson : "{}");
        });
        QVERIFY(server.listen());
        Fixture f;
        QVERIFY(f.pointCloudTo(server));
        QVERIFY(f.keep(f.row("cloud"), "k", true));
        f.model.test(QStringLiteral("cloud"));
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Good);
        QVERIFY(f.status().startsWith(QStringLiteral("It answers")));
        QCOMPARE(f.at("cloud", EndpointModel::ModelsRole).toInt(), 3);
        status = 403;
        f.model.test(QStringLiteral("cloud"));
        QTRY_VERIFY(!f.isBusy());
        QCOMPARE(f.tone(), Tone::Bad);
    }
};

QTEST_GUILESS_MAIN(EndpointModelTest)
#include "tst_endpoint_model.moc"
