// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Outbox.h"

#include <utility>

namespace rivulet::stream {

namespace {

/// All text of a turn at the place of its first piece, and thinking likewise. A seam or an end parts them.
std::vector<Telling> joinedForSignals(const std::vector<Telling>& tellings) {
    std::vector<Telling> joined;
    joined.reserve(tellings.size());
    std::size_t from = 0;
    for (const Telling& telling : tellings) {
        const bool piece =
            std::holds_alternative<TextCame>(telling) || std::holds_alternative<ThinkingCame>(telling);
        bool done = false;
        for (std::size_t i = from; piece && !done && i < joined.size(); ++i) {
            done = joined.at(i).index() == telling.index() && join(joined.at(i), telling);
        }
        if (!done) {
            joined.push_back(telling);
        }
        if (std::holds_alternative<domain::Seam>(telling) || std::holds_alternative<StreamEnded>(telling)) {
            from = joined.size();
        }
    }
    return joined;
}

struct Signaller {
    StreamController& controller;

    void operator()(const AttemptStarted&) const {}
    void operator()(const TextCame& told) const { Q_EMIT controller.textArrived(told.text); }
    void operator()(const ThinkingCame& told) const { Q_EMIT controller.thinkingArrived(told.text); }
    void operator()(const domain::ToolActivity& told) const { Q_EMIT controller.toolChanged(told); }
    void operator()(const domain::Citation& told) const { Q_EMIT controller.cited(told); }
    void operator()(const domain::Progress& told) const { Q_EMIT controller.progressChanged(told); }
    void operator()(const domain::Usage& told) const { Q_EMIT controller.usageChanged(told); }
    void operator()(const domain::Warning& told) const { Q_EMIT controller.warned(told); }
    void operator()(const RetryScheduled& told) const {
        Q_EMIT controller.retryScheduled(told.attempt, told.delay, told.reason);
    }
    void operator()(const domain::Seam& told) const {
        Q_EMIT controller.seamMade(told.at, told.trimmed, told.exact);
    }
    void operator()(const StreamEnded& told) const { Q_EMIT controller.ended(told.ending); }
    void operator()(const StateChanged& told) const { Q_EMIT controller.stateChanged(told.state); }
    void operator()(const RevealChanged& told) const { Q_EMIT controller.revealChanged(told.reveal); }
};

} // namespace

void Outbox::add(Telling telling) {
    const bool piece =
        std::holds_alternative<TextCame>(telling) || std::holds_alternative<ThinkingCame>(telling);
    if (!piece || m_waiting.empty() || !join(m_waiting.back(), telling)) {
        m_waiting.push_back(std::move(telling));
    }
}

void Outbox::deliver() {
    if (m_delivering) {
        return; // the one that is delivering says this too, in its turn
    }
    m_delivering = true;
    while (!m_waiting.empty()) {
        const std::vector<Telling> turn = std::exchange(m_waiting, {});
        for (const Telling& telling : turn) {
            m_observers.tell(telling);
        }
        for (const Telling& telling : joinedForSignals(turn)) {
            signal(telling);
        }
    }
    m_delivering = false;
}

void Outbox::signal(const Telling& telling) const {
    if (m_controller != nullptr) {
        std::visit(Signaller{*m_controller}, telling);
    }
}

Outbox::Turn::Turn(const std::shared_ptr<Outbox>& outbox)
    : m_outbox(outbox) {
    ++m_outbox->m_turns;
}

Outbox::Turn::~Turn() {
    if (--m_outbox->m_turns == 0) {
        m_outbox->deliver();
    }
}

} // namespace rivulet::stream
