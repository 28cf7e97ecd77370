// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CompareSession.h"

#include "Services.h"

#include <QTimer>

#include <limits>
#include <utility>

namespace rivulet::app {

namespace {

constexpr qsizetype titleLength = 80;
/// Figures of a draft follow the typing by so much.
constexpr int countDelay = 150;

/// As much of a conversation is read when it is opened: more than any window shows.
constexpr qsizetype endCharacters = 30'000;
/// And so much in a turn of the event loop, when all of it is wanted.
constexpr qsizetype sliceCharacters = 200'000;

/// The first line of a prompt that says something, cut at a word.
QString titleFrom(const QString& prompt) {
    QString line;
    for (const auto& each : prompt.split(u'\n')) {
        line = each.simplified();
        if (!line.isEmpty()) {
            break;
        }
    }
    if (line.size() <= titleLength) {
        return line;
    }
    const auto space = line.lastIndexOf(u' ', titleLength);
    return line.first(space > titleLength / 2 ? space : titleLength) + QChar(0x2026);
}

} // namespace

class CompareSession::Impl {
public:
    explicit Impl(Services& theServices)
        : services(theServices)
        , first(theServices, 0)
        , second(theServices, 1)
        , diff([this] { return shownBy(first); }, [this] { return shownBy(second); }) {}

    static DiffModel::Answer shownBy(const ChatSession& pane) {
        return {pane.transcript()->lastAnswer(), !pane.isRunning()};
    }

    Services& services;
    ChatSession first;
    ChatSession second;
    DiffModel diff;
    domain::ConversationId conversation = 0;
    QString title;
    QString problem;
    AttachmentListModel attachments;
    QString refusal;
    QString question;
    /// What the question is about.
    QString asked;
    std::vector<int> leftOut;
    /// The question is of this pane, about asking again; null: it is about the draft.
    ChatSession* retrying = nullptr;
    QString draft;
    QString figures;
    QTimer count;
    /// The panes' prompts without the text of the draft, and their tokens; none: to be made anew.
    std::vector<SendCheck::Pane> counted;
    std::vector<qint64> countedTokens;
    /// What the panes have not been told of.
    EarlierTurns earlier;
    int panes = 2;
    int focusedPane = 0;
    int turns = 0;
    bool wasRunning = false;
};

CompareSession::CompareSession(Services& services, QObject* parent)
    : QObject(parent)
    , m(std::make_unique<Impl>(services)) {
    m->panes = qBound(1, services.settings.windowState(QStringLiteral("panes"), 2).toInt(), 2);
    m->count.setSingleShot(true);
    m->count.setInterval(countDelay);
    connect(&m->count, &QTimer::timeout, this, &CompareSession::countDraft);
    // What is counted of the conversation holds until something of it changes.
    const auto recount = [this] {
        m->counted.clear();
        dismiss();
        m->count.start();
    };
    const auto recountOnly = [this] {
        // The other pane's end does not take away what this one asks.
        if (m->retrying == nullptr) {
            dismiss();
        }
        m->counted.clear();
        m->count.start();
    };
    connect(&m->attachments, &AttachmentListModel::countChanged, this, recount);
    connect(this, &CompareSession::paneCountChanged, this, recount);
    connect(this, &CompareSession::paneCountChanged, this, &CompareSession::alikeChanged);
    connect(this, &CompareSession::conversationChanged, this, recount);
    connect(this, &CompareSession::runningChanged, this, recountOnly);
    connect(&services.store, &store::ConversationStore::conversationChanged, this,
            &CompareSession::takeTitle);
    connect(this, &CompareSession::conversationChanged, &m->diff, &DiffModel::invalidate);
    for (auto* pane : {&m->first, &m->second}) {
        connect(pane, &ChatSession::textShown, &m->diff, &DiffModel::invalidate);
        connect(pane, &ChatSession::changed, &m->diff, &DiffModel::invalidate);
        pane->setReadWhole([this] { return readWhole(); });
        connect(pane, &ChatSession::requestChanged, this, recount);
        connect(pane, &ChatSession::modelChanged, this, &CompareSession::alikeChanged);
        connect(pane, &ChatSession::changed, this, [this] {
            const bool running = isRunning();
            if (running != m->wasRunning) {
                m->wasRunning = running;
                Q_EMIT runningChanged();
            }
        });
        connect(pane, &ChatSession::retryHeld, this,
                [this, pane](const QString& refusal, const QString& question, int leftOut) {
                    m->retrying = question.isEmpty() ? nullptr : pane;
                    m->leftOut = {leftOut};
                    settle(refusal, question);
                });
        connect(pane, &ChatSession::ended, this, [this] {
            if (!isRunning()) {
                Q_EMIT allEnded();
            }
        });
    }
}

CompareSession::~CompareSession() {
    // Files that are still being read have nobody to come to.
    blockSignals(true);
    // What waits may be written while the panes go, and there is nothing left then to take its title.
    m->services.store.disconnect(this);
}

qint64 CompareSession::conversation() const {
    return m->conversation;
}

QString CompareSession::title() const {
    return m->title;
}

int CompareSession::paneCount() const {
    return m->panes;
}

void CompareSession::setPaneCount(int panes) {
    const int bounded = qBound(1, panes, 2);
    if (bounded == m->panes) {
        return;
    }
    m->panes = bounded;
    m->services.settings.setWindowState(QStringLiteral("panes"), bounded);
    if (m->conversation != 0) {
        static_cast<void>(m->services.store.setPanes(m->conversation, bounded));
    }
    Q_EMIT paneCountChanged();
}

void CompareSession::showPanes(int panes) {
    m->panes = qBound(1, panes, 2);
    Q_EMIT paneCountChanged();
}

void CompareSession::startLike(const CompareSession& other) {
    m->panes = other.m->panes;
    m->focusedPane = other.m->focusedPane;
    m->first.useModel(other.m->first.chosenKey());
    m->second.useModel(other.m->second.chosenKey());
}

ChatSession* CompareSession::first() const {
    return &m->first;
}

DiffModel* CompareSession::diff() const {
    return &m->diff;
}

ChatSession* CompareSession::second() const {
    return &m->second;
}

bool CompareSession::isAlike() const {
    return m->panes == 2 && m->first.modelName() == m->second.modelName() &&
           m->first.endpointName() != m->second.endpointName();
}

bool CompareSession::isDemo() const {
    return m->first.isDemo() && (m->panes == 1 || m->second.isDemo());
}

bool CompareSession::isEmpty() const {
    return m->turns == 0;
}

bool CompareSession::isRunning() const {
    return m->first.isRunning() || m->second.isRunning();
}

bool CompareSession::canSend() const {
    return !isRunning();
}

int CompareSession::focusedPane() const {
    return m->focusedPane;
}

void CompareSession::setFocusedPane(int pane) {
    if (std::exchange(m->focusedPane, pane) != pane) {
        m->services.gate.setFocusedPane(pane);
        Q_EMIT focusedPaneChanged();
    }
}

QString CompareSession::problem() const {
    return m->problem;
}

AttachmentListModel* CompareSession::attachments() const {
    return &m->attachments;
}

QString CompareSession::refusal() const {
    return m->refusal;
}

QString CompareSession::question() const {
    return m->question;
}

QString CompareSession::draftFigures() const {
    return m->figures;
}

void CompareSession::settle(const QString& refusal, const QString& question) {
    if (refusal != m->refusal || question != m->question) {
        m->refusal = refusal;
        m->question = question;
        Q_EMIT draftChanged();
    }
}

void CompareSession::dismiss() {
    m->retrying = nullptr;
    settle({}, {});
}

std::vector<SendCheck::Pane> CompareSession::drafts(const QString& text) const {
    domain::Message prompt;
    prompt.text = text;
    prompt.attachments = m->attachments.attachments();
    std::vector<SendCheck::Pane> panes{m->first.draft(prompt)};
    if (m->panes == 2) {
        panes.push_back(m->second.draft(prompt));
    }
    return panes;
}

bool CompareSession::send(const QString& text) {
    const bool blank = text.trimmed().isEmpty() && m->attachments.attachments().empty();
    if (blank || !canSend() || m->attachments.isReading()) {
        return false;
    }
    catchUp();
    if (!readWhole()) {
        return false;
    }
    const SendCheck check(drafts(text));
    m->retrying = nullptr;
    settle(check.refusal(), check.question());
    if (!check.refusal().isEmpty() || !check.question().isEmpty()) {
        m->asked = text;
        m->leftOut = check.leftOut();
        return false;
    }
    deliver(text, {});
    return true;
}

bool CompareSession::sendLeavingOut() {
    if (m->question.isEmpty()) {
        return false;
    }
    if (ChatSession* const pane = m->retrying) {
        const int turns = m->leftOut.front();
        dismiss();
        pane->retryLeavingOut(turns);
        return false;
    }
    if (!canSend()) {
        return false;
    }
    deliver(m->asked, m->leftOut);
    return true;
}

QString CompareSession::keep(domain::Message& prompt) {
    QString problem;
    auto& store = m->services.store;
    if (m->conversation == 0) {
        const auto& files = prompt.attachments;
        m->title =
            titleFrom(prompt.text.trimmed().isEmpty() && !files.empty() ? files.front().name : prompt.text);
        const auto created = store.create(m->title, m->panes);
        if (created) {
            m->conversation = created.value();
        } else {
            problem =
                tr("This conversation can't be written to the history: %1").arg(created.failure().detail);
        }
        Q_EMIT conversationChanged();
        Q_EMIT titleChanged();
    }
    prompt.conversation = m->conversation;
    if (m->conversation != 0) {
        const auto added = store.addPrompt(m->conversation, prompt.turn, prompt.text, prompt.attachments);
        if (added) {
            prompt.id = added.value();
        } else {
            problem = tr("The prompt can't be written to the history: %1").arg(added.failure().detail);
        }
    }
    return problem;
}

void CompareSession::setProblem(const QString& problem) {
    if (std::exchange(m->problem, problem) != problem) {
        Q_EMIT problemChanged();
    }
}

void CompareSession::deliver(const QString& text, const std::vector<int>& leftOut) {
    domain::Message prompt;
    prompt.turn = m->turns++;
    prompt.role = domain::Role::User;
    prompt.text = text;
    prompt.attachments = m->attachments.attachments();
    prompt.createdAt = QDateTime::fromMSecsSinceEpoch(m->services.clock.wallTime().count(), Qt::UTC);
    setProblem(keep(prompt));
    m->attachments.clear();
    dismiss();
    m->first.send(prompt, leftOut.empty() ? 0 : leftOut.front());
    if (m->panes == 2) {
        m->second.send(prompt, leftOut.size() < 2 ? 0 : leftOut.back());
    }
    Q_EMIT emptyChanged();
}

void CompareSession::setDraft(const QString& text) {
    if (std::exchange(m->draft, text) != text) {
        dismiss();
        m->count.start();
    }
}

void CompareSession::countDraft() {
    QString figures;
    if (!m->draft.trimmed().isEmpty() || !m->attachments.attachments().empty()) {
        if (m->counted.empty()) {
            // All of the conversation goes along. Whoever types is not to wait for it.
            if (!m->earlier.isEmpty()) {
                if (readOn(sliceCharacters)) {
                    QMetaObject::invokeMethod(this, &CompareSession::countDraft, Qt::QueuedConnection);
                }
                return;
            }
            m->counted = drafts({});
            m->countedTokens.clear();
            for (const auto& pane : m->counted) {
                m->countedTokens.push_back(pane.estimator.tokensOf(pane.prompt));
            }
        }
        figures = SendCheck::figures(m->counted, m->countedTokens, m->draft);
    }
    if (figures != m->figures) {
        m->figures = figures;
        Q_EMIT draftFiguresChanged();
    }
}

void CompareSession::rename(const QString& title) {
    const QString clean = title.simplified().left(titleLength * 2);
    if (clean.isEmpty() || clean == m->title) {
        return;
    }
    if (m->conversation != 0 && !m->services.store.rename(m->conversation, clean)) {
        return;
    }
    if (std::exchange(m->title, clean) != clean) {
        Q_EMIT titleChanged();
    }
}

/// A name that waited may never have been written, or another window gave one.
void CompareSession::takeTitle(qint64 changed) {
    if (changed != m->conversation || changed == 0) {
        return;
    }
    const auto known = m->services.store.summary(changed);
    if (known && std::exchange(m->title, known.value().title) != known.value().title) {
        Q_EMIT titleChanged();
    }
}

void CompareSession::startNew() {
    close();
    setProblem({});
    m->conversation = 0;
    m->title.clear();
    m->turns = 0;
    m->earlier = {};
    m->attachments.clear();
    m->first.open(0, {});
    m->second.open(0, {});
    Q_EMIT conversationChanged();
    Q_EMIT titleChanged();
    Q_EMIT emptyChanged();
}

void CompareSession::open(domain::ConversationId id, const QString& title, int panes) {
    close();
    EarlierTurns earlier(m->services.store, id);
    const auto end = earlier.takeLast(endCharacters);
    if (!end) {
        setProblem(unreadable(end.failure()));
        return;
    }
    setProblem(m->services.store.isWrittenElsewhere(id)
                   ? tr("Another Rivulet window is writing an answer here. Open this conversation again to "
                        "see all of it.")
                   : QString());
    m->conversation = id;
    m->title = title;
    m->attachments.clear();
    m->turns = end.value().empty() ? 0 : end.value().back().turn + 1;
    m->earlier = earlier;
    m->first.open(id, end.value(), earlier);
    m->second.open(id, end.value(), earlier);
    if (panes != m->panes) {
        m->panes = qBound(1, panes, 2);
        Q_EMIT paneCountChanged();
    }
    Q_EMIT conversationChanged();
    Q_EMIT titleChanged();
    Q_EMIT emptyChanged();
}

QString CompareSession::unreadable(const domain::Failure& failure) {
    return tr("This conversation can't be read: %1").arg(failure.detail);
}

bool CompareSession::readOn(qsizetype characters) {
    const auto messages = m->earlier.takeLast(characters);
    if (!messages) {
        setProblem(unreadable(messages.failure()));
        return false;
    }
    m->first.prepend(messages.value());
    m->second.prepend(messages.value());
    return true;
}

bool CompareSession::readWhole() {
    return m->earlier.isEmpty() || readOn(std::numeric_limits<qsizetype>::max());
}

void CompareSession::catchUp() {
    if (m->conversation == 0 || m->services.store.lastTurn(m->conversation) < m->turns) {
        return;
    }
    EarlierTurns earlier(m->services.store, m->conversation);
    const auto end = earlier.takeLast(endCharacters);
    if (!end) {
        return;
    }
    m->turns = end.value().empty() ? m->turns : std::max(m->turns, end.value().back().turn + 1);
    m->earlier = earlier;
    for (ChatSession* pane : {&m->first, &m->second}) {
        const QString chosen = pane->modelKey();
        pane->open(m->conversation, end.value(), earlier);
        pane->useModel(chosen);
    }
    Q_EMIT emptyChanged();
}

void CompareSession::close() {
    m->first.close();
    m->second.close();
}

} // namespace rivulet::app
