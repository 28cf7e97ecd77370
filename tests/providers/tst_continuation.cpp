// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QTest>

namespace rivulet::providers {

namespace {

using domain::Prompt;
using domain::Role;
using Way = Dialect::Way;

Prompt question(const QString& model = {}, const QString& mode = {}) {
    Prompt prompt;
    prompt.model = model;
    prompt.thinkingMode = mode;
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

} // namespace

class TestContinuation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesTheWayByModel();
    void prefillEndsWithThePartialText();
    void instructionQuotesTheTail();
    void instructionQuotesNoHalfCharacter();
    void continuesAContinuationFromTheWholeText();
    void asksAnewWhereNothingCame();
};

void TestContinuation::choosesTheWayByModel() {
    const auto way = [](QStringView dialect, const Prompt& prompt) {
        return makeDialect(dialect)->continuationWay(prompt, {});
    };
    QVERIFY(way(u"anthropic", question("claude-opus-5-5")) == Way::Instruction);
    QVERIFY(way(u"anthropic", question("claude-opus-4-6")) == Way::Instruction);
    QVERIFY(way(u"anthropic", question("claude-sonnet-4-5")) == Way::Prefill);
    QVERIFY(way(u"anthropic", question("claude-3-7-sonnet-20250219")) == Way::Prefill);
    QVERIFY(way(u"anthropic", question("anything", "adaptive")) == Way::Instruction);
    QVERIFY(way(u"anthropic", question("anything", "enabled")) == Way::Prefill);
    QVERIFY(way(u"anthropic", question("anything")) == Way::Prefill);
    Prompt thinking = question("claude-sonnet-4-5");
    thinking.effort = domain::Effort::Low;
    QVERIFY(way(u"anthropic", thinking) == Way::Instruction);
    QVERIFY(way(u"openai-chat", question("gpt-6-sol")) == Way::Instruction);
    QVERIFY(way(u"ollama", question("qwen3:8b")) == Way::Prefill);
    QVERIFY(way(u"openai-responses", question("gpt-6-sol")) == Way::Instruction);
    QVERIFY(way(u"assist", question("brook")) == Way::Instruction);
}

void TestContinuation::prefillEndsWithThePartialText() {
    const Prompt next = continuationPrompt(question(), QStringLiteral("Because the \n "), Way::Prefill);
    QVERIFY(next.continuesLastTurn);
    QCOMPARE(next.turns.size(), 2U);
    QVERIFY(next.turns.back().role == Role::Assistant);
    QCOMPARE(next.turns.back().text, QStringLiteral("Because the"));
}

void TestContinuation::instructionQuotesTheTail() {
    const QString partial = QString(300, u'a') + QStringLiteral("%1 the end");
    const Prompt next = continuationPrompt(question(), partial, Way::Instruction);
    QVERIFY(!next.continuesLastTurn);
    QCOMPARE(next.turns.size(), 3U);
    QVERIFY(next.turns.at(1) == (domain::Turn{Role::Assistant, partial}));
    QVERIFY(next.turns.at(2).role == Role::User);
    QVERIFY(next.turns.at(2).text.contains(partial.right(200)));
    QVERIFY(!next.turns.at(2).text.contains(partial.right(201)));
}

void TestContinuation::instructionQuotesNoHalfCharacter() {
    const QString partial = QStringLiteral("x🌊") + QString(199, u'a');
    const Prompt next = continuationPrompt(question(), partial, Way::Instruction);
    QVERIFY(next.turns.back().text.isValidUtf16());
}

void TestContinuation::continuesAContinuationFromTheWholeText() {
    const Prompt once = continuationPrompt(question(), QStringLiteral("One"), Way::Prefill);
    const Prompt twice = continuationPrompt(once, QStringLiteral("One two"), Way::Prefill);
    QCOMPARE(twice.turns.size(), 2U);
    QCOMPARE(twice.turns.back().text, QStringLiteral("One two"));
    const Prompt other = continuationPrompt(once, QStringLiteral("One two"), Way::Instruction);
    QCOMPARE(other.turns.size(), 3U);
    QVERIFY(!other.continuesLastTurn);
}

void TestContinuation::asksAnewWhereNothingCame() {
    QVERIFY(continuationPrompt(question(), QStringLiteral(" \n"), Way::Prefill) == question());
    QVERIFY(continuationPrompt(question(), QString(), Way::Instruction) == question());
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestContinuation)
#include "tst_continuation.moc"
