// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "EndpointsFixture.h"
#include "LocalServers.h"

#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using app::Endpoints;

namespace {

constexpr auto variable = "RIVULET_TEST_KEY";

QStringList ids(const std::vector<domain::Endpoint>& endpoints) {
    QStringList result;
    for (const auto& each : endpoints) {
        result.append(each.id);
    }
    return result;
}

QStringList keys(const std::vector<Endpoints::Model>& models) {
    QStringList result;
    for (const auto& each : models) {
        result.append(each.key());
    }
    return result;
}

domain::Endpoint transient(const QString& id) {
    domain::Endpoint result;
    result.id = id;
    result.name = QStringLiteral("For this run");
    result.dialect = QStringLiteral("anthropic");
    result.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:7"));
    return result;
}

} // namespace

/// Which endpoints there are, and whose key goes where.
class EndpointsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { qunsetenv(variable); }
    void cleanup() { qunsetenv(variable); }

    void thisRunsComeFirstThenTheCatalogThenTheUsersOwn() {
        EndpointsFixture f;
        QVERIFY(f.endpoints
                    .add(QStringLiteral("My server"), QStringLiteral("ollama"),
                         QUrl(QStringLiteral("http://127.0.0.1:5")), false)
                    .ok());
        f.endpoints.addTransient(transient(QStringLiteral("demo")),
                                 {{QStringLiteral("m"), QStringLiteral("Named")}});
        QCOMPARE(ids(f.endpoints.all()), QStringList({QStringLiteral("demo"), QStringLiteral("cloud"),
                                                      QStringLiteral("near"), QStringLiteral("my-server")}));
        QVERIFY(f.endpoints.addModel(QStringLiteral("my-server"), QStringLiteral(" llama:8b ")).ok());
        QCOMPARE(keys(f.endpoints.models()),
                 QStringList({QStringLiteral("demo:m"), QStringLiteral("cloud:big"),
                              QStringLiteral("cloud:small"), QStringLiteral("my-server:llama:8b")}));
        QCOMPARE(f.row("my-server").name, QStringLiteral("My server"));
        QVERIFY(f.endpoints.isCustom(QStringLiteral("my-server")));
        QVERIFY(!f.endpoints.isCustom(QStringLiteral("cloud")));
        QVERIFY(!f.endpoints.isCustom(QStringLiteral("demo")));
    }

    void aRowOfThisRunStandsForItsNamesake() {
        EndpointsFixture f;
        f.endpoints.addTransient(transient(QStringLiteral("cloud")), {{QStringLiteral("x"), {}}});
        QCOMPARE(ids(f.endpoints.all()), QStringList({QStringLiteral("cloud"), QStringLiteral("near")}));
        QCOMPARE(f.row("cloud").baseUrl.port(), 7);
        // Told again, it is replaced.
        auto again = transient(QStringLiteral("cloud"));
        again.baseUrl.setPort(8);
        f.endpoints.addTransient(again, {{QStringLiteral("y"), {}}});
        QCOMPARE(f.row("cloud").baseUrl.port(), 8);
        QVERIFY(!keys(f.endpoints.models()).contains(QStringLiteral("cloud:x")));
        // Nothing of it is kept.
        QVERIFY(f.settings.endpoints().empty());
    }

    void aModelThatNoListNamesIsStillAModel() {
        EndpointsFixture f;
        const auto known = f.endpoints.model(QStringLiteral("cloud:big"));
        QVERIFY(known && known->facts);
        QCOMPARE(known->name, QStringLiteral("Big"));
        const auto unlisted = f.endpoints.model(QStringLiteral("near:org/model:8b"));
        QVERIFY(unlisted && !unlisted->facts);
        QCOMPARE(unlisted->id, QStringLiteral("org/model:8b"));
        for (const char* key : {"", ":", "cloud", "cloud:", ":big", "nowhere:big"}) {
            QVERIFY2(!f.endpoints.model(QString::fromLatin1(key)), key);
        }
    }

    void whatTheServerTellsOfAModelComesBeforeTheCatalog() {
        EndpointsFixture f;
        domain::ModelTraits told;
        told.id = QStringLiteral("small");
        told.name = told.id; // says no more than the id, so the catalog's name stays
        told.contextTokens = 100'000;
        domain::ModelTraits other;
        other.id = QStringLiteral("other");
        other.name = QStringLiteral("Another");
        app::ListedModels(f.settings).set(QStringLiteral("cloud"), {told, other});
        const auto small = f.endpoints.model(QStringLiteral("cloud:small"));
        QVERIFY(small && small->facts);
        QCOMPARE(small->facts->contextTokens, std::optional<qint64>(100'000));
        QCOMPARE(small->name, QStringLiteral("Small"));
        const auto another = f.endpoints.model(QStringLiteral("cloud:other"));
        QVERIFY(another && another->facts);
        QCOMPARE(another->name, QStringLiteral("Another"));
    }

    void theUsersOwnRowOfAModelComesBeforeItsServer() {
        EndpointsFixture f;
        const auto over =
            f.catalog.extended({}, R"({"models":[{"provider":"cloud","id":"small","context":7}]})");
        QVERIFY(over.ok());
        f.catalog = over.value();
        domain::ModelTraits told;
        told.id = QStringLiteral("small");
        told.contextTokens = 100'000;
        told.maxOutputTokens = 50'000;
        app::ListedModels(f.settings).set(QStringLiteral("cloud"), {told});
        const auto small = f.endpoints.model(QStringLiteral("cloud:small"));
        QVERIFY(small && small->facts);
        QCOMPARE(small->facts->contextTokens, std::optional<qint64>(7));
        QCOMPARE(small->facts->maxOutputTokens, std::optional<qint64>(50'000));
        QCOMPARE(small->name, QStringLiteral("Small"));
    }

    void aRowThatSharesModelsOffersThemAsItsOwn() {
        EndpointsFixture f;
        const auto over =
            f.catalog.extended(R"({"providers":[{"id":"twin","name":"Twin","dialect":"openai-responses",)"
                               R"("base_url":"https://cloud.example","models_of":"cloud"}]})",
                               {});
        QVERIFY(over.ok());
        f.catalog = over.value();
        QVERIFY(keys(f.endpoints.models()).contains(QStringLiteral("twin:big")));
        QVERIFY(keys(f.endpoints.models()).contains(QStringLiteral("cloud:big")));
        QCOMPARE(f.endpoints.model(QStringLiteral("twin:big"))->facts->inputPrice, std::optional(4.0));
    }

    void anAddressThatFitsItsTemplateKeepsTheKeyVariable() {
        EndpointsFixture f;
        const auto over = f.catalog.extended(
            R"({"providers":[{"id":"team","name":"Team","dialect":"openai-chat",)"
            R"("base_url_template":"https://{place}.team.example/v1","key_header":"api-key",)"
            R"("key_variable":"RIVULET_TEST_KEY","needs_key":true}]})",
            {});
        QVERIFY(over.ok());
        f.catalog = over.value();
        qputenv(variable, "e");
        const auto keyAt = [&f](const char* url) {
            return f.endpoints.setUrl(QStringLiteral("team"), QUrl(QString::fromLatin1(url))).ok()
                       ? f.key(f.row("team"))
                       : std::nullopt;
        };
        QCOMPARE(keyAt("https://ours.team.example/v1"), QByteArray("e"));
        QCOMPARE(keyAt("https://ours.team.example.evil.example/v1"), QByteArray());
        QCOMPARE(keyAt("https://theirs.team.example/v2/"), QByteArray("e"));
    }

    void aNearServerInsteadOfTheUsualOneNeedsNoKey() {
        EndpointsFixture f;
        const QString cloud = QStringLiteral("cloud");
        const QUrl usual = f.row("cloud").baseUrl;
        QVERIFY(f.row("cloud").needsKey);
        QVERIFY(f.endpoints.setUrl(cloud, QUrl(QStringLiteral("http://127.0.0.1:9/v1"))).ok());
        QVERIFY(!f.row("cloud").needsKey);
        QVERIFY(f.endpoints.setUrl(cloud, QUrl(QStringLiteral("https://192.168.1.9"))).ok());
        QVERIFY(!f.row("cloud").needsKey);
        QVERIFY(f.endpoints.setUrl(cloud, QUrl(QStringLiteral("https://else.example"))).ok());
        QVERIFY(f.row("cloud").needsKey);
        QVERIFY(f.endpoints.setUrl(cloud, QUrl(QStringLiteral("http://127.0.0.1:9"))).ok());
        QVERIFY(f.endpoints.setUrl(cloud, usual).ok());
        QVERIFY(f.row("cloud").needsKey);
    }

    void tellsWhereTheKeyThatIsUsedComesFrom() {
        EndpointsFixture f;
        const auto cloud = f.row("cloud");
        QCOMPARE(f.endpoints.keyVariable(cloud), QString());
        qputenv(variable, "e");
        QCOMPARE(f.endpoints.keyVariable(cloud), QString::fromLatin1(variable));
        QVERIFY(f.endpoints.hasKey(cloud) && !f.endpoints.keepsKey(cloud));
        // One in the keychain comes after it, and can be removed all the same.
        f.settings.setKeyOrigins({cloud.origin()});
        QCOMPARE(f.endpoints.keyVariable(cloud), QString::fromLatin1(variable));
        QVERIFY(f.endpoints.keepsKey(cloud));
        // One of this run comes before it.
        QVERIFY(f.keep(cloud, "s", true));
        QCOMPARE(f.endpoints.keyVariable(cloud), QString());
        QVERIFY(f.endpoints.keepsKey(cloud));
        // Spaces are no key, as no request is sent with them.
        qputenv(variable, " ");
        QVERIFY(f.removeKey(cloud));
        QVERIFY(!f.endpoints.hasKey(cloud));
    }

    void serversOnThisMachineAreFoundWithTheirModels() {
        EndpointsFixture f;
        loopback::HttpServer server([](loopback::Exchange& exchange) {
            exchange.respond(200, "application/json", R"({"data":[{"id":"one"},{"id":"two"}]})");
        });
        QVERIFY(server.listen());
        QVERIFY(f.endpoints.setUrl(QStringLiteral("near"), server.url(QStringLiteral("/v1"))).ok());
        app::LocalServers servers(f.endpoints);
        QSignalSpy found(&servers, &app::LocalServers::found);
        QSignalSpy looked(&servers, &app::LocalServers::looked);
        servers.look();
        servers.look(); // while it looks: nothing more
        QVERIFY(looked.wait());
        QCOMPARE(looked.count(), 1);
        QCOMPARE(looked.first().first().toStringList(), QStringList{QStringLiteral("Near")});
        QCOMPARE(found.first().first().toString(), QStringLiteral("near"));
        QCOMPARE(server.requestCount(), 1); // the cloud was not asked
        QVERIFY(keys(f.endpoints.models()).contains(QStringLiteral("near:two")));
        QVERIFY(!servers.isLooking());
    }

    void theKeyOfThisRunComesFirstThenTheEnvironmentThenTheKeychain() {
        EndpointsFixture f;
        const auto cloud = f.row("cloud");
        QVERIFY(!f.endpoints.hasKey(cloud) && !f.endpoints.isReady(cloud));
        QCOMPARE(f.key(cloud), QByteArray());
        QCOMPARE(f.keychain.reads, 0); // a keychain that holds nothing for it is not asked

        f.keychain.secrets.insert(cloud.origin(), domain::Secret{"from-keychain"});
        f.settings.setKeyOrigins({cloud.origin()});
        QVERIFY(f.endpoints.hasKey(cloud) && f.endpoints.isReady(cloud));
        qputenv(variable, "from-environment");
        QCOMPARE(f.key(cloud), QByteArray("from-environment"));
        QCOMPARE(f.keychain.reads, 0);
        qunsetenv(variable);
        QCOMPARE(f.key(cloud), QByteArray("from-keychain"));
        QCOMPARE(f.key(cloud), QByteArray("from-keychain"));
        QCOMPARE(f.keychain.reads, 1); // once read it stays for this run
        QVERIFY(f.keep(cloud, "from-session", true));
        qputenv(variable, "from-environment");
        QCOMPARE(f.key(cloud), QByteArray("from-session"));
    }

    void anEmptyVariableIsNoKey() {
        EndpointsFixture f;
        qputenv(variable, "");
        QVERIFY(!f.endpoints.hasKey(f.row("cloud")));
        QCOMPARE(f.key(f.row("cloud")), QByteArray());
    }

    void noKeyIsLookedUpWhereNoneIsSent() {
        EndpointsFixture f;
        domain::Endpoint open = transient(QStringLiteral("open"));
        f.settings.setKeyOrigins({open.origin()});
        QCOMPARE(f.key(open), QByteArray());
        QCOMPARE(f.keychain.reads, 0);
        QVERIFY(f.endpoints.isReady(open));
    }

    void aLockedKeychainIsAFailureAndNoKey() {
        EndpointsFixture f;
        const auto cloud = f.row("cloud");
        f.keychain.failing = domain::Failure::Kind::KeychainLocked;
        f.settings.setKeyOrigins({cloud.origin()});
        QCOMPARE(f.key(cloud), std::nullopt);
        QVERIFY(!f.keep(cloud, "secret-canary", false));
        QVERIFY(f.keychain.secrets.isEmpty());
        // It may be asked again once it is open.
        f.keychain.failing.reset();
        f.keychain.secrets.insert(cloud.origin(), domain::Secret{"k"});
        QCOMPARE(f.key(cloud), QByteArray("k"));
    }

    void aKeyThatCouldNotBeRemovedIsStillThere() {
        EndpointsFixture f;
        const auto cloud = f.row("cloud");
        QVERIFY(f.keep(cloud, "k", false));
        f.keychain.failing = domain::Failure::Kind::KeychainLocked;
        QVERIFY(!f.removeKey(cloud));
        QVERIFY(f.endpoints.hasKey(cloud));
        f.keychain.failing.reset();
        QVERIFY(f.removeKey(cloud));
        QVERIFY(!f.endpoints.hasKey(cloud));
        QVERIFY(f.keychain.secrets.isEmpty());
        QCOMPARE(f.key(cloud), QByteArray());
    }

    void aChangedAddressAsksForTheKeyAgain_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("sameOrigin");
        QTest::newRow("another host") << QStringLiteral("https://evil.example") << false;
        QTest::newRow("another port") << QStringLiteral("https://cloud.example:8443") << false;
        QTest::newRow("another path") << QStringLiteral("https://cloud.example/proxy") << true;
        QTest::newRow("the port named") << QStringLiteral("https://cloud.example:443") << true;
    }

    void aChangedAddressAsksForTheKeyAgain() {
        QFETCH(const QString, url);
        QFETCH(const bool, sameOrigin);
        EndpointsFixture f;
        const auto before = f.row("cloud");
        QVERIFY(f.keep(before, "k", false));
        QVERIFY(f.endpoints.setUrl(QStringLiteral("cloud"), QUrl(url)).ok());
        QCOMPARE(f.endpoints.hasKey(f.row("cloud")), sameOrigin);
        QCOMPARE(f.key(f.row("cloud")), sameOrigin ? QByteArray("k") : QByteArray());
        QVERIFY(f.removeKey(before));
        // The environment's key is the catalog's server's as well.
        qputenv(variable, "e");
        QCOMPARE(f.endpoints.hasKey(f.row("cloud")), sameOrigin);
        QCOMPARE(f.key(f.row("cloud")), sameOrigin ? QByteArray("e") : QByteArray());
        QVERIFY(
            f.endpoints.setUrl(QStringLiteral("cloud"), QUrl(QStringLiteral("https://cloud.example"))).ok());
        QCOMPARE(f.key(f.row("cloud")), QByteArray("e"));
    }

    void addressesThatCantBeUsedAreRefused_data() {
        QTest::addColumn<QString>("url");
        for (const char* url : {"", "http://far.example", "ftp://far.example", "file:///etc/passwd",
                                "https://user:pw@far.example", "https://", "nonsense"}) {
            QTest::newRow(url) << QString::fromLatin1(url);
        }
    }

    void addressesThatCantBeUsedAreRefused() {
        QFETCH(const QString, url);
        EndpointsFixture f;
        QSignalSpy changed(&f.endpoints, &Endpoints::changed);
        const auto added =
            f.endpoints.add(QStringLiteral("New"), QStringLiteral("anthropic"), QUrl(url), true);
        QVERIFY(!added.ok());
        QVERIFY(!added.failure().detail.isEmpty());
        const auto set = f.endpoints.setUrl(QStringLiteral("cloud"), QUrl(url));
        QVERIFY(!set.ok());
        QVERIFY(!set.failure().detail.isEmpty());
        QCOMPARE(changed.count(), 0);
        QVERIFY(f.settings.endpoints().empty());
    }

    void namesAreOneOfAKind() {
        EndpointsFixture f;
        const QUrl url(QStringLiteral("http://127.0.0.1:5"));
        const auto add = [&](const char* name, const char* dialect = "ollama") {
            return f.endpoints.add(QString::fromUtf8(name), QString::fromLatin1(dialect), url, false);
        };
        QVERIFY(!add("").ok());
        QVERIFY(!add(" - ").ok());
        QVERIFY(!add("Cloud").ok());
        QVERIFY(!add("x", "no-dialect").ok());
        QCOMPARE(add(" My: \"GPU\" box ").value(), QStringLiteral("my-gpu-box"));
        QVERIFY(!add("my gpu box").ok());
        QVERIFY(!f.endpoints.addModel(QStringLiteral("my-gpu-box"), QStringLiteral(" ")).ok());
        QVERIFY(!f.endpoints.addModel(QStringLiteral("nowhere"), QStringLiteral("m")).ok());
    }

    void whatIsRemovedIsGoneWithItsKeyAndModels() {
        EndpointsFixture f;
        const auto id = f.endpoints.add(QStringLiteral("Own"), QStringLiteral("anthropic"),
                                        QUrl(QStringLiteral("https://own.example")), true);
        QVERIFY(id.ok());
        QVERIFY(f.endpoints.addModel(id.value(), QStringLiteral("m")).ok());
        QVERIFY(f.keep(f.row("own"), "k", false));
        f.endpoints.remove(id.value());
        QVERIFY(!f.endpoints.endpoint(id.value()));
        QTRY_VERIFY(f.keychain.secrets.isEmpty());
        QTRY_VERIFY(f.settings.keyOrigins().isEmpty());
        QVERIFY(f.settings.models(id.value()).isEmpty());
        // A row of the catalog stays.
        f.endpoints.remove(QStringLiteral("cloud"));
        QVERIFY(f.endpoints.endpoint(QStringLiteral("cloud")));
    }

    void aKeyThatAnotherEndpointUsesStays() {
        EndpointsFixture f;
        const auto id = f.endpoints.add(QStringLiteral("Beta"), QStringLiteral("anthropic"),
                                        QUrl(QStringLiteral("https://cloud.example/beta")), true);
        QVERIFY(id.ok());
        QVERIFY(f.keep(f.row("cloud"), "k", false));
        f.endpoints.remove(id.value());
        QTest::qWait(0);
        QCOMPARE(f.key(f.row("cloud")), QByteArray("k"));
        QCOMPARE(f.keychain.secrets.size(), 1);
    }

    void aKeyThatNoEndpointUsesIsKnownOfAndCanBeForgotten() {
        EndpointsFixture f;
        const auto id = f.endpoints.add(QStringLiteral("Own"), QStringLiteral("anthropic"),
                                        QUrl(QStringLiteral("https://old.example/v1")), true);
        QVERIFY(id.ok());
        QVERIFY(f.keep(f.row("own"), "k", false));
        QCOMPARE(f.endpoints.strayOrigins(), QStringList());
        const QString old = f.row("own").origin();
        QVERIFY(f.endpoints.setUrl(id.value(), QUrl(QStringLiteral("https://new.example"))).ok());
        QCOMPARE(f.endpoints.strayOrigins(), QStringList{old});
        // Whoever goes back has it again.
        QVERIFY(f.endpoints.setUrl(id.value(), QUrl(QStringLiteral("https://old.example"))).ok());
        QCOMPARE(f.endpoints.strayOrigins(), QStringList());
        QVERIFY(f.endpoints.setUrl(id.value(), QUrl(QStringLiteral("https://new.example"))).ok());
        f.endpoints.remove(id.value());
        QCOMPARE(f.endpoints.strayOrigins(), QStringList{old});

        std::optional<bool> ok;
        f.keychain.failing = domain::Failure::Kind::KeychainLocked;
        f.endpoints.forgetKey(old, [&](const auto& forgotten) { ok = forgotten.ok(); });
        QTRY_COMPARE(ok, std::optional(false));
        QCOMPARE(f.endpoints.strayOrigins(), QStringList{old});
        f.keychain.failing.reset();
        f.endpoints.forgetKey(old, [&](const auto& forgotten) { ok = forgotten.ok(); });
        QTRY_COMPARE(ok, std::optional(true));
        QVERIFY(f.keychain.secrets.isEmpty());
        QCOMPARE(f.endpoints.strayOrigins(), QStringList());
    }

    void aKeyOfARowThatThisRunHidesIsNoStrayOne() {
        EndpointsFixture f;
        QVERIFY(f.keep(f.row("cloud"), "k", false));
        domain::Endpoint instead = f.row("cloud");
        instead.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9"));
        f.endpoints.addTransient(instead, {});
        QCOMPARE(f.endpoints.strayOrigins(), QStringList());
    }

    void whatWasSetForAnEndpointAloneGoesWithIt() {
        EndpointsFixture f;
        const auto add = [&] {
            return f.endpoints.add(QStringLiteral("Own"), QStringLiteral("ollama"),
                                   QUrl(QStringLiteral("http://127.0.0.1:5")), false);
        };
        const auto id = add();
        QVERIFY(id.ok());
        QCOMPARE(f.settings.setWait(id.value(), app::Settings::Wait::Idle, 7), QString());
        f.settings.setGoOn(id.value(), app::Settings::GoOn::Never);
        f.endpoints.remove(id.value());
        QVERIFY(add().ok());
        QVERIFY(!f.settings.hasOwnWaits(id.value()));
        QCOMPARE(f.settings.goOn(id.value()), app::Settings::GoOn::IfLocal);
    }

    void aKeyIsNoPartOfAnAddress_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("isKey");
        for (const char* query : {"key=k", "api_key=k", "api-key=k", "apikey=k", "a=b&KEY=k", "token=k",
                                  "access_token=k", "%6bey=k", "secret=k", "password=k", "sig=k"}) {
            QTest::newRow(query) << QString::fromLatin1(query) << true;
        }
        for (const char* query : {"", "api-version=2026-01-01", "keyboard=k", "donkey=k", "monkey"}) {
            QTest::newRow(query) << QString::fromLatin1(query) << false;
        }
    }

    void aKeyIsNoPartOfAnAddress() {
        QFETCH(const QString, query);
        QFETCH(const bool, isKey);
        EndpointsFixture f;
        const QUrl url(QStringLiteral("https://own.example/v1?") + query);
        QCOMPARE(f.endpoints.setUrl(QStringLiteral("cloud"), url).ok(), !isKey);
        QCOMPARE(f.endpoints.add(QStringLiteral("Own"), QStringLiteral("anthropic"), url, true).ok(), !isKey);
        QCOMPARE(f.settings.endpoints().empty(), isKey);
    }

    void aKeyThatAnotherKeychainHoldsIsMissedInWords() {
        EndpointsFixture f;
        const auto cloud = f.row("cloud");
        f.settings.setKeyOrigins(
            {cloud.origin()}); // kept once; the keychain that answers knows nothing of it
        std::optional<domain::Failure> failure;
        f.endpoints.findKey(
            cloud, [&](const auto& found) { failure = found.ok() ? domain::Failure{} : found.failure(); });
        QTRY_VERIFY(failure);
        QCOMPARE(failure->kind, domain::Failure::Kind::MissingKey);
        QVERIFY2(failure->detail.contains(cloud.origin()), qPrintable(failure->detail));
        // What is known of it stays: the other keychain may come back.
        QCOMPARE(f.settings.keyOrigins(), QStringList{cloud.origin()});
        QVERIFY(f.keep(cloud, "again", false));
        QCOMPARE(f.key(cloud), QByteArray("again"));
    }

    void noKeyIsEverWrittenToAFile() {
        EndpointsFixture f;
        const QByteArray canary = "sk-canary-7f3a";
        QVERIFY(f.keep(f.row("cloud"), canary, false));
        QVERIFY(f.keep(f.row("near"), canary, true));
        QVERIFY(f.endpoints.setUrl(QStringLiteral("cloud"), QUrl(QStringLiteral("https://b.example"))).ok());
        QVERIFY(f.isOnDisk("cloud.example")); // that there is a key is told, and the file is looked at
        QVERIFY(!f.isOnDisk(canary));
    }

    void aTestAsksWithItsKeyAndRemembersTheModels() {
        QByteArray seen;
        loopback::HttpServer server([&](loopback::Exchange& exchange) {
            seen = exchange.request().headers.value("x-api-key");
            exchange.respond(200, "application/json",
                             R"({"data":[{"id":"m1","type":"model"},{"id":"m2","type":"model"}],)"
                             R"("has_more":false})");
        });
        QVERIFY(server.listen());
        EndpointsFixture f;
        QVERIFY(f.endpoints.setUrl(QStringLiteral("cloud"), server.url()).ok());
        std::optional<domain::Result<qsizetype>> tested;
        f.endpoints.test(QStringLiteral("cloud"), domain::Secret{"typed"},
                         [&](const auto& result) { tested = result; });
        QTRY_VERIFY(tested.has_value());
        QVERIFY(tested->ok());
        QCOMPARE(tested->value(), qsizetype{2});
        QCOMPARE(seen, QByteArray("typed"));
        QVERIFY(keys(f.endpoints.models()).contains(QStringLiteral("cloud:m2")));
        QVERIFY(!f.endpoints.hasKey(f.row("cloud"))); // a test keeps nothing
        tested.reset();
        QVERIFY(f.keep(f.row("cloud"), "kept", true));
        f.endpoints.test(QStringLiteral("cloud"), {}, [&](const auto& result) { tested = result; });
        QTRY_VERIFY(tested.has_value());
        QCOMPARE(seen, QByteArray("kept"));
        tested.reset();
        f.endpoints.test(QStringLiteral("nowhere"), {}, [&](const auto& result) { tested = result; });
        QVERIFY(tested && !tested->ok());
    }
};

QTEST_GUILESS_MAIN(EndpointsTest)
#include "tst_endpoints.moc"
