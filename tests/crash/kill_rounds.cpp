// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "KilledRun.h"
#include "store/ConversationStore.h"
#include "store/Statement.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace rivulet;

/// kill_rounds PROGRAM: kills the program with SIGKILL at random moments while it streams, opens its history
/// and compares what is kept with what the server had sent. Prints one JSON line.
namespace {

struct Tally {
    int rounds = 0;
    int notStarted = 0; ///< killed or ended before it asked: no round
    int corrupt = 0;    ///< integrity_check said anything but "ok", or it could not be opened
    int notInterrupted = 0;
    int wrongText = 0; ///< not the beginning of what was sent
    int overLimit = 0;
    std::vector<double> lost;
    qint64 characters = 0;
};

void judge(const KilledRun& run, const QString& file, double limit, Tally& tally) {
    const auto database = store::Database::open(file);
    if (!database) {
        ++tally.corrupt;
        return;
    }
    store::Statement check(*database.value(), QStringLiteral("PRAGMA integrity_check(1)"));
    if (!check.select() || !check.next() || check.value(0).toString() != u"ok") {
        ++tally.corrupt;
        return;
    }
    check.finish();
    store::ConversationStore store(database.value());
    const auto healed = store.healUnfinished();
    const auto list = store.list(1, 0);
    const auto messages = list && !list.value().empty()
                              ? store.messages(list.value().front().id)
                              : domain::Result<std::vector<domain::Message>>(std::vector<domain::Message>{});
    const bool whole = healed && healed.value() == 1 && messages && messages.value().size() == 2 &&
                       messages.value().back().ending &&
                       messages.value().back().ending->outcome == domain::Outcome::Interrupted;
    if (!whole) {
        ++tally.notInterrupted;
        return;
    }
    const QString kept = messages.value().back().text;
    if (!run.sent().startsWith(kept)) {
        ++tally.wrongText;
        return;
    }
    const double lost = run.lostMilliseconds(kept.size());
    tally.lost.push_back(lost);
    tally.overLimit += limit > 0 && lost > limit ? 1 : 0;
    tally.characters += kept.size();
}

double percentile(std::vector<double> values, double part) {
    if (values.empty()) {
        return 0;
    }
    std::ranges::sort(values);
    const auto at = static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5);
    return values.at(std::min(at, values.size() - 1));
}

void print(const Tally& tally) {
    const auto rounded = [](double value) { return static_cast<double>(qRound(value * 10)) / 10; };
    const QJsonObject line{{QStringLiteral("rounds"), tally.rounds},
                           {QStringLiteral("not_started"), tally.notStarted},
                           {QStringLiteral("corrupt"), tally.corrupt},
                           {QStringLiteral("not_interrupted"), tally.notInterrupted},
                           {QStringLiteral("wrong_text"), tally.wrongText},
                           {QStringLiteral("over_limit"), tally.overLimit},
                           {QStringLiteral("p50_lost_ms"), rounded(percentile(tally.lost, 0.5))},
                           {QStringLiteral("p99_lost_ms"), rounded(percentile(tally.lost, 0.99))},
                           {QStringLiteral("worst_lost_ms"), rounded(percentile(tally.lost, 1))},
                           {QStringLiteral("characters"), tally.characters}};
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser arguments;
    arguments.addHelpOption();
    arguments.addPositionalArgument(QStringLiteral("PROGRAM"), QStringLiteral("the rivulet to kill"));
    arguments.addOptions(
        {{QStringLiteral("rounds"), QStringLiteral("how many times"), QStringLiteral("N"),
          QStringLiteral("15")},
         {QStringLiteral("seed"), QStringLiteral("of the moments"), QStringLiteral("N"), QStringLiteral("1")},
         {QStringLiteral("limit"), QStringLiteral("fails where more is lost"), QStringLiteral("MS"),
          QStringLiteral("0")},
         {QStringLiteral("window"), QStringLiteral("the window instead of the terminal")}});
    arguments.process(application);
    if (arguments.positionalArguments().size() != 1) {
        arguments.showHelp(2);
    }
    constexpr unsigned longestLife = 1500; // of a stream, in milliseconds
    const int rounds = arguments.value(QStringLiteral("rounds")).toInt();
    const double limit = arguments.value(QStringLiteral("limit")).toDouble();
    const auto program =
        arguments.isSet(QStringLiteral("window")) ? KilledRun::Program::Window : KilledRun::Program::Terminal;
    std::mt19937 random(arguments.value(QStringLiteral("seed")).toUInt());
    const QTemporaryDir folder;
    AnswerServer server;
    Tally tally;
    for (int failures = 0; tally.rounds < rounds && failures < rounds;) {
        KilledRun run(server, arguments.positionalArguments().front(), folder.path(), program);
        if (!run.play(random, std::chrono::milliseconds(random() % longestLife))) {
            std::fprintf(stderr, "%s\n", run.output().constData());
            ++tally.notStarted;
            ++failures;
            continue;
        }
        ++tally.rounds;
        judge(run, folder.filePath(QStringLiteral("rivulet.db")), limit, tally);
    }
    print(tally);
    const bool good = tally.rounds == rounds && tally.corrupt == 0 && tally.notInterrupted == 0 &&
                      tally.wrongText == 0 && tally.overLimit == 0;
    return good ? 0 : 1;
}
