// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/TokenFamily.h"
#include "stream/FileTokens.h"
#include "stream/TokenCalibration.h"
#include "stream/TokenEstimator.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <limits>

using namespace rivulet;
using namespace rivulet::stream;

namespace {

/// The bounds that the estimator promises on the texts of tests/data/tokens, as parts of the reported count.
constexpr double mostMeanError = 0.10;
constexpr double mostSingleError = 0.25;

QJsonArray texts() {
    QFile file(QStringLiteral(RIVULET_TEST_DATA "/tokens/counts.json"));
    return file.open(QIODevice::ReadOnly)
               ? QJsonDocument::fromJson(file.readAll())[QStringLiteral("texts")].toArray()
               : QJsonArray();
}

QByteArray bigEndian(quint32 value, int bytes) {
    QByteArray text;
    for (int i = bytes - 1; i >= 0; --i) {
        text.append(static_cast<char>(value >> (8 * i)));
    }
    return text;
}

QByteArray png(quint32 width, quint32 height) {
    return QByteArray("\x89PNG\r\n\x1a\n") + QByteArray("\0\0\0\x0dIHDR", 8) + bigEndian(width, 4) +
           bigEndian(height, 4);
}

QByteArray jpeg(quint32 width, quint32 height) {
    return QByteArray("\xFF\xD8\xFF\xE0\x00\x04xx\xFF\xC0\x00\x11\x08", 13) + bigEndian(height, 2) +
           bigEndian(width, 2);
}

} // namespace

class tst_TokenEstimator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void estimatesAreNearWhatIsReported() {
        const QJsonArray all = texts();
        QVERIFY(all.size() >= 16);
        QStringList table{QStringLiteral("%1 %2 %3 %4 %5")
                              .arg(u"text", -12)
                              .arg(u"family", -8)
                              .arg(u"estimated", 9)
                              .arg(u"reported", 9)
                              .arg(u"off", 7)};
        QStringList tooFar;
        for (const QString& family : {QStringLiteral("large"), QStringLiteral("medium"),
                                      QStringLiteral("small"), QStringLiteral("fine")}) {
            double sum = 0;
            for (const auto& value : all) {
                const QJsonObject row = value.toObject();
                const auto reported = static_cast<double>(row[family].toInt());
                const auto estimated = static_cast<double>(
                    TokenEstimator::estimate(row[QStringLiteral("text")].toString(), family));
                const double off = (estimated - reported) / reported;
                const QString line = QStringLiteral("%1 %2 %3 %4 %5 %")
                                         .arg(row[QStringLiteral("name")].toString(), -12)
                                         .arg(family, -8)
                                         .arg(estimated, 9)
                                         .arg(reported, 9)
                                         .arg(off * 100, 5, 'f', 0);
                table.append(line);
                sum += std::abs(off);
                if (std::abs(off) > mostSingleError) {
                    tooFar.append(line);
                }
            }
            const double mean = sum / static_cast<double>(all.size());
            const QString line =
                QStringLiteral("mean error of %1: %2 %").arg(family).arg(mean * 100, 0, 'f', 1);
            table.append(line);
            if (mean > mostMeanError) {
                tooFar.append(line);
            }
        }
        qInfo("%s", qPrintable(table.join(u'\n')));
        QVERIFY2(tooFar.isEmpty(), qPrintable(tooFar.join(u'\n')));
    }

    void lawMoreTextIsNeverFewerTokens() {
        for (const auto& value : texts()) {
            const QString text = value.toObject()[QStringLiteral("text")].toString();
            for (const QString& family : {QStringLiteral("large"), QStringLiteral("small"), QString()}) {
                qint64 before = 0;
                for (qsizetype size = 0; size <= text.size(); size += 5) {
                    const qint64 now = TokenEstimator::estimate(QStringView(text).first(size), family);
                    QVERIFY2(now + 1 >= before, qPrintable(text.first(size))); // one for rounding and joints
                    before = now;
                }
            }
        }
    }

    void nothingIsNothingAndAnyTextIsSomething() {
        QCOMPARE(TokenEstimator::estimate({}, u"large"), 0);
        QVERIFY(TokenEstimator::estimate(u"a", u"no such family") >= 1);
        QVERIFY(TokenEstimator::estimate(QString(1, QChar(0xD800)), u"large") >= 1); // half a character
        // Kinds are told apart: as many units, other counts.
        const auto large = [](const QString& text) { return TokenEstimator::estimate(text, u"large"); };
        QVERIFY(large(QString(300, QChar(0x6C34))) > 3 * large(QStringLiteral("water ").repeated(50)));
        QVERIFY(large(QStringLiteral("7").repeated(300)) > large(QStringLiteral("water ").repeated(50)));
        QVERIFY(large(QStringLiteral("\U0001F30A").repeated(150)) > 150);
        QVERIFY(large(QStringLiteral("-").repeated(300)) < 100);
    }

    void aPromptIsAllItsPartsAndTheirFrames() {
        const TokenEstimator estimator(QStringLiteral("large"));
        domain::Prompt prompt;
        prompt.turns = {{domain::Role::User, QStringLiteral("What is a rivulet?")}};
        const qint64 bare = estimator.tokensOf(prompt);
        QVERIFY(bare > estimator.tokensOf(QStringView(prompt.turns.front().text)));
        prompt.system = QStringLiteral("Be brief.");
        const qint64 withSystem = estimator.tokensOf(prompt);
        QVERIFY(withSystem > bare);
        prompt.turns.front().attachments.push_back({domain::Attachment::Kind::Text, QStringLiteral("a.txt"),
                                                    "text/plain", QByteArray("word ").repeated(100)});
        QVERIFY(estimator.tokensOf(prompt) >= withSystem + 100);
        QCOMPARE(TokenEstimator(QStringLiteral("large"), 2.0).tokensOf(QStringView(prompt.system)),
                 2 * estimator.tokensOf(QStringView(prompt.system)));
    }

    void picturesCountByTheirSize() {
        QCOMPARE(imageTokens(png(750, 100)), 100);
        QCOMPARE(imageTokens(jpeg(750, 100)), 100);
        QCOMPARE(imageTokens(png(8, 8)), 85);
        QVERIFY(imageTokens(png(20'000, 20'000)) <= 1640); // made smaller before it is looked at
        QCOMPARE(imageTokens(png(7840, 1000)), imageTokens(png(1568, 200)));
        for (const QByteArray& odd : {QByteArray(), QByteArray("GIF8"), QByteArray("\xFF\xD8\xFF"), png(0, 0),
                                      QByteArray("RIFFxxxxWEBPVP8 ")}) {
            QCOMPARE(imageTokens(odd), 1640); // not known: the most
        }
    }

    void documentsCountByTheirPages() {
        const QByteArray page = "<< /Type /Page /Parent 1 0 R >>\n";
        QCOMPARE(pdfTokens("<< /Type /Pages >>\n" + page.repeated(3)), 3 * pdfTokens("<</Type/Page>>"));
        QVERIFY(pdfTokens(QByteArray(1024 * 1024, 'x')) > 10 * pdfTokens("x"));
    }

    void familiesGoByTheModelsName_data() {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("family");
        const auto row = [](const char* dialect, const char* model, const char* family) {
            QTest::newRow(model) << QString::fromLatin1(dialect) << QString::fromLatin1(model)
                                 << QString::fromLatin1(family);
        };
        row("anthropic", "claude-haiku-4-5", "fine");
        row("openai-chat", "anthropic/claude-opus-5", "fine");
        row("openai-chat", "gpt-6-sol", "large");
        row("openai-chat", "gpt-4o", "large");
        row("openai-chat", "gpt-4-turbo", "medium");
        row("openai-responses", "o3-mini", "large");
        row("gemini", "gemini-3.8-flash", "large");
        row("ollama", "llama3.2:3b", "medium");
        row("ollama", "tinyllama", "small");
        row("ollama", "qwen3:8b", "medium");
        row("openai-chat", "deepseek-flash", "medium");
        row("openai-chat", "something-else", "");
        row("anthropic", "mirror-of-something", "fine");
        row("openai-chat", "", "");
    }
    void familiesGoByTheModelsName() {
        QFETCH(QString, dialect);
        QFETCH(QString, model);
        QTEST(providers::tokenFamily(dialect, model), "family");
    }

    // What is learned from reports

    void theErrorShrinksAsReportsCome() {
        // A server that counts a third more than we guess, each text a little differently.
        TokenCalibration calibration;
        QStringList table;
        double first = 0;
        double last = 0;
        for (int i = 0; i < 40; ++i) {
            const qint64 estimated = 300 + (i * 137) % 900;
            const double own = 1.33 * (1 + 0.05 * std::sin(i * 2.4));
            const auto reported = static_cast<qint64>(static_cast<double>(estimated) * own);
            const double off = std::abs(static_cast<double>(estimated) * calibration.ratio() -
                                        static_cast<double>(reported)) /
                               static_cast<double>(reported);
            first = i == 0 ? off : first;
            last = off;
            calibration.learn(estimated, reported);
            if (i % 8 == 0) {
                table.append(
                    QStringLiteral("report %1: estimated %2, reported %3, off %4 %, ratio %5, error %6 %")
                        .arg(i + 1)
                        .arg(estimated)
                        .arg(reported)
                        .arg(off * 100, 0, 'f', 1)
                        .arg(calibration.ratio(), 0, 'f', 3)
                        .arg(calibration.error() * 100, 0, 'f', 1));
            }
        }
        qInfo("%s", qPrintable(table.join(u'\n')));
        QVERIFY(first > 0.2);
        QVERIFY(last < 0.08);
        QVERIFY(std::abs(calibration.ratio() - 1.33) < 0.05);
        QVERIFY(calibration.error() < 0.08);
    }

    void oddReportsMoveItLittleAndNeverOutOfBounds() {
        TokenCalibration calibration;
        for (int i = 0; i < 20; ++i) {
            calibration.learn(1000, 1100);
        }
        calibration.learn(1000, 1'000'000'000);
        QVERIFY(calibration.ratio() < 1.4);
        const auto kept = calibration.numbers();
        for (const auto& [estimated, reported] :
             {std::pair<qint64, qint64>{10, 1000}, {0, 5}, {-7, 5}, {1000, 0}, {1000, -3}}) {
            calibration.learn(estimated, reported);
        }
        QCOMPARE(calibration.numbers(), kept);
        for (int i = 0; i < 200; ++i) {
            calibration.learn(1000, std::numeric_limits<qint64>::max());
        }
        QVERIFY(calibration.ratio() <= TokenCalibration::mostRatio);
        QVERIFY(std::isfinite(calibration.error()));
    }

    void theNumbersAreAllThatIsKept() {
        TokenCalibration calibration;
        calibration.learn(500, 650);
        TokenCalibration again(calibration.numbers());
        again.learn(400, 500);
        calibration.learn(400, 500);
        QCOMPARE(again.numbers(), calibration.numbers());
        using Numbers = TokenCalibration::Numbers;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (const Numbers& odd : {Numbers{nan, 0, 1}, Numbers{1, nan, 1}, Numbers{0, 0, 1},
                                   Numbers{99, 0, 1}, Numbers{1, -1, 1}, Numbers{1, 0, -1}}) {
            QCOMPARE(TokenCalibration(odd).numbers(), Numbers{});
        }
    }
};

QTEST_GUILESS_MAIN(tst_TokenEstimator)
#include "tst_token_estimator.moc"
