// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StreamFigures.h"

#include "ChatSession.h"

#include <QJsonArray>

#include <algorithm>

namespace rivulet::app {

namespace {

QJsonObject tell(const ChatSession& pane) {
    const domain::StreamStats& stats = pane.stats();
    const auto now = domain::Clock::Instant::clock::now();
    const auto first = stats.timeToFirstToken();
    const auto ending = pane.ending();
    return {{QStringLiteral("model"), pane.modelName()},
            {QStringLiteral("state"), ending ? domain::outcomeName(ending->outcome) : QString()},
            {QStringLiteral("ttft_ms"), first ? static_cast<double>(first->count()) : -1.0},
            {QStringLiteral("tokens"), stats.answerTokens() + stats.thinkingTokens()},
            {QStringLiteral("tokens_per_second"), stats.answerRate(now).value_or(0)},
            {QStringLiteral("duration_ms"), static_cast<double>(stats.elapsed(now).count())},
            {QStringLiteral("characters"), static_cast<qint64>(stats.characters())}};
}

} // namespace

StreamFigures::Stream& StreamFigures::running(ChatSession* pane) {
    const auto known =
        std::ranges::find(m_streams, pane, [](const Stream& stream) { return stream.pane.data(); });
    if (known != m_streams.end()) {
        return *known;
    }
    m_streams.push_back({pane, {}});
    return m_streams.back();
}

void StreamFigures::watch(ChatSession* pane) {
    connect(pane, &ChatSession::changed, this, [this, pane] {
        if (pane->isRunning()) {
            running(pane);
        }
    });
    connect(pane, &ChatSession::ended, this, [this, pane] {
        Stream& stream = running(pane);
        stream.told = tell(*pane);
        stream.pane.clear();
    });
}

QJsonObject StreamFigures::figures() const {
    QJsonArray streams;
    QJsonArray firstTokens;
    qint64 tokens = 0;
    for (const Stream& stream : m_streams) {
        const QJsonObject told = stream.pane ? tell(*stream.pane) : stream.told;
        tokens += told.value(QStringLiteral("tokens")).toInteger();
        firstTokens.append(told.value(QStringLiteral("ttft_ms")).toDouble(-1));
        streams.append(told);
    }
    return {{QStringLiteral("tokens"), tokens},
            {QStringLiteral("ttft_ms"), firstTokens},
            {QStringLiteral("streams"), streams}};
}

} // namespace rivulet::app
