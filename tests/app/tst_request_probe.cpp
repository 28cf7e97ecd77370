// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/RequestProbe.h"

#include <QTest>

using namespace rivulet;
using namespace rivulet::app;
using Choice = RequestProbe::Choice;

namespace {

RequestTarget at(const char* dialect, const char* model = "m", const char* thinking = "",
                 const char* style = "") {
    RequestTarget target;
    target.endpoint.dialect = QString::fromLatin1(dialect);
    target.endpoint.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9"));
    target.endpoint.quirks.thinkingStyle = QString::fromLatin1(style);
    target.model.id = QString::fromLatin1(model);
    target.model.thinking = QString::fromLatin1(thinking);
    return target;
}

} // namespace

/// What requests carry, protocol by protocol.
class RequestProbeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsWhoIsSentABudget_data() {
        QTest::addColumn<RequestTarget>("target");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("anthropic, nothing known") << at("anthropic") << true;
        QTest::newRow("anthropic, by its table") << at("anthropic", "m", "enabled") << true;
        QTest::newRow("anthropic, by its name") << at("anthropic", "claude-haiku-4-5") << true;
        QTest::newRow("anthropic, adaptive by its name") << at("anthropic", "claude-opus-4-7") << false;
        QTest::newRow("anthropic, adaptive") << at("anthropic", "m", "adaptive") << false;
        QTest::newRow("gemini 2.5") << at("gemini", "gemini-2.5-flash") << true;
        QTest::newRow("gemini 3") << at("gemini", "gemini-3.8-flash") << false;
        QTest::newRow("gemini, nothing known") << at("gemini") << false;
        QTest::newRow("openai-chat") << at("openai-chat", "m", "enabled") << false;
        QTest::newRow("openai-chat, an object") << at("openai-chat", "m", "", "reasoning") << true;
        QTest::newRow("openai-chat, google") << at("openai-chat", "m", "", "google") << true;
        QTest::newRow("openai-chat, a type") << at("openai-chat", "m", "", "thinking") << false;
        QTest::newRow("openai-chat, a template") << at("openai-chat", "m", "", "template") << false;
        QTest::newRow("openai-chat, none") << at("openai-chat", "m", "", "none") << false;
        QTest::newRow("openai-responses") << at("openai-responses", "m", "enabled") << false;
        QTest::newRow("ollama") << at("ollama", "m", "enabled") << false;
        QTest::newRow("assist") << at("assist") << false;
        QTest::newRow("nobody yet") << RequestTarget{} << true;
        auto refused = at("anthropic", "claude-haiku-4-5");
        refused.experience.omittedFields = {QStringLiteral("thinking.type.enabled")};
        QTest::newRow("anthropic, refused before") << refused << false;
    }

    void knowsWhoIsSentABudget() {
        QFETCH(const RequestTarget, target);
        QTEST(RequestProbe(target).takesBudget(), "isTaken");
    }

    void knowsWhichBudgetGoesAsItIs_data() {
        QTest::addColumn<RequestTarget>("target");
        QTest::addColumn<int>("budget");
        QTest::addColumn<int>("limit");
        QTest::addColumn<bool>("isTaken");
        const auto claude = at("anthropic", "claude-haiku-4-5");
        QTest::newRow("anthropic, the least") << claude << 1024 << 9000 << true;
        QTest::newRow("anthropic, too little") << claude << 1000 << 9000 << false;
        QTest::newRow("anthropic, more than half") << claude << 3000 << 4000 << true;
        QTest::newRow("anthropic, all but one") << claude << 3999 << 4000 << true;
        QTest::newRow("anthropic, no room") << claude << 4000 << 4000 << false;
        const auto gemini = at("gemini", "gemini-2.5-pro");
        QTest::newRow("gemini, the least") << gemini << 128 << 9000 << true;
        QTest::newRow("gemini, too little") << gemini << 100 << 9000 << false;
        QTest::newRow("gemini, the most") << gemini << 32'768 << 65'000 << true;
        QTest::newRow("gemini, too much") << gemini << 40'000 << 65'000 << false;
        // The end of a level is no budget.
        QTest::newRow("openai-chat") << at("openai-chat") << 4096 << 9000 << false;
    }

    void knowsWhichBudgetGoesAsItIs() {
        QFETCH(const RequestTarget, target);
        QFETCH(const int, budget);
        QFETCH(const int, limit);
        QTEST(RequestProbe(target).takesBudget(budget, limit), "isTaken");
    }

    void knowsWhoTakesPdf() {
        for (const char* const dialect :
             {"anthropic", "openai-chat", "openai-responses", "gemini", "assist"}) {
            QVERIFY2(RequestProbe(at(dialect)).takesPdf(), dialect);
        }
        QVERIFY(!RequestProbe(at("ollama")).takesPdf());
        QVERIFY(!RequestProbe({}).takesPdf());
    }

    void findsWhichRefusalKeepsAChoiceOut_data() {
        QTest::addColumn<RequestTarget>("target");
        QTest::addColumn<QStringList>("omitted");
        QTest::addColumn<int>("choice");
        QTest::addColumn<QStringList>("blamed");
        const auto row = [](const char* name, const RequestTarget& target, const QStringList& omitted,
                            Choice choice, const QStringList& blamed) {
            QTest::newRow(name) << target << omitted << static_cast<int>(choice) << blamed;
        };
        const auto openAi = at("openai-chat");
        row("nothing", openAi, {}, Choice::Temperature, {});
        row("temperature", openAi, {"stream_options", "temperature"}, Choice::Temperature, {"temperature"});
        row("another", openAi, {"top_p"}, Choice::Temperature, {});
        row("one name of the limit", openAi, {"max_tokens"}, Choice::AnswerLimit, {});
        row("both names of the limit", openAi, {"max_tokens", "max_completion_tokens"}, Choice::AnswerLimit,
            {"max_tokens", "max_completion_tokens"});
        row("effort", openAi, {"reasoning_effort"}, Choice::Thinking, {"reasoning_effort"});
        row("gemini", at("gemini"), {"generationConfig.topP"}, Choice::TopP, {"generationConfig.topP"});
        row("ollama", at("ollama"), {"think", "num_predict"}, Choice::AnswerLimit, {"num_predict"});
        row("ollama thinks", at("ollama"), {"think", "num_predict"}, Choice::Thinking, {"think"});
        const auto claude = at("anthropic", "claude-haiku-4-5");
        row("another way to think", claude, {"thinking.type.enabled"}, Choice::Thinking, {});
        row("no way to think", claude, {"thinking.type.enabled", "thinking.type.adaptive"}, Choice::Thinking,
            {"thinking.type.enabled", "thinking.type.adaptive"});
        row("never sent", at("anthropic", "claude-opus-5-5"), {"temperature"}, Choice::Temperature, {});
        row("nobody yet", {}, {"temperature"}, Choice::Temperature, {});
    }

    void findsWhichRefusalKeepsAChoiceOut() {
        QFETCH(RequestTarget, target);
        QFETCH(const QStringList, omitted);
        QFETCH(const int, choice);
        target.experience.omittedFields = omitted;
        QTEST(RequestProbe(target).refusedFields(static_cast<Choice>(choice)), "blamed");
    }
};

QTEST_GUILESS_MAIN(RequestProbeTest)
#include "tst_request_probe.moc"
