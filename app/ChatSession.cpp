// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ChatSession.h"

#include "AnswerRun.h"
#include "FailureText.h"
#include "Fallback.h"
#include "PaneModel.h"
#include "PaneRequest.h"
#include "SeamCut.h"
#include "SendWaitText.h"
#include "Services.h"
#include "StreamChip.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>
#include <set>
#include <utility>

namespace rivulet::app {

namespace {

/// Of a conversation in which somebody scrolls back so much is read at a time.
constexpr qsizetype pieceCharacters = 16'000;

} // namespace

class ChatSession::Impl {
public:
    Impl(Services& theServices, int thePane)
        : services(theServices)
        , pane(thePane)
        , model(theServices, thePane)
        , request(theServices, thePane)
        , fallbacks(theServices.settings, theServices.endpoints, thePane)
        , run(theServices, thePane) {}

    Services& services;
    int pane;
    PaneModel model;
    TranscriptModel transcript;
    PaneRequest request;
    FallbackListModel fallbacks;
    /// For the answer that is asked for now.
    Fallback fallback;
    /// What comes right after an answer that has ended, or is being ended for that.
    enum class Then { Nothing, OtherModel, GoOn };
    Then then = Then::Nothing;
    /// The other model, where a person did not wait for the first one to fail.
    std::optional<Endpoints::Model> next;
    /// Turns that a person agreed to leave out, of what was asked last.
    int leftOut = 0;
    AnswerRun run;
    bool isShown = false;
    domain::ConversationId conversation = 0;
    /// This pane's view of the conversation, as far as it is in memory: prompts, and the answer shown to
    /// each.
    std::vector<domain::Message> history;
    std::function<bool()> readWhole;
    /// The last answer was made of this one with undoSeam(), and nothing was asked since.
    std::optional<domain::Message> takenBack;
    /// When answers of this conversation went on after a cut, of the turns that somebody looked at.
    mutable std::vector<store::ConversationStore::SeamTime> seamTimes;
    mutable std::set<int> seamTurns;
    /// What was to come after the answer does not.
    void stay() {
        then = Then::Nothing;
        if (next) {
            next.reset();
            request.setModel(model.current());
        }
    }

    [[nodiscard]] QDateTime timeOf(const domain::Message& answer, const domain::Seam& seam) const {
        if (conversation != 0 && seamTurns.insert(answer.turn).second) {
            const auto kept = services.store.seamTimes(conversation, answer.turn);
            seamTimes.insert(seamTimes.end(), kept.begin(), kept.end());
        }
        const auto known = std::ranges::find_if(seamTimes, [&](const auto& each) {
            return each.turn == answer.turn && each.pane == answer.pane && each.seam == seam;
        });
        return known != seamTimes.end() ? known->time : QDateTime();
    }

    /// Of messages of a conversation, in order, those that this pane shows.
    [[nodiscard]] std::vector<domain::Message> shownOf(const std::vector<domain::Message>& messages) const {
        std::vector<domain::Message> shown;
        for (const auto& message : messages) {
            if (message.role == domain::Role::Assistant && message.pane != pane) {
                continue;
            }
            // Of several variants, the last one is shown.
            if (message.role == domain::Role::Assistant && !shown.empty() &&
                shown.back().role == domain::Role::Assistant && shown.back().turn == message.turn) {
                shown.pop_back();
            }
            shown.push_back(message);
        }
        return shown;
    }

    /// What the transcript reads by itself when it is scrolled there.
    [[nodiscard]] TranscriptModel::Unread unread(const EarlierTurns& earlier) const {
        const auto rest = std::make_shared<EarlierTurns>(earlier);
        return {rest->count(pane), [this, rest] {
                    TranscriptModel::Unread::Last last;
                    while (last.messages.empty() && !rest->isEmpty()) {
                        const auto read = rest->takeLast(pieceCharacters);
                        if (!read) {
                            return last; // the store has it told, and repaired
                        }
                        last.messages = shownOf(read.value());
                    }
                    last.isAll = rest->isEmpty();
                    return last;
                }};
    }

    [[nodiscard]] const domain::Message* lastAnswer() const {
        return !history.empty() && history.back().role == domain::Role::Assistant ? &history.back() : nullptr;
    }

    /// A model that may be asked by itself.
    [[nodiscard]] std::optional<Endpoints::Model> readyModel(const QString& wanted) const {
        auto other = services.endpoints.model(wanted);
        const bool ready = other && services.endpoints.isReady(other->endpoint) &&
                           (!services.demoOnly || other->endpoint.demo);
        return ready ? other : std::nullopt;
    }

    /// The model to ask for `asked` after the one that failed, as it takes it without a question to a person.
    [[nodiscard]] std::optional<Endpoints::Model> nextModel(const QString& failed,
                                                            const std::vector<domain::Message>& asked) {
        while (const auto wanted = fallback.next(failed)) {
            const auto other = readyModel(*wanted);
            if (!other) {
                continue;
            }
            request.setModel(other);
            const SendCheck check({request.draft(asked)});
            const int needed = check.leftOut().empty() ? 0 : check.leftOut().front();
            if (check.refusal().isEmpty() && needed <= leftOut) {
                return other;
            }
        }
        request.setModel(model.current());
        return std::nullopt;
    }

    /// What is asked for that answer.
    [[nodiscard]] domain::Prompt prompt(const domain::Message& answer) const {
        return request.prompt(history, answer, leftOut);
    }

    [[nodiscard]] StreamChip chip() const {
        if (run.isRunning()) {
            return StreamChip(run.chip());
        }
        StreamChip::Input input;
        if (const auto* answer = lastAnswer()) {
            input.ending = answer->ending;
            input.hasText = !answer->text.isEmpty();
            input.isEmpty = FailureText::isEmpty(*answer);
        }
        return StreamChip(input);
    }
};

ChatSession::ChatSession(Services& services, int pane, QObject* parent)
    : QObject(parent)
    , m(std::make_unique<Impl>(services, pane)) {
    auto& transcript = m->transcript;
    connect(&m->run, &AnswerRun::changed, this, &ChatSession::changed);
    connect(&m->run, &AnswerRun::textArrived, this, &ChatSession::textArrived);
    connect(&m->run, &AnswerRun::toolChanged, &transcript, &TranscriptModel::setTool);
    connect(&m->run, &AnswerRun::seamMade, this, [this, &transcript](const domain::Seam& seam) {
        m->seamTimes.push_back(
            {m->run.answer().turn, m->pane, seam,
             QDateTime::fromMSecsSinceEpoch(m->services.clock.wallTime().count(), Qt::UTC)});
        transcript.addSeam(seam);
    });
    transcript.setSeamTimes(
        [this](const domain::Message& answer, const domain::Seam& seam) { return m->timeOf(answer, seam); });
    connect(&m->run, &AnswerRun::thinkingShown, this,
            [&transcript](const QString& text, std::chrono::milliseconds time) {
                transcript.appendThinking(text);
                transcript.setThinkingTime(time, true);
            });
    connect(&m->run, &AnswerRun::stillThinking, this,
            [&transcript](std::chrono::milliseconds time) { transcript.setThinkingTime(time, true); });
    connect(&m->run, &AnswerRun::textShown, this,
            [this, &transcript](const QString& text, std::chrono::milliseconds thinkingTime) {
                transcript.setThinkingTime(thinkingTime, false);
                transcript.appendText(text);
                Q_EMIT textShown();
            });
    connect(&m->run, &AnswerRun::ended, this, [this, &transcript](const domain::Message& answer) {
        transcript.endAnswer(answer);
        m->history.push_back(answer);
        m->services.memory.learn(answer);
        if (m->fallbacks.rowCount() > 0 && Fallback::mayHelp(answer)) {
            m->then = Impl::Then::OtherModel;
        } else if (answer.ending && answer.ending->outcome == domain::Outcome::Completed) {
            m->stay(); // it was whole already
        }
        if (m->then != Impl::Then::Nothing) {
            // Not from within the run, which is still about its end.
            QMetaObject::invokeMethod(this, &ChatSession::follow, Qt::QueuedConnection);
            Q_EMIT changed();
            return;
        }
        Q_EMIT changed();
        Q_EMIT ended();
    });
    connect(&services.endpoints, &Endpoints::changed, this, [this] {
        if (m->model.refresh()) {
            Q_EMIT modelChanged();
        }
    });
    connect(this, &ChatSession::modelChanged, this, &ChatSession::nameAuthors);
    connect(this, &ChatSession::modelChanged, &m->request, [this] {
        m->request.setModel(m->model.current());
        m->fallbacks.setOwn(m->model.ownKey());
    });
    connect(&m->request, &PaneRequest::changed, this, &ChatSession::requestChanged);
    m->request.setModel(m->model.current());
    m->fallbacks.setOwn(m->model.ownKey());
}

ChatSession::~ChatSession() = default;

TranscriptModel* ChatSession::transcript() const {
    return &m->transcript;
}

RequestForm* ChatSession::request() const {
    return m->request.form();
}

FallbackListModel* ChatSession::fallbacks() const {
    return &m->fallbacks;
}

QString ChatSession::insteadOf() const {
    return m->model.insteadOf() ? m->model.insteadOf()->name : QString();
}

int ChatSession::pane() const {
    return m->pane;
}

QString ChatSession::modelKey() const {
    return m->model.key();
}

QString ChatSession::modelName() const {
    const QString name = m->model.name();
    return name.isEmpty() ? tr("Choose a model") : name;
}

QString ChatSession::endpointName() const {
    return m->model.endpointName();
}

QString ChatSession::originLabel() const {
    const auto& model = m->model.current();
    if (!model) {
        return {};
    }
    return model->endpoint.demo ? tr("demo") : (model->endpoint.isLocal() ? tr("local") : QString());
}

ChatSession::Phase ChatSession::phase() const {
    return m->chip().phase();
}

QString ChatSession::chipText() const {
    return m->chip().text();
}

QString ChatSession::chipShortText() const {
    return m->chip().shortText();
}

QString ChatSession::chipIcon() const {
    return m->chip().icon();
}

TranscriptModel::Tone ChatSession::tone() const {
    return m->chip().tone();
}

QString ChatSession::figures() const {
    return m->run.figures();
}

double ChatSession::fraction() const {
    return m->run.fraction();
}

bool ChatSession::isRunning() const {
    return m->run.isRunning() || m->then != Impl::Then::Nothing;
}

bool ChatSession::canPause() const {
    return isRunning() && !m->run.isHeld() && !m->run.isPreparing();
}

bool ChatSession::canResume() const {
    return isRunning() && m->run.isHeld();
}

bool ChatSession::canCancel() const {
    return m->run.wireRuns();
}

bool ChatSession::canReconnect() const {
    if (isRunning()) {
        return m->then == Impl::Then::Nothing &&
               (m->run.isWaitingForTry() || m->run.sendWait() || phase() == Phase::Quiet);
    }
    const auto* answer = m->lastAnswer();
    return answer != nullptr && FailureText::card(*answer).canReconnect;
}

bool ChatSession::canRetry() const {
    const auto* answer = m->lastAnswer();
    return !isRunning() && answer != nullptr &&
           (FailureText::card(*answer).canRetry || answer->text.isEmpty());
}

bool ChatSession::canChooseModel() const {
    return !isRunning() || (m->run.sendWait() && m->run.isBlank());
}

QString ChatSession::nextModelName() const {
    const auto silentFor = m->run.silentFor();
    const bool waits = m->run.isWaitingForTry() || m->run.sendWait();
    if (m->then != Impl::Then::Nothing || !m->run.isBlank() || (!silentFor && !waits) ||
        !Fallback::isOffered(waits ? Fallback::Wait::ForItsTurn : Fallback::Wait::ForTheServer,
                             silentFor.value_or(std::chrono::milliseconds{0}))) {
        return {};
    }
    const QStringList left = m->fallback.left(m->model.key());
    for (const QString& key : left) {
        if (const auto other = m->readyModel(key)) {
            return other->name;
        }
    }
    return {};
}

QString ChatSession::resumeBadge() const {
    const QString rung = m->run.resumeRung();
    if (rung.isEmpty()) {
        return {};
    }
    return rung == u"exact" ? tr("Resumable") : rung == u"continue" ? tr("Continuable") : tr("Not resumable");
}

QString ChatSession::resumeTip() const {
    const QString rung = m->run.resumeRung();
    if (rung.isEmpty()) {
        return {};
    }
    if (rung == u"exact") {
        return tr("If the connection breaks, the server goes on with this answer exactly where it stopped.");
    }
    return rung == u"continue"
               ? tr("If the connection breaks, what came is kept and the model can go on from "
                    "it. A mark shows the place.")
               : tr("If the connection breaks, what came is kept. It can only be asked again.");
}

QString ChatSession::notice() const {
    if (m->run.isWireHeld()) {
        return tr("The connection is held: the provider may time out, and it bills what it has written.");
    }
    return {};
}

QString ChatSession::sendWait() const {
    const auto wait = m->run.sendWait();
    return wait ? SendWaitText::headline(*wait, endpointName()) : QString();
}

QString ChatSession::sendWaitSentence() const {
    const auto wait = m->run.sendWait();
    return wait ? SendWaitText::sentence(*wait, endpointName(), m->services.clock.now(),
                                         m->run.isBlank() ? SendWaitText::What::Prompt
                                                          : SendWaitText::What::Rest)
                : QString();
}

int ChatSession::waitingCharacters() const {
    return static_cast<int>(m->run.waiting());
}

bool ChatSession::isShown() const {
    return m->isShown;
}

void ChatSession::setShown(bool shown) {
    if (m->isShown == shown) {
        return;
    }
    m->isShown = shown;
    m->run.setShown(shown);
    Q_EMIT shownChanged();
}

void ChatSession::pause() {
    m->run.pause();
}

void ChatSession::resume() {
    m->run.resume();
}

void ChatSession::togglePause() {
    if (canResume()) {
        resume();
    } else {
        pause();
    }
}

void ChatSession::cancel() {
    m->run.cancel();
}

void ChatSession::sendNow() {
    if (m->run.sendWait()) {
        m->run.tryNow();
    }
}

void ChatSession::reconnect() {
    if (!canReconnect()) {
        return;
    }
    if (!isRunning()) {
        goOn();
    } else if (phase() == Phase::Quiet) {
        m->then = Impl::Then::GoOn;
        m->run.breakOff();
    } else {
        m->run.tryNow();
    }
}

void ChatSession::askNext() {
    if (nextModelName().isEmpty()) {
        return;
    }
    m->next = m->nextModel(m->model.key(), m->history);
    if (m->next) {
        m->then = Impl::Then::OtherModel;
        m->run.cancel();
    } else {
        Q_EMIT changed(); // none of them takes what is asked
    }
}

void ChatSession::goOn() {
    if (m->readWhole && !m->readWhole()) {
        return;
    }
    const domain::Message answer = *m->lastAnswer();
    m->history.pop_back();
    // The model that began goes on, whatever the pane was set to since, and no other: where it is gone, the
    // run says so.
    const auto began = m->services.endpoints.model(answer.endpointId + u':' + answer.model);
    if (began) {
        m->model.goOnWith(*began);
        Q_EMIT modelChanged();
    }
    m->fallback = Fallback(m->fallbacks.keys());
    // As a person agreed to when it was asked.
    for (const auto& warning : answer.warnings) {
        if (warning.kind == domain::Warning::Kind::HistoryTrimmed) {
            m->leftOut = warning.message.toInt();
        }
    }
    m->takenBack.reset();
    m->transcript.beginAnswer(answer);
    m->run.goOn(answer, began, m->prompt(answer));
}

void ChatSession::retry() {
    if (isRunning() || (!canRetry() && !canReconnect()) || (m->readWhole && !m->readWhole())) {
        return;
    }
    askFirst();
    // The model may be another one by now, and what is known of it too.
    const SendCheck check({m->request.draft({m->history.begin(), m->history.end() - 1})});
    const int needed = check.leftOut().empty() ? 0 : check.leftOut().front();
    if (!check.refusal().isEmpty() || needed > m->leftOut) {
        Q_EMIT retryHeld(check.refusal(), check.question(), needed);
        return;
    }
    retryLeavingOut(needed);
}

void ChatSession::retryLeavingOut(int turns) {
    if (isRunning() || m->lastAnswer() == nullptr) {
        return;
    }
    m->leftOut = turns;
    const domain::Message old = *m->lastAnswer();
    m->history.pop_back();
    m->transcript.dropLastAnswer();
    askFirst();
    begin(old.turn, old.variant + 1);
}

void ChatSession::undoSeam(int at) {
    const auto* answer = m->lastAnswer();
    if (answer == nullptr || isRunning() || !SeamCut::isPossible(*answer, at)) {
        return;
    }
    const domain::Message whole = *answer;
    showInstead(m->run.keep(SeamCut::of(whole, at)), whole);
}

void ChatSession::putBack() {
    if (!m->takenBack || isRunning()) {
        return;
    }
    domain::Message whole = *m->takenBack;
    whole.variant = m->lastAnswer()->variant + 1;
    // The one on disk is shown again; only where it is not there yet, it is written once more.
    if (whole.id == 0 || !m->services.store.showAnswer(whole.conversation, whole.id, whole.variant)) {
        whole.id = 0;
        whole = m->run.keep(whole);
    }
    showInstead(whole, {});
}

void ChatSession::showInstead(const domain::Message& answer, std::optional<domain::Message> takenBack) {
    m->history.back() = answer;
    m->takenBack = std::move(takenBack);
    m->transcript.dropLastAnswer();
    m->transcript.addAnswer(answer);
    m->transcript.setTakenBack(m->takenBack ? m->takenBack->text.size() - answer.text.size() : 0);
    nameAuthors();
    Q_EMIT changed();
}

void ChatSession::nameAuthors() {
    m->transcript.nameAuthors([this](const domain::Message& answer) { return m->model.authorOf(answer); });
}

void ChatSession::chooseModel(const QString& key) {
    const auto model = m->services.endpoints.model(key);
    if (!model || !canChooseModel()) {
        return;
    }
    if (!isRunning()) {
        choose(*model);
    } else if (key != m->model.key()) {
        // What was to be sent ends here, and is asked again of the other.
        m->run.cancel();
        choose(*model);
        retry();
    }
}

void ChatSession::choose(const Endpoints::Model& model) {
    const bool same = m->model.chosenKey() == model.key();
    m->model.choose(model);
    if (!same && !m->services.demoOnly) {
        m->services.settings.setLastModel(m->pane, model.key());
    }
    Q_EMIT modelChanged();
}

void ChatSession::useModel(const QString& key) {
    if (const auto model = m->services.endpoints.model(key)) {
        m->model.choose(*model);
        Q_EMIT modelChanged();
    }
}

bool ChatSession::isDemo() const {
    return m->model.current() && m->model.current()->endpoint.demo;
}

QString ChatSession::chosenKey() const {
    return m->model.chosenKey();
}

void ChatSession::copyAnswer() {
    if (const auto* answer = m->lastAnswer()) {
        QGuiApplication::clipboard()->setText(answer->text);
    }
}

void ChatSession::setColours(const QColor& link, const QColor& codeBackground) {
    m->transcript.setColours(link, codeBackground);
}

void ChatSession::open(domain::ConversationId conversation, const std::vector<domain::Message>& messages,
                       const EarlierTurns& earlier) {
    close();
    m->conversation = conversation;
    m->request.open(conversation);
    m->leftOut = 0;
    m->takenBack.reset();
    m->seamTimes.clear();
    m->seamTurns.clear();
    m->history = m->shownOf(messages);
    m->transcript.show(m->history, m->unread(earlier));
    if (const auto* last = m->lastAnswer()) {
        // Variants are in order: of several that it may be made of, the latest.
        for (const auto& message : messages) {
            if (SeamCut::isOf(*last, message)) {
                m->takenBack = message;
                m->transcript.setTakenBack(message.text.size() - last->text.size());
            }
        }
    }
    if (!m->model.takeFrom(m->history) && !earlier.isEmpty()) {
        const auto signedLast = m->services.store.lastSigned(conversation, m->pane);
        m->model.takeFrom(signedLast ? std::vector{*signedLast} : std::vector<domain::Message>{});
    }
    Q_EMIT modelChanged();
    Q_EMIT changed();
}

void ChatSession::prepend(const std::vector<domain::Message>& messages) {
    const auto shown = m->shownOf(messages);
    m->history.insert(m->history.begin(), shown.begin(), shown.end());
}

void ChatSession::setReadWhole(std::function<bool()> readWhole) {
    m->readWhole = std::move(readWhole);
}

void ChatSession::send(const domain::Message& prompt, int leftOut) {
    m->conversation = prompt.conversation;
    m->request.begin(prompt.conversation);
    m->leftOut = leftOut;
    m->history.push_back(prompt);
    m->transcript.addPrompt(prompt);
    askFirst();
    begin(prompt.turn, 0);
}

void ChatSession::askFirst() {
    // It could not answer the last time; that may be over.
    if (m->model.askFirst()) {
        Q_EMIT modelChanged();
    }
    m->fallback = Fallback(m->fallbacks.keys());
}

void ChatSession::follow() {
    switch (std::exchange(m->then, Impl::Then::Nothing)) {
    case Impl::Then::Nothing: // closed meanwhile
        break;
    case Impl::Then::OtherModel:
        fallBack();
        break;
    case Impl::Then::GoOn:
        goOn();
        break;
    }
}

void ChatSession::fallBack() {
    using GivenUp = FailureText::GivenUp;
    const domain::Message failed = *m->lastAnswer();
    const auto chosen = std::exchange(m->next, std::nullopt);
    const auto other = chosen ? chosen
                              : m->nextModel(failed.endpointId + u':' + failed.model,
                                             {m->history.begin(), m->history.end() - 1});
    if (other) {
        m->model.standIn(*other);
        Q_EMIT modelChanged();
        m->history.pop_back();
        m->transcript.dropLastAnswer();
        const auto askedSince = m->run.askedSince();
        const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
            m->services.clock.now() - askedSince.value_or(m->services.clock.now()));
        const QString first = m->model.insteadOf() ? m->model.insteadOf()->name : failed.model;
        begin(failed.turn, failed.variant + 1,
              {FailureText::askedInstead(first, waited, chosen ? GivenUp::ByHand : GivenUp::ByItself)},
              askedSince);
        return;
    }
    Q_EMIT changed();
    Q_EMIT ended();
}

void ChatSession::begin(int turn, int variant, std::vector<domain::Warning> notes,
                        const std::optional<domain::Clock::Instant>& askedSince) {
    domain::Message answer;
    answer.attempts = 0; // nothing is sent yet
    answer.conversation = m->conversation;
    answer.turn = turn;
    answer.pane = m->pane;
    answer.variant = variant;
    answer.role = domain::Role::Assistant;
    answer.createdAt = QDateTime::fromMSecsSinceEpoch(m->services.clock.wallTime().count(), Qt::UTC);
    m->model.sign(answer);
    answer.warnings = std::move(notes);
    if (m->leftOut > 0) {
        answer.warnings.push_back(FailureText::leftOut(m->leftOut));
    }
    m->takenBack.reset();
    m->transcript.beginAnswer(answer);
    m->run.begin(answer, m->model.current(), m->prompt(answer), askedSince);
}

SendCheck::Pane ChatSession::draft(const domain::Message& prompt) {
    if (!isRunning()) {
        askFirst();
    }
    m->history.push_back(prompt);
    auto looked = m->request.draft(m->history);
    m->history.pop_back();
    return looked;
}

void ChatSession::close() {
    m->stay();
    m->run.close();
}

QString ChatSession::answerText() const {
    const auto* answer = m->lastAnswer();
    return answer != nullptr ? answer->text : m->run.answer().text;
}

std::optional<domain::Ending> ChatSession::ending() const {
    const auto* answer = m->lastAnswer();
    return answer != nullptr ? answer->ending : std::nullopt;
}

const domain::StreamStats& ChatSession::stats() const {
    return m->run.stats();
}

} // namespace rivulet::app
