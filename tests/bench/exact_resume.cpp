// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
//
// exact_resume [CUTS [SECONDS [SEED]]]: cuts CUTS answers (40) at random places behind their first event,
// spread over the protocols that can be gone on with exactly; the server of each is back after a random time
// of up to SECONDS (0). Prints how many were whole in the end, what was lost or doubled, and how long it took
// from the cut until text flowed.

#include "../support/CutFleet.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTextStream>

#include <algorithm>
#include <cmath>

using namespace rivulet;
using namespace rivulet::tests;

namespace {

constexpr int usualCuts = 40;
constexpr quint32 usualSeed = 20'261'121;
/// More where most of the time is waited for servers.
constexpr std::size_t atOnce = 64;
constexpr std::size_t atOnceWaiting = 256;

struct Sum {
    int cuts = 0;
    int whole = 0;
    int requests = 0;
    qint64 lost = 0;
    qint64 doubled = 0;
    std::vector<double> milliseconds;
};

QStringList pieces() {
    QStringList pieces;
    for (int i = 0; i < 60; ++i) {
        pieces.append(QStringLiteral("word %1, caf\u00e9 \U0001F600; ").arg(i));
    }
    return pieces;
}

/// What of `expected` did not come, and what came that is not of it: by the longest beginning and the longest
/// end that are as they should be.
void compare(const QString& came, const QString& expected, Sum& sum) {
    const qsizetype shorter = std::min(came.size(), expected.size());
    qsizetype begin = 0;
    while (begin < shorter && came.at(begin) == expected.at(begin)) {
        ++begin;
    }
    qsizetype end = 0;
    while (end < shorter - begin &&
           came.at(came.size() - 1 - end) == expected.at(expected.size() - 1 - end)) {
        ++end;
    }
    sum.lost += expected.size() - begin - end;
    sum.doubled += came.size() - begin - end;
}

double at(const std::vector<double>& sorted, double share) {
    const auto index = static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)));
    return sorted.at(index);
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int count = arguments.size() > 1 ? std::clamp(arguments.at(1).toInt(), 1, 100'000) : usualCuts;
    const double seconds = arguments.size() > 2 ? std::clamp(arguments.at(2).toDouble(), 0.0, 60.0) : 0;
    const quint32 seed = arguments.size() > 3 ? arguments.at(3).toUInt() : usualSeed;
    QRandomGenerator random(seed);
    const auto dialects = ResumableAnswer::dialects();
    Sum sum;
    for (qsizetype i = 0; i < dialects.size(); ++i) {
        CutFleet fleet(dialects.at(i), pieces());
        fleet.width = seconds > 0 ? atOnceWaiting : atOnce;
        const qsizetype first = fleet.answer().ends().front();
        const auto room = static_cast<double>(fleet.answer().body().size() - first);
        std::vector<CutFleet::Cut> cuts;
        for (auto cut = i; cut < count; cut += dialects.size()) {
            const std::chrono::milliseconds down{
                static_cast<qint64>(random.generateDouble() * seconds * 1000)};
            cuts.push_back({first + static_cast<qsizetype>(random.generateDouble() * room), down});
        }
        for (const CutOutcome& outcome : fleet.play(cuts)) {
            ++sum.cuts;
            sum.requests += outcome.requests;
            sum.whole += outcome.outcome == domain::Outcome::Completed &&
                                 outcome.text == fleet.answer().text() &&
                                 outcome.thinking == fleet.answer().thinking()
                             ? 1
                             : 0;
            if (outcome.outcome == domain::Outcome::Completed) {
                compare(outcome.text, fleet.answer().text(), sum);
                compare(outcome.thinking, fleet.answer().thinking(), sum);
            }
            if (outcome.mended) {
                sum.milliseconds.push_back(static_cast<double>(outcome.mended->count()));
            }
        }
    }
    std::ranges::sort(sum.milliseconds);
    if (sum.milliseconds.empty()) {
        sum.milliseconds.push_back(0);
    }
    const QJsonObject line{
        {QStringLiteral("bench"), QStringLiteral("exact_resume")},
        {QStringLiteral("variant"), QStringLiteral("cut to flowing, server back within %1 s").arg(seconds)},
        {QStringLiteral("unit"), QStringLiteral("ms")},
        {QStringLiteral("median"), at(sum.milliseconds, 0.5)},
        {QStringLiteral("p99"), at(sum.milliseconds, 0.99)},
        {QStringLiteral("min"), sum.milliseconds.front()},
        {QStringLiteral("max"), sum.milliseconds.back()},
        {QStringLiteral("n"), sum.cuts},
        {QStringLiteral("succeeded"), static_cast<double>(sum.whole) / sum.cuts},
        {QStringLiteral("lost"), sum.lost},
        {QStringLiteral("doubled"), sum.doubled},
        {QStringLiteral("requests"), sum.requests},
        {QStringLiteral("seed"), static_cast<qint64>(seed)}};
    QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << '\n';
    return sum.whole == sum.cuts ? 0 : 1;
}
