// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Settings.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <memory>

using namespace rivulet;
using app::Settings;

namespace {

/// A file of settings that is there for one test.
class File {
public:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("settings.ini")); }
    [[nodiscard]] std::unique_ptr<Settings> open() const { return std::make_unique<Settings>(path()); }
    void set(const QString& key, const QVariant& value) const {
        QSettings(path(), QSettings::IniFormat).setValue(key, value);
    }
    void write(const QByteArray& bytes) const {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private:
    QTemporaryDir m_folder;
};

void compareToDefaults(const Settings& settings) {
    QCOMPARE(settings.theme(), Settings::Theme::System);
    QCOMPARE(settings.profile(), Settings::Profile::Smooth);
    QCOMPARE(settings.batching(), stream::BatchSettings::smooth());
    QCOMPARE(settings.pauseHoldsWire(), false);
    QCOMPARE(settings.noticeWhenComplete(), true);
    QCOMPARE(settings.keepsStatistics(), true);
    QCOMPARE(settings.statisticsAge(), std::chrono::days(400));
    QCOMPARE(settings.retries(), 3);
    QCOMPARE(settings.connectTimeout(), 10.0);
    QCOMPARE(settings.firstByteTimeout(), 120.0);
    QCOMPARE(settings.localFirstByteTimeout(), 300.0);
    QCOMPARE(settings.idleTimeout(), 600.0);
    QCOMPARE(settings.textScale(), 1.0);
}

domain::Endpoint endpoint() {
    domain::Endpoint result;
    result.id = QStringLiteral("own");
    result.name = QStringLiteral("My, \"own\" server; ü");
    result.dialect = QStringLiteral("openai-chat");
    result.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:8080/v1"));
    result.credential = {"Authorization", "Bearer "};
    result.keyVariable = QStringLiteral("OWN_KEY");
    result.needsKey = true;
    result.allowsPlainHttp = true;
    result.quirks.tokenLimitField = QStringLiteral("max_completion_tokens");
    result.quirks.streamOptions = false;
    result.quirks.thinkingStyle = QStringLiteral("template");
    result.quirks.prefill = QStringLiteral("prefix");
    result.quirks.prefillPath = QStringLiteral("/beta/chat");
    result.quirks.chatPath = QStringLiteral("chat");
    result.quirks.listPath = QStringLiteral("../list");
    result.quirks.healthPath = QStringLiteral("/health");
    result.quirks.query = QStringLiteral("v=1");
    result.quirks.progressField = QStringLiteral("return_progress");
    result.quirks.sessionHeader = "X-Session";
    result.quirks.headers = {{"X-One", "1"}, {"X-Two", "two"}};
    return result;
}

} // namespace

/// What is set is kept, what can't be is refused with a sentence, what a file holds wrongly counts for
/// nothing.
class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewFileMeansDefaults() {
        const File file;
        const auto settings = file.open();
        compareToDefaults(*settings);
        QCOMPARE(settings->systemPrompt(), QString());
        QCOMPARE(settings->lastModel(0), QString());
        QVERIFY(settings->endpoints().empty());
        QVERIFY(settings->keyOrigins().isEmpty());
        QVERIFY(settings->models(QStringLiteral("any")).isEmpty());
    }

    void everythingIsKept() {
        const File file;
        {
            const auto settings = file.open();
            settings->setTheme(Settings::Theme::Dark);
            settings->setTextScale(1.5);
            settings->setPauseHoldsWire(true);
            settings->setNoticeWhenComplete(false);
            settings->setKeepsStatistics(false);
            settings->setSystemPrompt(QStringLiteral("Be brief.\n\"Really\"; ü, %1"));
            QCOMPARE(settings->setBatching(Settings::BatchMode::Word, 3, 40, 30), QString());
            QCOMPARE(settings->setLimits(0, 0.1, 2.5, 86'400, 7), QString());
            settings->setEndpoints({endpoint()});
            settings->setModels(QStringLiteral("own"), {QStringLiteral("one")});
            settings->setModels(QStringLiteral("b"), {QStringLiteral("a,b"), QStringLiteral("c;d")});
            settings->setLastModel(1, QStringLiteral("own:one:2"));
            settings->setKeyOrigins({QStringLiteral("https://a.example:443")});
            settings->setWindowState(QStringLiteral("width"), 900);
        }
        const auto settings = file.open();
        QCOMPARE(settings->theme(), Settings::Theme::Dark);
        QCOMPARE(settings->textScale(), 1.5);
        QVERIFY(settings->pauseHoldsWire());
        QVERIFY(!settings->noticeWhenComplete());
        QVERIFY(!settings->keepsStatistics());
        QCOMPARE(settings->systemPrompt(), QStringLiteral("Be brief.\n\"Really\"; ü, %1"));
        QCOMPARE(settings->profile(), Settings::Profile::Custom);
        QCOMPARE(settings->batchMode(), Settings::BatchMode::Word);
        QCOMPARE(settings->batchSize(), 3);
        QCOMPARE(settings->batchDelay(), 40);
        QCOMPARE(settings->highestRate(), 30);
        QCOMPARE(settings->retryPolicy().retries, 0);
        const auto timeouts = settings->timeouts(endpoint());
        QCOMPARE(timeouts.connect, std::chrono::milliseconds(100));
        QCOMPARE(timeouts.firstByte, std::chrono::milliseconds(86'400'000));
        QCOMPARE(timeouts.idle, std::chrono::milliseconds(7000));
        domain::Endpoint far = endpoint();
        far.baseUrl = QUrl(QStringLiteral("https://far.example"));
        QCOMPARE(settings->timeouts(far).firstByte, std::chrono::milliseconds(2500));
        QCOMPARE(settings->endpoints(), std::vector{endpoint()});
        QCOMPARE(settings->models(QStringLiteral("own")), QStringList{QStringLiteral("one")});
        QCOMPARE(settings->models(QStringLiteral("b")),
                 QStringList({QStringLiteral("a,b"), QStringLiteral("c;d")}));
        QCOMPARE(settings->lastModel(0), QString());
        QCOMPARE(settings->lastModel(1), QStringLiteral("own:one:2"));
        QCOMPARE(settings->keyOrigins(), QStringList{QStringLiteral("https://a.example:443")});
        QCOMPARE(settings->windowState(QStringLiteral("width"), 1).toInt(), 900);
        QCOMPARE(settings->windowState(QStringLiteral("height"), 700).toInt(), 700);
    }

    void whatWasAskedLastIsTheModelChosenLastOrWhereItWas() {
        const File file;
        const auto settings = file.open();
        QCOMPARE(settings->lastAsked(), QStringList());
        const QString option = QStringLiteral("--model");
        settings->setLastModel(0, QStringLiteral("a:m"));
        QCOMPARE(settings->lastAsked(), QStringList({option, QStringLiteral("a:m")}));
        const QStringList elsewhere{option, QStringLiteral("x:m"), QStringLiteral("--base-url"),
                                    QStringLiteral("http://127.0.0.1:1/a,b")};
        settings->setLastAsked(elsewhere);
        QCOMPARE(file.open()->lastAsked(), elsewhere);
        QCOMPARE(settings->lastModel(0), QStringLiteral("a:m")); // the window does not know the other
        settings->setLastModel(1, QStringLiteral("b:m"));
        QCOMPARE(settings->lastAsked(), elsewhere);
        settings->setLastModel(0, QStringLiteral("c:m"));
        QCOMPARE(settings->lastAsked(), QStringList({option, QStringLiteral("c:m")}));
    }

    void badWaitsOfAnEndpointFallBackToThoseOfAll() {
        const File file;
        domain::Endpoint cloud;
        cloud.id = QStringLiteral("cloud");
        for (const char* content : {"", "abc", "nan", "inf"}) {
            file.set(QStringLiteral("patience/cloud/connect"), QString::fromLatin1(content));
            file.set(QStringLiteral("patience/cloud/go_on"), QString::fromLatin1(content));
            QCOMPARE(file.open()->wait(cloud, Settings::Wait::Connect), 10.0);
            QCOMPARE(file.open()->goOn(cloud.id), Settings::GoOn::IfLocal);
        }
        file.set(QStringLiteral("patience/cloud/go_on"), 3);
        QCOMPARE(file.open()->goOn(cloud.id), Settings::GoOn::IfLocal);
    }

    void theFileIsForItsOwnerAlone() {
        const File file;
        {
            const auto settings = file.open();
            settings->setSystemPrompt(QStringLiteral("private"));
        }
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(file.path()) & others, QFile::Permissions());
    }

    void changesAreTold() {
        const File file;
        const auto settings = file.open();
        QSignalSpy theme(settings.get(), &Settings::themeChanged);
        QSignalSpy batching(settings.get(), &Settings::batchingChanged);
        QSignalSpy streaming(settings.get(), &Settings::streamingChanged);
        QSignalSpy scale(settings.get(), &Settings::textScaleChanged);
        QSignalSpy endpoints(settings.get(), &Settings::endpointsChanged);
        for (int twice = 0; twice < 2; ++twice) {
            settings->setTheme(Settings::Theme::Light);
            settings->setProfile(Settings::Profile::Economical);
            settings->setSystemPrompt(QStringLiteral("x"));
            settings->setTextScale(1.25);
            settings->setModels(QStringLiteral("a"), {QStringLiteral("m")});
        }
        QCOMPARE(theme.count(), 1);
        QCOMPARE(batching.count(), 1);
        QCOMPARE(streaming.count(), 1);
        QCOMPARE(scale.count(), 1);
        QCOMPARE(endpoints.count(), 1);
    }

    void aCustomBatchingStartsFromTheOneInForce() {
        const File file;
        const auto settings = file.open();
        settings->setProfile(Settings::Profile::Economical);
        settings->setProfile(Settings::Profile::Custom);
        QCOMPARE(settings->profile(), Settings::Profile::Custom);
        QCOMPARE(settings->batching(), stream::BatchSettings::economical());
        settings->setProfile(Settings::Profile::Instant);
        QCOMPARE(settings->batching(), stream::BatchSettings::instant());
    }

    void wrongBatchingsAreRefused_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("delay");
        QTest::addColumn<int>("rate");
        QTest::newRow("no size") << 0 << 16 << 0;
        QTest::newRow("negative size") << -1 << 16 << 0;
        QTest::newRow("negative delay") << 1 << -1 << 0;
        QTest::newRow("negative rate") << 1 << 16 << -1;
        QTest::newRow("huge") << std::numeric_limits<int>::max() << 16 << 0;
        QTest::newRow("very slow") << 1 << std::numeric_limits<int>::max() << 0;
    }

    void wrongBatchingsAreRefused() {
        QFETCH(const int, size);
        QFETCH(const int, delay);
        QFETCH(const int, rate);
        const File file;
        const auto settings = file.open();
        QSignalSpy changed(settings.get(), &Settings::batchingChanged);
        QVERIFY(!settings->setBatching(Settings::BatchMode::Token, size, delay, rate).isEmpty());
        QCOMPARE(changed.count(), 0);
        compareToDefaults(*settings);
        // The same in a file counts for nothing.
        file.set(QStringLiteral("batching/profile"), 3);
        file.set(QStringLiteral("batching/size"), size);
        file.set(QStringLiteral("batching/delay"), delay);
        file.set(QStringLiteral("batching/highest_rate"), rate);
        QCOMPARE(file.open()->batching(), stream::BatchSettings::smooth());
    }

    void wrongLimitsAreRefusedByTheirName_data() {
        QTest::addColumn<int>("retries");
        QTest::addColumn<QList<double>>("times");
        QTest::addColumn<QString>("name");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double endless = std::numeric_limits<double>::infinity();
        const QList<double> good{10, 120, 300, 600};
        QTest::newRow("fewer than none") << -1 << good << QStringLiteral("Retries");
        QTest::newRow("too many") << 11 << good << QStringLiteral("11");
        QTest::newRow("no time") << 3 << QList<double>{0, 1, 1, 1} << QStringLiteral("reach the server");
        QTest::newRow("negative") << 3 << QList<double>{1, -1, 1, 1} << QStringLiteral("first word");
        QTest::newRow("not a number") << 3 << QList<double>{1, 1, nan, 1} << QStringLiteral("local");
        QTest::newRow("endless") << 3 << QList<double>{1, 1, 1, endless}
                                 << QStringLiteral("between two words");
        QTest::newRow("over a day") << 3 << QList<double>{1, 1, 1, 86'401} << QStringLiteral("86,400");
    }

    void wrongLimitsAreRefusedByTheirName() {
        QFETCH(const int, retries);
        QFETCH(const QList<double>, times);
        QFETCH(const QString, name);
        const File file;
        const auto settings = file.open();
        QSignalSpy changed(settings.get(), &Settings::streamingChanged);
        const QString sentence =
            settings->setLimits(retries, times.at(0), times.at(1), times.at(2), times.at(3));
        QVERIFY2(sentence.contains(name), qPrintable(sentence));
        QVERIFY(sentence.endsWith(u'.'));
        QCOMPARE(changed.count(), 0);
        compareToDefaults(*settings);
    }

    void badContentFallsBack_data() {
        QTest::addColumn<QString>("content");
        for (const char* content : {"", "abc", "-1", "99999999999999999999", "nan", "inf", "-inf", "1e400",
                                    "@Invalid()", "@Variant(\\0\\0\\0)", "a, b, c", "{", "[]", "true;"}) {
            QTest::newRow(content) << QString::fromLatin1(content);
        }
    }

    void badContentFallsBack() {
        QFETCH(const QString, content);
        const File file;
        QByteArray ini;
        for (const auto& [section, names] :
             {std::pair{"appearance", QStringList{QStringLiteral("theme"), QStringLiteral("text_scale")}},
              std::pair{"batching",
                        QStringList{QStringLiteral("profile"), QStringLiteral("mode"), QStringLiteral("size"),
                                    QStringLiteral("delay"), QStringLiteral("highest_rate")}},
              std::pair{"streaming",
                        QStringList{QStringLiteral("retries"), QStringLiteral("connect_timeout"),
                                    QStringLiteral("first_byte_timeout"),
                                    QStringLiteral("local_first_byte_timeout"),
                                    QStringLiteral("idle_timeout"), QStringLiteral("system_prompt")}},
              std::pair{"endpoints", QStringList{QStringLiteral("rows")}},
              std::pair{"models", QStringList{QStringLiteral("own")}},
              std::pair{"panes", QStringList{QStringLiteral("model_0")}},
              std::pair{"keys", QStringList{QStringLiteral("origins")}}}) {
            ini += QByteArray("[") + section + "]\n";
            for (const auto& name : names) {
                ini += name.toLatin1() + "=" + content.toLatin1() + "\n";
            }
        }
        file.write(ini);
        const auto settings = file.open();
        QCOMPARE(settings->theme(), Settings::Theme::System);
        QCOMPARE(settings->batching(), stream::BatchSettings::smooth());
        QVERIFY(settings->endpoints().empty());
        // What is no number is the default; what is one stays within its limits.
        QVERIFY(settings->retries() == 3 || content.toDouble() < 0);
        for (const auto& [value, fallback] :
             {std::pair{settings->connectTimeout(), 10.0}, std::pair{settings->firstByteTimeout(), 120.0},
              std::pair{settings->localFirstByteTimeout(), 300.0},
              std::pair{settings->idleTimeout(), 600.0}}) {
            QVERIFY2(value >= 0.1 && value <= 86'400, qPrintable(QString::number(value)));
            bool number = false;
            const double read = content.toDouble(&number);
            if (!number || !qIsFinite(read)) {
                QCOMPARE(value, fallback);
            }
        }
        QVERIFY(settings->textScale() >= 0.75 && settings->textScale() <= 2.0);
        // And all of it can be set right again.
        QCOMPARE(settings->setLimits(1, 1, 1, 1, 1), QString());
        QCOMPARE(settings->retries(), 1);
    }

    void aFileOfGarbageIsSurvived() {
        const File file;
        QByteArray garbage;
        for (int i = 0; i < 4096; ++i) {
            garbage.append(static_cast<char>((i * 7919) >> 3));
        }
        file.write(garbage);
        compareToDefaults(*file.open());
    }

    void rowsOfOlderVersionsAreRead() {
        const File file;
        file.set(
            QStringLiteral("endpoints/rows"),
            QByteArray(
                R"([{"id":"own","name":"Own","dialect":"openai-chat","base_url":"http://10.0.0.2/v1", )"
                R"("header":"Authorization","prefix":"Bearer ","key_variable":"OWN_KEY","needs_key":true, )"
                R"("plain_http":true,"token_limit_field":"max_tokens","stream_options":false}])"));
        const auto rows = file.open()->endpoints();
        QCOMPARE(rows.size(), std::size_t{1});
        domain::Endpoint expected;
        expected.id = QStringLiteral("own");
        expected.name = QStringLiteral("Own");
        expected.dialect = QStringLiteral("openai-chat");
        expected.baseUrl = QUrl(QStringLiteral("http://10.0.0.2/v1"));
        expected.credential = {"Authorization", "Bearer "};
        expected.keyVariable = QStringLiteral("OWN_KEY");
        expected.needsKey = true;
        expected.allowsPlainHttp = true;
        expected.quirks.tokenLimitField = QStringLiteral("max_tokens");
        expected.quirks.streamOptions = false;
        QVERIFY(rows.front() == expected);
    }

    void rowsWithoutAnIdentifierAreLeftOut() {
        const File file;
        file.set(QStringLiteral("endpoints/rows"),
                 QByteArray(R"([{"name":"x"},7,null,{"id":"a","base_url":5},{"id":{}}])"));
        const auto rows = file.open()->endpoints();
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows.front().id, QStringLiteral("a"));
        QVERIFY(!rows.front().problem().isEmpty());
    }

    void textScaleIsBounded() {
        const File file;
        const auto settings = file.open();
        settings->setTextScale(100);
        QCOMPARE(settings->textScale(), 2.0);
        settings->setTextScale(-1);
        QCOMPARE(settings->textScale(), 0.75);
        settings->setTextScale(std::numeric_limits<double>::quiet_NaN());
        QVERIFY(settings->textScale() >= 0.75 && settings->textScale() <= 2.0);
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "tst_settings.moc"
