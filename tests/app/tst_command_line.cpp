// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CommandLine.h"

#include <QDir>
#include <QTest>

using namespace rivulet;
using app::CommandLine;

/// The window's options: what each means, and a sentence for each that can't be.
class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingSaidMeansTheWindow() {
        const auto line = CommandLine::parse({});
        QVERIFY(line.ok());
        QCOMPARE(line.value().action, CommandLine::Action::Window);
        QVERIFY(QDir::isAbsolutePath(line.value().application.dataDirectory));
        QVERIFY(!line.value().application.demo);
        QVERIFY(line.value().application.models.empty());
        QVERIFY(!line.value().application.theme);
    }

    void everyOptionIsTaken() {
        const auto parsed =
            CommandLine::parse(QStringLiteral("--data-dir;/tmp/x;--demo;--model;a:m:1;"
                                              "--base-url;http://127.0.0.1:9;--dialect;ollama;"
                                              "--model=b:n;--prompt;--odd=one;"
                                              "--quit-when-done;--screenshot;s.png;--measure;"
                                              "m.json;--measure-after;1.5;--theme;dark;--self-test")
                                   .split(u';'));
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.failure().detail));
        const auto& line = parsed.value();
        QCOMPARE(line.application.dataDirectory, QStringLiteral("/tmp/x"));
        QVERIFY(line.application.demo);
        QCOMPARE(line.application.models.size(), std::size_t{2});
        const auto& first = line.application.models.at(0);
        QCOMPARE(first.provider, QStringLiteral("a"));
        QCOMPARE(first.model, QStringLiteral("m:1"));
        QCOMPARE(first.baseUrl, QStringLiteral("http://127.0.0.1:9"));
        QCOMPARE(first.dialect, QStringLiteral("ollama"));
        const auto& second = line.application.models.at(1);
        QCOMPARE(second.provider, QStringLiteral("b"));
        QCOMPARE(second.model, QStringLiteral("n"));
        QVERIFY(second.baseUrl.isEmpty() && second.dialect.isEmpty());
        QCOMPARE(line.prompt, QStringLiteral("--odd=one"));
        QVERIFY(line.quitWhenDone && line.selfTest);
        QCOMPARE(line.screenshot, QStringLiteral("s.png"));
        QCOMPARE(line.measure, QStringLiteral("m.json"));
        QCOMPARE(line.measureAfter, std::chrono::milliseconds(1500));
        QCOMPARE(line.application.theme, app::Settings::Theme::Dark);
    }

    void aPromptMayHoldAnything() {
        const auto spaced = CommandLine::parse({QStringLiteral("--prompt"), QStringLiteral("1 = 2 -- no")});
        QVERIFY(spaced.ok());
        QCOMPARE(spaced.value().prompt, QStringLiteral("1 = 2 -- no"));
        const auto joined = CommandLine::parse({QStringLiteral("--prompt=a=b")});
        QVERIFY(joined.ok());
        QCOMPARE(joined.value().prompt, QStringLiteral("a=b"));
    }

    void aRelativeFolderIsMadeAbsolute() {
        const auto line = CommandLine::parse({QStringLiteral("--data-dir"), QStringLiteral("here")});
        QVERIFY(line.ok());
        QCOMPARE(line.value().application.dataDirectory, QDir(QStringLiteral("here")).absolutePath());
    }

    void everyOptionIsHelped() {
        for (const char* name : {"--data-dir", "--demo", "--model", "--base-url", "--dialect", "--prompt",
                                 "--quit-when-done", "--screenshot", "--measure", "--measure-after",
                                 "--theme", "--self-test", "--version", "--help"}) {
            QVERIFY2(CommandLine::help().contains(QLatin1String(name)), name);
        }
        QCOMPARE(CommandLine::parse({QStringLiteral("--help")}).value().action, CommandLine::Action::Help);
        QCOMPARE(CommandLine::parse({QStringLiteral("-h")}).value().action, CommandLine::Action::Help);
        QCOMPARE(CommandLine::parse({QStringLiteral("--version")}).value().action,
                 CommandLine::Action::Version);
    }

    void whatCantBeIsRefusedWithASentence_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("names");
        const auto row = [](const char* arguments, const char* names) {
            QTest::newRow(arguments) << QString::fromLatin1(arguments).split(u' ')
                                     << QString::fromLatin1(names);
        };
        row("--nonsense", "--nonsense");
        row("prompt", "prompt");
        row("--model", "--model");
        row("--model anthropic", "anthropic");
        row("--model :m", ":m");
        row("--model a:", "a:");
        row("--model a:b --model c:d --model e:f", "twice");
        row("--base-url http://127.0.0.1", "--base-url");
        row("--dialect ollama", "--dialect");
        row("--theme pink", "pink");
        row("--measure-after soon", "soon");
        row("--measure-after -1", "-1");
        row("--measure-after nan", "nan");
        row("--data-dir", "--data-dir");
    }

    void whatCantBeIsRefusedWithASentence() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, names);
        const auto line = CommandLine::parse(arguments);
        QVERIFY(!line.ok());
        QCOMPARE(line.failure().kind, domain::Failure::Kind::InvalidInput);
        QVERIFY2(line.failure().detail.contains(names), qPrintable(line.failure().detail));
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_command_line.moc"
