// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ChatSession.h"

#include "AnswerLine.h"
#include "FailureText.h"
#include "Services.h"
#include "StreamChip.h"
#include "metrics/StreamLog.h"
#include "store/Recorder.h"
#include "stream/StreamController.h"
#include "stream/TokenBatcher.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>

#include <algorithm>

namespace rivulet::app {

namespace {

/// How often the figures of a running stream are told anew.
constexpr int tickInterval = 250;
/// How many earlier answers of a model a range of remaining time looks at.
constexpr int historyLength = 20;

} // namespace

class ChatSession::Impl {
public:
    Impl(Services& theServices, int thePane)
        : services(theServices)
        , pane(thePane)
        , controller(theServices.pool, theServices.clock, theServices.random)
        , batcher(theServices.clock)
        , thinkingBatcher(theServices.clock)
        , recorder(theServices.database, theServices.clock)
        , log(QStringLiteral("pane %1").arg(thePane + 1), theServices.clock, theServices.log)
        , recording(controller.addObserver(recorder))
        , logging(controller.addObserver(log)) {}

    Services& services;
    int pane;
    TranscriptModel transcript;
    stream::StreamController controller;
    stream::TokenBatcher batcher;
    stream::TokenBatcher thinkingBatcher;
    store::Recorder recorder;
    metrics::StreamLog log;
    stream::StreamController::Registration recording;
    stream::StreamController::Registration logging;
    QTimer tick;

    domain::ConversationId conversation = 0;
    /// This pane's view of the conversation: prompts, and the answer shown to each.
    std::vector<domain::Message> history;
    std::optional<Endpoints::Model> model;
    std::vector<qint64> earlierAnswers;
    std::optional<domain::Progress> progress;
    QString runningTool;
    /// A key is being looked up; the request goes out when it is there.
    bool preparing = false;
    /// The stream has ended and its end is told, but the view has not shown all of it yet.
    bool revealing = false;
    /// Guards against a key that is found after another answer was begun.
    int generation = 0;

    [[nodiscard]] bool wireRuns() const { return preparing || stream::isRunning(controller.state()); }
    [[nodiscard]] bool isHeld() const {
        return controller.reveal() != stream::Reveal::Flowing || batcher.isHeld();
    }
    [[nodiscard]] qsizetype waiting() const { return batcher.waiting() + thinkingBatcher.waiting(); }
    [[nodiscard]] const domain::Message* lastAnswer() const {
        return !history.empty() && history.back().role == domain::Role::Assistant ? &history.back() : nullptr;
    }
    [[nodiscard]] domain::Message* lastAnswer() {
        return !history.empty() && history.back().role == domain::Role::Assistant ? &history.back() : nullptr;
    }

    [[nodiscard]] domain::Prompt prompt() const {
        domain::Prompt result;
        result.model = model ? model->id : QString();
        result.system = services.settings.systemPrompt();
        for (const auto& message : history) {
            if (!message.text.isEmpty()) {
                result.turns.push_back({message.role, message.text});
            }
        }
        // What is asked for is the answer to the last prompt: an answer to it that is there already is not
        // part of it.
        while (!result.turns.empty() && result.turns.back().role == domain::Role::Assistant) {
            result.turns.pop_back();
        }
        return result;
    }

    [[nodiscard]] stream::StreamRequest request(const domain::Secret& key) const {
        stream::StreamRequest result;
        result.endpoint = model->endpoint;
        result.prompt = prompt();
        result.key = key;
        result.timeouts = services.settings.timeouts(model->endpoint);
        result.retry = services.settings.retryPolicy();
        return result;
    }

    [[nodiscard]] StreamChip chip() const {
        StreamChip::Input input;
        input.state = controller.state();
        input.preparing = preparing;
        input.held = isHeld();
        input.waiting = waiting();
        input.revealing = revealing;
        input.runningTool = runningTool;
        input.attempt = controller.attempts();
        input.retries = services.settings.retries();
        if (const auto at = controller.retryAt()) {
            input.retryIn = std::chrono::duration_cast<std::chrono::milliseconds>(*at - services.clock.now());
        }
        input.retryReason = controller.retryReason();
        input.thinkingTime = controller.stats().thinkingTime(services.clock.now());
        input.silence = controller.silence();
        input.quietAfter = stream::Timeouts{}.quiet;
        if (!wireRuns() && !revealing) {
            if (const auto* answer = lastAnswer()) {
                input.ending = answer->ending;
                input.hasText = !answer->text.isEmpty();
            }
        }
        return StreamChip(input);
    }
};

ChatSession::ChatSession(Services& services, int pane, QObject* parent)
    : QObject(parent)
    , m(std::make_unique<Impl>(services, pane)) {
    auto& controller = m->controller;
    const auto tell = [this] { Q_EMIT changed(); };
    connect(&controller, &stream::StreamController::stateChanged, this, tell);
    connect(&controller, &stream::StreamController::revealChanged, this, tell);
    connect(&controller, &stream::StreamController::retryScheduled, this, tell);
    connect(&controller, &stream::StreamController::textArrived, this, [this](const QString& text) {
        m->runningTool.clear();
        m->batcher.append(text);
        Q_EMIT textArrived();
    });
    connect(&controller, &stream::StreamController::thinkingArrived, this,
            [this](const QString& text) { m->thinkingBatcher.append(text); });
    connect(&controller, &stream::StreamController::toolChanged, this,
            [this](const domain::ToolActivity& tool) {
                m->transcript.setTool(tool);
                m->runningTool = tool.state == domain::ToolActivity::State::Running ? tool.name : QString();
                Q_EMIT changed();
            });
    connect(&controller, &stream::StreamController::progressChanged, this,
            [this](const domain::Progress& progress) {
                m->progress = progress;
                Q_EMIT changed();
            });
    connect(&controller, &stream::StreamController::seamMade, this,
            [this](qsizetype at, qsizetype trimmed, bool exact) {
                m->batcher.flushAll();
                m->transcript.addSeam({at, trimmed, exact});
            });
    connect(&controller, &stream::StreamController::ended, this, &ChatSession::streamEnded);

    // Journal before paint: what is about to be shown is on disk first.
    connect(&m->batcher, &stream::TokenBatcher::flushed, this, [this](const QString& text) {
        m->recorder.commit();
        m->transcript.setThinkingTime(m->controller.stats().thinkingTime(m->services.clock.now()), false);
        m->transcript.appendText(text);
        Q_EMIT textShown();
    });
    connect(&m->thinkingBatcher, &stream::TokenBatcher::flushed, this, [this](const QString& text) {
        m->recorder.commit();
        m->transcript.appendThinking(text);
        m->transcript.setThinkingTime(m->controller.stats().thinkingTime(m->services.clock.now()), true);
    });
    connect(&m->batcher, &stream::TokenBatcher::drained, this, &ChatSession::revealed);
    connect(&m->recorder, &store::Recorder::behindChanged, this, tell);
    m->tick.setInterval(tickInterval);
    connect(&m->tick, &QTimer::timeout, this, [this] {
        if (m->controller.state() == stream::StreamState::Thinking) {
            m->transcript.setThinkingTime(m->controller.stats().thinkingTime(m->services.clock.now()), true);
        }
        Q_EMIT changed();
    });

    const auto takeBatching = [this] {
        // A custom batching was validated when it was set; a profile always holds.
        static_cast<void>(m->batcher.setSettings(m->services.settings.batching()));
        static_cast<void>(m->thinkingBatcher.setSettings(m->services.settings.batching()));
    };
    takeBatching();
    connect(&services.settings, &Settings::batchingChanged, this, takeBatching);
    connect(&services.endpoints, &Endpoints::changed, this, [this] {
        if (m->model) {
            useModel(m->model->key());
        }
    });
    chooseInitialModel();
}

ChatSession::~ChatSession() = default;

void ChatSession::chooseInitialModel() {
    const QString last = m->services.demoOnly ? QString() : m->services.settings.lastModel(m->pane);
    if (!last.isEmpty() && m->services.endpoints.model(last)) {
        m->model = m->services.endpoints.model(last);
        return;
    }
    // First launch: one demo model in each pane.
    std::vector<Endpoints::Model> demo;
    for (const auto& model : m->services.endpoints.models()) {
        if (model.endpoint.demo) {
            demo.push_back(model);
        }
    }
    if (!demo.empty()) {
        m->model = demo.at(std::min(static_cast<std::size_t>(m->pane), demo.size() - 1));
    }
}

TranscriptModel* ChatSession::transcript() const {
    return &m->transcript;
}

int ChatSession::pane() const {
    return m->pane;
}

QString ChatSession::modelKey() const {
    return m->model ? m->model->key() : QString();
}

QString ChatSession::modelName() const {
    return m->model ? m->model->name : tr("Choose a model");
}

QString ChatSession::endpointName() const {
    return m->model ? m->model->endpoint.name : QString();
}

QString ChatSession::originLabel() const {
    if (!m->model) {
        return {};
    }
    return m->model->endpoint.demo ? tr("demo") : (m->model->endpoint.isLocal() ? tr("local") : QString());
}

ChatSession::Phase ChatSession::phase() const {
    return m->chip().phase();
}

QString ChatSession::chipText() const {
    return m->chip().text();
}

QString ChatSession::chipIcon() const {
    return m->chip().icon();
}

TranscriptModel::Tone ChatSession::tone() const {
    return m->chip().tone();
}

QString ChatSession::figures() const {
    if (!m->wireRuns() || m->preparing) {
        return {};
    }
    const auto now = m->services.clock.now();
    const auto& stats = m->controller.stats();
    QStringList parts;
    const auto rate = stats.answerRate(now);
    const auto thinkingRate = stats.thinkingRate(now);
    if (rate) {
        parts.append(AnswerLine::rate(*rate));
    } else if (thinkingRate && m->controller.state() == stream::StreamState::Thinking) {
        parts.append(AnswerLine::rate(*thinkingRate));
    }
    const qint64 tokens = stats.answerTokens() + stats.thinkingTokens();
    if (tokens > 0) {
        parts.append((stats.tokensEstimated() ? QStringLiteral("~") : QString()) +
                     AnswerLine::tokens(tokens));
    }
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(stats.elapsed(now));
    parts.append(elapsed.count() < 60 ? tr("%1 s").arg(elapsed.count()) : AnswerLine::time(elapsed));
    if (const auto remaining = stats.remaining(now, m->earlierAnswers)) {
        parts.append(remaining->shortest == remaining->longest
                         ? tr("%1 left").arg(AnswerLine::time(remaining->longest))
                         : tr("up to %1 left").arg(AnswerLine::time(remaining->longest)));
    }
    return parts.join(QStringLiteral(" · "));
}

double ChatSession::fraction() const {
    if (!m->wireRuns()) {
        return -1;
    }
    if (m->progress && m->progress->fraction) {
        return *m->progress->fraction;
    }
    return m->controller.stats().fraction().value_or(-1);
}

bool ChatSession::isRunning() const {
    return m->wireRuns() || m->revealing;
}

bool ChatSession::canPause() const {
    return isRunning() && !m->isHeld() && !m->preparing;
}

bool ChatSession::canResume() const {
    return m->isHeld();
}

bool ChatSession::canCancel() const {
    return m->wireRuns();
}

bool ChatSession::canReconnect() const {
    if (m->wireRuns()) {
        // While it waits for a try: try now.
        return m->controller.retryAt().has_value();
    }
    const auto* answer = m->lastAnswer();
    return !m->revealing && answer != nullptr && FailureText::card(*answer).canReconnect;
}

bool ChatSession::canRetry() const {
    const auto* answer = m->lastAnswer();
    return !isRunning() && answer != nullptr &&
           (FailureText::card(*answer).canRetry || answer->text.isEmpty());
}

QString ChatSession::notice() const {
    if (m->recorder.isBehind()) {
        return tr("The history can't be written just now. What arrives is kept in memory and will be written "
                  "when it can.");
    }
    if (m->controller.reveal() == stream::Reveal::WireHeld) {
        return tr("The connection is held: the provider may time out, and it bills what it has written.");
    }
    return {};
}

int ChatSession::waitingCharacters() const {
    return static_cast<int>(m->waiting());
}

void ChatSession::pause() {
    if (!canPause()) {
        return;
    }
    if (m->services.settings.pauseHoldsWire() && m->wireRuns()) {
        m->controller.pauseWire();
    } else {
        m->controller.pause();
    }
    m->batcher.setHeld(true);
    m->thinkingBatcher.setHeld(true);
    Q_EMIT changed();
}

void ChatSession::resume() {
    m->controller.resume();
    m->thinkingBatcher.setHeld(false);
    m->batcher.setHeld(false);
    Q_EMIT changed();
}

void ChatSession::togglePause() {
    if (canResume()) {
        resume();
    } else {
        pause();
    }
}

void ChatSession::cancel() {
    if (m->preparing) {
        domain::Ending ending;
        ending.outcome = domain::Outcome::Cancelled;
        endWithoutStream(ending);
        return;
    }
    // A person who stops an answer wants to see where it stopped: what was held is shown.
    m->batcher.setHeld(false);
    m->thinkingBatcher.setHeld(false);
    m->controller.cancel();
}

void ChatSession::reconnect() {
    if (!canReconnect()) {
        return;
    }
    if (m->wireRuns()) {
        m->controller.reconnect();
        return;
    }
    domain::Message answer = *m->lastAnswer();
    m->history.pop_back();
    // The model that began goes on, whatever the pane is set to by now.
    if (const auto same = m->services.endpoints.model(answer.endpointId + u':' + answer.model)) {
        m->model = same;
        Q_EMIT modelChanged();
    }
    m->recorder.reopen(answer);
    m->transcript.beginAnswer(answer);
    run(answer);
}

void ChatSession::retry() {
    if (!canRetry() && !canReconnect()) {
        return;
    }
    const domain::Message old = *m->lastAnswer();
    m->history.pop_back();
    m->transcript.dropLastAnswer();
    begin(old.turn, old.variant + 1);
}

void ChatSession::chooseModel(const QString& key) {
    const auto model = m->services.endpoints.model(key);
    if (!model) {
        return;
    }
    const bool same = m->model && m->model->key() == key;
    m->model = model;
    if (!same && !m->services.demoOnly) {
        m->services.settings.setLastModel(m->pane, key);
    }
    Q_EMIT modelChanged();
}

void ChatSession::useModel(const QString& key) {
    if (const auto model = m->services.endpoints.model(key)) {
        m->model = model;
        Q_EMIT modelChanged();
    }
}

void ChatSession::copyAnswer() {
    if (const auto* answer = m->lastAnswer()) {
        QGuiApplication::clipboard()->setText(answer->text);
    }
}

void ChatSession::setColours(const QColor& link, const QColor& codeBackground) {
    m->transcript.setColours(link, codeBackground);
}

void ChatSession::open(domain::ConversationId conversation, const std::vector<domain::Message>& messages) {
    close();
    m->conversation = conversation;
    m->history.clear();
    m->transcript.reset();
    for (const auto& message : messages) {
        if (message.role == domain::Role::User) {
            m->history.push_back(message);
        } else if (message.pane == m->pane) {
            // Of several variants, the last one is shown.
            if (auto* earlier = m->lastAnswer(); earlier != nullptr && earlier->turn == message.turn) {
                *earlier = message;
            } else {
                m->history.push_back(message);
            }
        }
    }
    for (const auto& message : m->history) {
        if (message.role == domain::Role::User) {
            m->transcript.addPrompt(message);
        } else {
            m->transcript.addAnswer(message);
        }
    }
    Q_EMIT changed();
}

void ChatSession::send(const domain::Message& prompt) {
    m->conversation = prompt.conversation;
    m->history.push_back(prompt);
    m->transcript.addPrompt(prompt);
    begin(prompt.turn, 0);
}

void ChatSession::begin(int turn, int variant) {
    domain::Message answer;
    answer.conversation = m->conversation;
    answer.turn = turn;
    answer.pane = m->pane;
    answer.variant = variant;
    answer.role = domain::Role::Assistant;
    answer.createdAt = QDateTime::fromMSecsSinceEpoch(m->services.clock.wallTime().count(), Qt::UTC);
    if (m->model) {
        answer.endpointId = m->model->endpoint.id;
        answer.endpointName = m->model->endpoint.name;
        answer.model = m->model->id;
    }
    m->recorder.begin(answer);
    answer = m->recorder.message();
    m->transcript.beginAnswer(answer);
    run(answer);
}

void ChatSession::run(const domain::Message& answer) {
    m->batcher.clear();
    m->thinkingBatcher.clear();
    m->batcher.setHeld(false);
    m->thinkingBatcher.setHeld(false);
    m->progress.reset();
    m->runningTool.clear();
    m->revealing = false;
    m->preparing = true;
    m->tick.start();
    const int generation = ++m->generation;
    Q_EMIT changed();
    if (!m->model) {
        domain::Failure failure;
        failure.kind = domain::Failure::Kind::InvalidSettings;
        failure.detail = QStringLiteral("no model is chosen");
        endWithoutStream({domain::Outcome::Failed, {}, {}, failure});
        return;
    }
    m->earlierAnswers = m->services.store.answerLengths(m->model->endpoint.id, m->model->id, historyLength);
    m->services.endpoints.findKey(m->model->endpoint, [self = QPointer(this), generation,
                                                       answer](const domain::Result<domain::Secret>& key) {
        if (!self || self->m->generation != generation || !self->m->preparing) {
            return;
        }
        if (!key) {
            self->endWithoutStream({domain::Outcome::Failed, {}, {}, key.failure()});
            return;
        }
        self->m->preparing = false;
        if (answer.text.isEmpty()) {
            self->m->controller.start(self->m->request(key.value()));
        } else {
            self->m->controller.continueFrom(self->m->request(key.value()), answer.text, answer.thinking);
        }
        Q_EMIT self->changed();
    });
}

void ChatSession::endWithoutStream(const domain::Ending& ending) {
    m->preparing = false;
    m->recorder.ended(ending, m->recorder.message().text);
    revealed();
}

void ChatSession::streamEnded(const domain::Ending& ending) {
    Q_UNUSED(ending)
    m->recorder.setStats(m->controller.stats(), m->services.clock.now());
    m->recorder.commit();
    m->runningTool.clear();
    m->progress.reset();
    m->revealing = true;
    m->thinkingBatcher.finish();
    m->batcher.finish();
    Q_EMIT changed();
}

void ChatSession::revealed() {
    m->revealing = false;
    m->tick.stop();
    m->controller.resume();
    m->batcher.setHeld(false);
    m->thinkingBatcher.setHeld(false);
    m->thinkingBatcher.flushAll();
    m->recorder.commit();
    m->transcript.endAnswer(m->recorder.message());
    m->history.push_back(m->recorder.message());
    Q_EMIT changed();
    Q_EMIT ended();
}

void ChatSession::close() {
    if (m->preparing) {
        domain::Failure closed;
        closed.kind = domain::Failure::Kind::AppClosed;
        endWithoutStream({domain::Outcome::Interrupted, {}, {}, closed});
    }
    if (stream::isRunning(m->controller.state())) {
        domain::Failure closed;
        closed.kind = domain::Failure::Kind::AppClosed;
        m->controller.disconnectFromServer(closed);
    }
    if (m->revealing) {
        m->batcher.setHeld(false);
        m->batcher.flushAll();
    }
    m->recorder.commit();
}

QString ChatSession::answerText() const {
    const auto* answer = m->lastAnswer();
    return answer != nullptr ? answer->text : m->controller.text();
}

std::optional<domain::Ending> ChatSession::ending() const {
    const auto* answer = m->lastAnswer();
    return answer != nullptr ? answer->ending : std::nullopt;
}

const domain::StreamStats& ChatSession::stats() const {
    return m->controller.stats();
}

} // namespace rivulet::app
