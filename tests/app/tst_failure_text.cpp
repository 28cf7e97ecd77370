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

    void whatWasNeverSentIsNotSaidToHaveBeen() {
        auto message = answer(Outcome::Cancelled, {});
        QCOMPARE(FailureText::card(message).text, QStringLiteral("Nothing had arrived yet."));
        message.attempts = 0;
        QCOMPARE(FailureText::card(message).text, QStringLiteral("It was not sent."));
        message = answer(Outcome::Interrupted, {}, failure(Kind::AppClosed));
        QVERIFY(FailureText::card(message).text.contains(QStringLiteral("still coming")));
        message.attempts = 0;
        QCOMPARE(FailureText::card(message).text,
                 QStringLiteral("This conversation was left before your prompt was sent."));
        QVERIFY(FailureText::card(message).canReconnect && FailureText::card(message).canRetry);
        message = answer(Outcome::Failed, {}, failure(Kind::MissingKey));
        message.attempts = 0;
        QVERIFY(FailureText::card(message).text.contains(QStringLiteral("needs a key")));
    }

    void whoWasAskedFirstIsTold() {
        using GivenUp = FailureText::GivenUp;
        auto message = answer(Outcome::Completed, QStringLiteral("x"));
        const auto told = [&](const domain::Warning& warning) {
            message.warnings = {warning};
            return FailureText::notes(message);
        };
        const QString first = QStringLiteral("Pine");
        const std::chrono::milliseconds none{0};
        const std::chrono::seconds some{12};
        QCOMPARE(told(FailureText::askedInstead(first, none, GivenUp::ByItself)),
                 QStringLiteral("Pine could not answer; this model was asked instead."));
        QCOMPARE(told(FailureText::askedInstead(first, some, GivenUp::ByItself)),
                 QStringLiteral("Pine could not answer, which took 12 s; this model was asked instead."));
        QCOMPARE(told(FailureText::askedInstead(first, some, GivenUp::ByHand)),
                 QStringLiteral("Pine had not begun to answer after 12 s; this model was asked instead."));
        // As it was kept before.
        QCOMPARE(told({domain::Warning::Kind::Fallback, first}),
                 QStringLiteral("Pine could not answer; this model was asked instead."));
    }

    void aFinishedButEmptyAnswerIsToldOf() {
        QStringList told;
        for (const auto stop :
             {domain::StopReason::EndTurn, domain::StopReason::TokenLimit, domain::StopReason::ContextFull,
              domain::StopReason::Refusal, domain::StopReason::ContentFilter}) {
            auto message = answer(Outcome::Completed, QStringLiteral(" \n"));
            message.ending->stop = stop;
            const auto card = FailureText::card(message);
            QCOMPARE(card.title, QStringLiteral("The answer is empty"));
            QVERIFY(card.canRetry && !card.canReconnect && !card.canOpenSettings);
            QVERIFY2(card.text.endsWith(u'.') && !told.contains(card.text), qPrintable(card.text));
            told.append(card.text);
            message.text = QStringLiteral("x");
            QVERIFY(FailureText::card(message).title.isEmpty());
        }
        auto message = answer(Outcome::Completed, {});
        message.thinking = QStringLiteral("Hm.");
        QVERIFY(!told.contains(FailureText::card(message).text));
        message.ending->stop = domain::StopReason::ToolUse;
        QVERIFY(FailureText::card(message).title.isEmpty());
        message.ending->stop = domain::StopReason::EndTurn;
        message.tools = {{}};
        QVERIFY(FailureText::card(message).title.isEmpty());
    }

    void notesTellWhatWasDifferentInBoundedSentences() {
        using Told = domain::Warning::Kind;
        auto message = answer(Outcome::Completed, QStringLiteral("x"));
        QCOMPARE(FailureText::notes(message), QString());
        message.warnings = {{Told::NotStreamed, {}}, {Told::NotStreamed, {}}};
        QCOMPARE(FailureText::notes(message).count(u'.'), 1);
        message.warnings = {{Told::SkippedEvent, QStringLiteral("events 7 to 9 did not come")},
                            {Told::SkippedEvent, {}}};
        QCOMPARE(FailureText::notes(message).count(u'.'), 1);
        message.warnings = {{Told::DroppedField, QStringLiteral("temperature")},
                            {Told::DroppedField, QStringLiteral("temperature")}};
        QCOMPARE(FailureText::notes(message),
                 QStringLiteral("The model does not take temperature: left out."));
        // A server's own words are no way to fill the window.
        message.warnings.clear();
        for (int i = 0; i < 500; ++i) {
            message.warnings.push_back(
                {Told::DroppedField, QString::number(i) + QStringLiteral(" field\n").repeated(500)});
            message.warnings.push_back({Told::HistoryTrimmed, QStringLiteral("x%1").arg(i)});
        }
        QVERIFY(FailureText::notes(message).size() < 250);
        QVERIFY(!FailureText::notes(message).contains(u'\n'));
        QVERIFY(FailureText::notes(message).contains(QStringLiteral("497 more")));
        message.warnings.clear();
        for (int i = 0; i < 500; ++i) {
            message.warnings.push_back(
                {Told::Provider, QString::number(i) + QStringLiteral(" words\n").repeated(500)});
        }
        QVERIFY(FailureText::notes(message).size() < 800);
        QVERIFY(!FailureText::notes(message).contains(u'\n'));
        message.warnings = {FailureText::leftOut(1)};
        QVERIFY(FailureText::notes(message).contains(QStringLiteral("oldest message was left out")));
        message.warnings = {FailureText::leftOut(4), {Told::NotStreamed, {}}};
        QCOMPARE(FailureText::notes(message).count(u'.'), 2);
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
        QCOMPARE(FailureText::badge({}), QString());
    }
};

QTEST_GUILESS_MAIN(FailureTextTest)
#include "tst_failure_text.moc"
