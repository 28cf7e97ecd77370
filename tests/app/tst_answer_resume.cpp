// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/ResumableAnswer.h"
#include "Application.h"
#include "SessionFixture.h"
#include "store/Recorder.h"

#include <QTest>

using namespace rivulet;
using namespace rivulet::tests;
using app::ChatSession;
using app::TranscriptModel;
using Phase = ChatSession::Phase;
using Outcome = domain::Outcome;

namespace {

/// The application with one pane, whose server keeps its answers and goes on with them.
struct KeptFixture {
    QTemporaryDir folder;
    ResumableAnswer answer{QStringLiteral("assist"), ResumableAnswer::shortPieces()};
    loopback::HttpServer server{[this](loopback::Exchange& exchange) { respond(exchange); }};
    std::unique_ptr<app::Application> application;
    /// Of the stream that is asked for next: how much is sent, and whether the line is cut then.
    qsizetype share = 0;
    bool cuts = false;
    int status = 200;
    int resumed = 0;

    KeptFixture() {
        if (!server.listen()) {
            qFatal("no port to listen on");
        }
        share = answer.ends().at(2); // "A river, "
        open();
    }

    void open() {
        app::Application::Options options;
        options.dataDirectory = folder.path();
        options.models.push_back(
            {QStringLiteral("left"), QStringLiteral("m"), server.url().toString(), QStringLiteral("assist")});
        application = std::make_unique<app::Application>(options);
        QCOMPARE(application->startProblem(), QString());
        QCOMPARE(application->settings()->setLimits(0, 10, 10, 10, 10), QString());
        application->settings()->setProfile(app::Settings::Profile::Instant);
    }
    [[nodiscard]] ChatSession& pane() const { return *application->session()->first(); }
    [[nodiscard]] std::vector<domain::Message> stored() const {
        const auto database = store::Database::open(folder.filePath(QStringLiteral("rivulet.db")));
        const store::ConversationStore store(database.value());
        std::vector<domain::Message> answers;
        for (const auto& message : store.messages(store.list(1, 0).value().front().id).value()) {
            if (message.role == domain::Role::Assistant) {
                answers.push_back(message);
            }
        }
        return answers;
    }
    [[nodiscard]] QString noteOf(domain::MessageId id) const {
        const auto database = store::Database::open(folder.filePath(QStringLiteral("rivulet.db")));
        return store::ConversationStore(database.value()).resumeNote(id);
    }

    /// The stream is cut, and its server says that it has not kept the answer.
    void cutAndForget() {
        application->settings()->setGoOn(QStringLiteral("left"), app::Settings::GoOn::Never);
        cuts = true;
        QVERIFY(application->session()->send(QStringLiteral("Why?")));
        QTRY_COMPARE(pane().phase(), Phase::Reconnecting);
        status = 410;
        pane().reconnect();
        QTRY_COMPARE(pane().phase(), Phase::Interrupted);
    }
    /// And then the model goes on from the text.
    void cutAndContinue() {
        cutAndForget();
        status = 200;
        share = 0;
        pane().reconnect();
        QTRY_COMPARE(pane().phase(), Phase::Completed);
    }

    void respond(loopback::Exchange& exchange) {
        const auto start = answer.start(exchange.request());
        if (status != 200) {
            exchange.respond(status, "application/json", R"({"error":{"message":"gone"}})");
            return;
        }
        resumed += start ? 1 : 0;
        exchange.sendHead(200, "text/event-stream");
        const QByteArray body = answer.body();
        const qsizetype begin = start.value_or(0);
        const bool whole = share <= begin;
        exchange.sendBody(whole ? body.sliced(begin) : body.sliced(begin, share - begin));
        if (whole) {
            exchange.finish();
        } else if (cuts) {
            exchange.drop();
        }
    }
};

/// It is much later.
struct LateClock final : domain::Clock {
    [[nodiscard]] Instant now() const override { return Instant(std::chrono::hours(1)); }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override {
        return std::chrono::hours(24 * 365 * 90);
    }
};

} // namespace

/// An answer that its server keeps, in the application: cut, closed, opened again.
class AnswerResumeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qunsetenv("RIVULET_API_KEY");
        // No desktop's keychain is asked.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void aCutIsMendedAndSaysSo() {
        KeptFixture f;
        f.cuts = true;
        QVERIFY(f.application->session()->send(QStringLiteral("Why?")));
        QTRY_COMPARE(f.pane().phase(), Phase::Reconnecting);
        QCOMPARE(f.pane().resumeBadge(), QStringLiteral("Resumable"));
        QVERIFY(!f.pane().resumeTip().isEmpty());
        QVERIFY2(f.pane().chipText().startsWith(QStringLiteral("Reconnecting 1/5")),
                 qPrintable(f.pane().chipText()));
        QVERIFY(f.pane().canReconnect()); // Now
        f.pane().reconnect();
        QTRY_COMPARE(f.pane().phase(), Phase::Completed);
        QCOMPARE(f.pane().resumeBadge(), QString());
        const auto answers = f.stored();
        QCOMPARE(answers.size(), std::size_t{1});
        QCOMPARE(answers.front().text, f.answer.text());
        QCOMPARE(answers.front().thinking, f.answer.thinking());
        QVERIFY(answers.front().seams.size() == 1 && answers.front().seams.front().exact);
        // What the server counted is the whole answer's.
        QCOMPARE(*answers.front().usage->output, 50);
        QVERIFY(answers.front().usage->source == domain::Usage::Source::Reported);
        QVERIFY(f.noteOf(answers.front().id).isEmpty());
    }

    void anAnswerIsTakenUpAfterARestart() {
        KeptFixture f;
        QVERIFY(f.application->session()->send(QStringLiteral("Why?")));
        QTRY_COMPARE(f.pane().stats().characters(), 9);
        const auto conversation = f.application->session()->conversation();
        f.application->close();
        f.application.reset();
        const auto kept = f.stored();
        QVERIFY(kept.front().ending->outcome == Outcome::Interrupted);
        QVERIFY(!f.noteOf(kept.front().id).isEmpty());

        f.open();
        f.application->openConversation(conversation);
        QVERIFY(f.pane().canReconnect());
        f.pane().reconnect();
        QTRY_COMPARE(f.pane().phase(), Phase::Completed);
        QCOMPARE(f.resumed, 1);
        const auto answers = f.stored();
        QCOMPARE(answers.size(), std::size_t{1});
        QCOMPARE(answers.front().text, f.answer.text());
        QCOMPARE(answers.front().thinking, f.answer.thinking());
        QCOMPARE(*answers.front().usage->output, 50);
        QVERIFY(answers.front().usage->source == domain::Usage::Source::Reported);
        QVERIFY(answers.front().seams.front().exact);
        QVERIFY(f.noteOf(answers.front().id).isEmpty());
    }

    void whatIsOnDiskIsEnough() {
        KeptFixture f;
        QVERIFY(f.application->session()->send(QStringLiteral("Why?")));
        QTRY_COMPARE(f.pane().stats().characters(), 9);
        // As far as the disk knows, without an end: the place is there soon after.
        const auto id = [&] { return f.stored().front().id; };
        QTRY_VERIFY(!f.noteOf(id()).isEmpty());
    }

    void whereTheServerHasForgottenItTheTextIsGoneOnFrom() {
        KeptFixture f;
        f.cutAndForget();
        QCOMPARE(f.pane().phase(), Phase::Interrupted);
        auto answers = f.stored();
        QCOMPARE(answers.front().text, QStringLiteral("A river, "));
        QCOMPARE(answers.front().ending->failure->code, QStringLiteral("resume_refused"));
        QVERIFY(f.noteOf(answers.front().id).isEmpty());
        QVERIFY(f.pane().canReconnect());
        f.status = 200;
        f.share = 0;
        const int before = f.resumed;
        f.pane().reconnect();
        QTRY_COMPARE(f.pane().phase(), Phase::Completed);
        QCOMPARE(f.resumed, before);
        answers = f.stored();
        QVERIFY(!answers.front().seams.back().exact);
    }

    void aSeamIsUndoneAndBothAreKept() {
        KeptFixture f;
        f.cutAndContinue();
        QCOMPARE(f.pane().phase(), Phase::Completed);
        const QString continued = f.stored().front().text;
        QVERIFY(continued.size() > 9);

        auto& transcript = *f.pane().transcript();
        const auto seam = [&] {
            for (int row = 0; row < transcript.rowCount(); ++row) {
                const auto at = transcript.index(row);
                if (transcript.data(at, TranscriptModel::KindRole).value<TranscriptModel::RowKind>() ==
                        TranscriptModel::RowKind::Seam &&
                    transcript.data(at, TranscriptModel::CanRetryRole).toBool()) {
                    return transcript.data(at, TranscriptModel::LevelRole).toInt();
                }
            }
            return -1;
        };
        QCOMPARE(seam(), 9);
        f.pane().undoSeam(7); // there is none
        QCOMPARE(f.pane().answerText(), continued);
        f.pane().undoSeam(9);
        QCOMPARE(f.pane().answerText(), QStringLiteral("A river, "));
        QCOMPARE(f.pane().phase(), Phase::Interrupted);
        QCOMPARE(seam(), -1);
        const auto answers = f.stored();
        QCOMPARE(answers.size(), std::size_t{2});
        QCOMPARE(answers[0].text, continued);
        QCOMPARE(answers[1].text, QStringLiteral("A river, "));
        QCOMPARE(answers[1].variant, 1);
        QVERIFY(answers[1].thinking.startsWith(f.answer.thinking())); // of both parts
        // And it goes on from there again.
        QVERIFY(f.pane().canReconnect());
        f.pane().reconnect();
        QTRY_COMPARE(f.pane().phase(), Phase::Completed);
        QCOMPARE(f.stored().size(), std::size_t{2});
        QCOMPARE(f.stored()[0].text, continued);
    }

    void whatWasTakenBackIsPutBackAlsoAfterARestart() {
        KeptFixture f;
        f.cutAndContinue();
        QCOMPARE(f.pane().phase(), Phase::Completed);
        const domain::Message whole = f.stored().front();
        const QString before = rows(f);
        const auto conversation = f.application->session()->conversation();
        const auto footer = [&](int role) {
            const auto& model = *f.pane().transcript();
            return model.data(model.index(model.rowCount() - 1), role);
        };

        f.pane().putBack(); // there is nothing
        QCOMPARE(rows(f), before);
        f.pane().undoSeam(9);
        QVERIFY(footer(TranscriptModel::CanPutBackRole).toBool());
        f.pane().putBack();
        QCOMPARE(rows(f), before);
        QVERIFY(!footer(TranscriptModel::CanPutBackRole).toBool());
        QCOMPARE(f.pane().phase(), Phase::Completed);
        f.pane().undoSeam(9);

        f.application->close();
        f.application.reset();
        f.open();
        f.application->openConversation(conversation);
        QCOMPARE(f.pane().answerText(), QStringLiteral("A river, "));
        QVERIFY(footer(TranscriptModel::CanPutBackRole).toBool());
        f.pane().putBack();
        QCOMPARE(f.pane().answerText(), whole.text);
        QCOMPARE(rows(f), before);

        // The very same answer, as it was written.
        f.application->close();
        f.application.reset();
        domain::Message shown = f.stored().back();
        QCOMPARE(shown.id, whole.id);
        shown.variant = whole.variant;
        QVERIFY(shown == whole);
        f.open();
        f.application->openConversation(conversation);
        QCOMPARE(rows(f), before);
        QVERIFY(!footer(TranscriptModel::CanPutBackRole).toBool());
    }

    void aSeamKeepsItsTimeHoweverOftenItIsTakenBack() {
        KeptFixture f;
        f.cutAndContinue();
        QCOMPARE(f.pane().phase(), Phase::Completed);
        const auto conversation = f.application->session()->conversation();
        const auto times = [&] {
            const auto database = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db")));
            return store::ConversationStore(database.value()).seamTimes(conversation, 0);
        };
        const auto first = times();
        QCOMPARE(first.size(), std::size_t{1});
        QVERIFY(first.front().seam == f.stored().front().seams.front());
        const auto copied = [&] {
            auto message = f.stored().front();
            message.id = 0;
            ++message.variant;
            return message;
        }();
        {
            const auto database = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db")));
            const LateClock clock;
            store::Recorder recorder(database.value(), clock);
            recorder.begin(copied);
            recorder.ended(*copied.ending, copied.text);
            recorder.commit();
        }
        QCOMPARE(f.stored().size(), std::size_t{2});
        QCOMPARE(times().size(), std::size_t{1});
        QCOMPARE(times().front().time, first.front().time);
    }

private:
    /// What the pane shows, without identities.
    static QString rows(const KeptFixture& f) {
        const auto& model = *f.pane().transcript();
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row) {
            for (const int role :
                 {TranscriptModel::KindRole, TranscriptModel::TextRole, TranscriptModel::PlainRole,
                  TranscriptModel::TitleRole, TranscriptModel::StatsRole, TranscriptModel::CanRetryRole}) {
                result.append(model.data(model.index(row), role).toString());
            }
        }
        return result.join(u'\n');
    }
};

QTEST_MAIN(AnswerResumeTest)
#include "tst_answer_resume.moc"
