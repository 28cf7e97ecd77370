// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FailureText.h"

#include <QSet>
#include <QTest>

using namespace rivulet;
using app::FailureText;
using Kind = domain::Failure::Kind;
using Outcome = domain::Outcome;

namespace {

/// Every kind has a name, so the first number without one is behind the last kind.
int kindCount() {
    int kind = 0;
    while (!domain::failureName(static_cast<Kind>(kind)).isEmpty()) {
        ++kind;
    }
    return kind;
}

domain::Failure failure(Kind kind) {
    domain::Failure result;
    result.kind = kind;
    return result;
}

domain::Message answer(Outcome outcome, const QString& text, std::optional<domain::Failure> why = {}) {
    domain::Message message;
    message.role = domain::Role::Assistant;
    message.endpointName = QStringLiteral("Acme");
    message.text = text;
    message.ending = domain::Ending{outcome, {}, {}, std::move(why)};
    return message;
}

} // namespace

/// Every failure has its sentence, every ending its card, every card its way on.
class FailureTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasASentence_data() {
        QTest::addColumn<int>("kind");
        QVERIFY(kindCount() > static_cast<int>(Kind::AppClosed));
        for (int kind = 0; kind < kindCount(); ++kind) {
            QTest::newRow(qPrintable(domain::failureName(static_cast<Kind>(kind)))) << kind;
        }
    }

    void everyKindHasASentence() {
        QFETCH(const int, kind);
        QString sentence = FailureText::sentence(failure(static_cast<Kind>(kind)), QStringLiteral("Acme"));
        QVERIFY(!sentence.isEmpty());
        QVERIFY(sentence.front().isUpper());
        QVERIFY2(sentence.endsWith(u'.') || sentence.endsWith(u'?'), qPrintable(sentence));
        QVERIFY2(!sentence.contains(u'%') && !sentence.contains(u"  "), qPrintable(sentence));
    }

    void aServersNameIsNeverReadAsAPlace() {
        // A name with a place mark in it stays as it is.
        auto gone = failure(Kind::Redirected);
        gone.target = QUrl(QStringLiteral("https://evil.example/path?key=1"));
        const QString sentence = FailureText::sentence(gone, QStringLiteral("50%2 off"));
        QVERIFY2(sentence.startsWith(QStringLiteral("50%2 off wants")), qPrintable(sentence));
        QVERIFY(sentence.contains(QStringLiteral("(evil.example)")));
        auto odd = failure(Kind::UnexpectedStatus);
        odd.httpStatus = 418;
        QVERIFY(FailureText::sentence(odd, QStringLiteral("Acme")).contains(QStringLiteral("418")));
        auto limited = failure(Kind::RateLimited);
        limited.retryAfter = std::chrono::milliseconds(2500);
        QVERIFY(FailureText::sentence(limited, QStringLiteral("Acme")).contains(QStringLiteral("2.5 s")));
        const QString named = FailureText::sentence(limited, QStringLiteral("50%2 off"));
        QVERIFY2(named.startsWith(QStringLiteral("50%2 off asks")), qPrintable(named));
        const QString status = FailureText::sentence(odd, QStringLiteral("50%2 off"));
        QVERIFY2(status.startsWith(QStringLiteral("50%2 off answered")), qPrintable(status));
    }

    void cardsOfferTheirWayOn_data() {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("card");
        QTest::addColumn<bool>("reconnect");
        QTest::addColumn<bool>("retry");
        const QString some = QStringLiteral("Some text");
        QTest::newRow("complete") << static_cast<int>(Outcome::Completed) << some << false << false << false;
        QTest::newRow("cancelled") << static_cast<int>(Outcome::Cancelled) << some << true << true << true;
        QTest::newRow("cancelled at once")
            << static_cast<int>(Outcome::Cancelled) << QString() << true << false << true;
        QTest::newRow("interrupted") << static_cast<int>(Outcome::Interrupted) << some << true << true
                                     << true;
        QTest::newRow("failed") << static_cast<int>(Outcome::Failed) << QString() << true << false << true;
    }

    void cardsOfferTheirWayOn() {
        QFETCH(const int, outcome);
        QFETCH(const QString, text);
        const auto card =
            FailureText::card(answer(static_cast<Outcome>(outcome), text, failure(Kind::ServerError)));
        QTEST(!card.title.isEmpty(), "card");
        QTEST(!card.text.isEmpty(), "card");
        QTEST(card.canReconnect, "reconnect");
        QTEST(card.canRetry, "retry");
        QVERIFY(!card.canOpenSettings);
        // What was kept is told with its length.
        if (!card.title.isEmpty() && !text.isEmpty()) {
            QVERIFY2(card.text.contains(QString::number(text.size())), qPrintable(card.text));
        }
    }

    void settingsAreOfferedWhereTheyMendIt() {
        QSet<Kind> offered;
        for (int kind = 0; kind < kindCount(); ++kind) {
            if (FailureText::card(answer(Outcome::Failed, {}, failure(static_cast<Kind>(kind))))
                    .canOpenSettings) {
                offered.insert(static_cast<Kind>(kind));
            }
        }
        const QSet<Kind> expected{Kind::Unauthorized,   Kind::Forbidden,           Kind::MissingKey,
                                  Kind::KeychainLocked, Kind::KeychainUnavailable, Kind::NameNotFound,
                                  Kind::NotFound,       Kind::ConnectionRefused,   Kind::InvalidSettings,
                                  Kind::Redirected,     Kind::TlsCertificate};
        QCOMPARE(offered, expected);
    }

    void theRawWordsAreADetail() {
        auto why = failure(Kind::Overloaded);
        why.httpStatus = 529;
        why.code = QStringLiteral("overloaded_error");
        why.detail = QStringLiteral("<b>busy</b>");
        const auto card = FailureText::card(answer(Outcome::Failed, {}, why));
        QCOMPARE(card.detail, QStringLiteral("overloaded · HTTP 529 · overloaded_error\n<b>busy</b>"));
        QVERIFY(!card.text.contains(u"busy"));
    }

    void badgesMarkWhatIsNotAsAsked() {
        for (const auto stop : {domain::StopReason::TokenLimit, domain::StopReason::ContextFull,
                                domain::StopReason::Refusal, domain::StopReason::ContentFilter,
                                domain::StopReason::ToolUse, domain::StopReason::PauseTurn}) {
            auto message = answer(Outcome::Completed, QStringLiteral("x"));
            message.ending->stop = stop;
            QVERIFY2(!FailureText::badge(message).isEmpty(), qPrintable(domain::stopName(stop)));
            message.ending->outcome = Outcome::Interrupted;
            QCOMPARE(FailureText::badge(message), QString());
        }
        QCOMPARE(FailureText::badge(answer(Outcome::Completed, QStringLiteral("x"))), QString());
        QVERIFY(!FailureText::badge(answer(Outcome::Completed, {})).isEmpty());
        QCOMPARE(FailureText::badge({}), QString());
    }
};

QTEST_GUILESS_MAIN(FailureTextTest)
#include "tst_failure_text.moc"
