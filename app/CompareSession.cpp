// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CompareSession.h"

#include "Services.h"

#include <QLocale>

namespace rivulet::app {

namespace {

constexpr qsizetype titleLength = 80;

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
        , second(theServices, 1) {}

    Services& services;
    ChatSession first;
    ChatSession second;
    domain::ConversationId conversation = 0;
    QString title;
    QString problem;
    int panes = 2;
    int turns = 0;
    bool wasRunning = false;
};

CompareSession::CompareSession(Services& services, QObject* parent)
    : QObject(parent)
    , m(std::make_unique<Impl>(services)) {
    m->panes = qBound(1, services.settings.windowState(QStringLiteral("panes"), 2).toInt(), 2);
    for (auto* pane : {&m->first, &m->second}) {
        connect(pane, &ChatSession::changed, this, [this] {
            const bool running = isRunning();
            if (running != m->wasRunning) {
                m->wasRunning = running;
                Q_EMIT runningChanged();
            }
        });
        connect(pane, &ChatSession::ended, this, [this] {
            if (!isRunning()) {
                Q_EMIT allEnded();
            }
        });
    }
}

CompareSession::~CompareSession() = default;

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

ChatSession* CompareSession::first() const {
    return &m->first;
}

ChatSession* CompareSession::second() const {
    return &m->second;
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

QString CompareSession::problem() const {
    return m->problem;
}

bool CompareSession::send(const QString& text) {
    if (text.trimmed().isEmpty() || !canSend()) {
        return false;
    }
    QString problem;
    auto& store = m->services.store;
    if (m->conversation == 0) {
        m->title = titleFrom(text);
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
    domain::Message prompt;
    prompt.conversation = m->conversation;
    prompt.turn = m->turns++;
    prompt.role = domain::Role::User;
    prompt.text = text;
    prompt.createdAt = QDateTime::fromMSecsSinceEpoch(m->services.clock.wallTime().count(), Qt::UTC);
    if (m->conversation != 0) {
        const auto added = store.addPrompt(m->conversation, prompt.turn, text);
        if (added) {
            prompt.id = added.value();
        } else {
            problem = tr("The prompt can't be written to the history: %1").arg(added.failure().detail);
        }
    }
    if (problem != m->problem) {
        m->problem = problem;
        Q_EMIT problemChanged();
    }
    m->first.send(prompt);
    if (m->panes == 2) {
        m->second.send(prompt);
    }
    Q_EMIT emptyChanged();
    return true;
}

QString CompareSession::draftSize(const QString& text) const {
    // Four characters a token is near enough for a draft.
    const auto tokens = (text.size() + 3) / 4;
    return tokens == 0 ? QString() : tr("~%1 tokens").arg(QLocale().toString(tokens));
}

void CompareSession::rename(const QString& title) {
    const QString clean = title.simplified().left(titleLength * 2);
    if (clean.isEmpty() || clean == m->title) {
        return;
    }
    if (m->conversation != 0 && !m->services.store.rename(m->conversation, clean)) {
        return;
    }
    m->title = clean;
    Q_EMIT titleChanged();
}

void CompareSession::startNew() {
    close();
    m->conversation = 0;
    m->title.clear();
    m->turns = 0;
    m->first.open(0, {});
    m->second.open(0, {});
    Q_EMIT conversationChanged();
    Q_EMIT titleChanged();
    Q_EMIT emptyChanged();
}

void CompareSession::open(domain::ConversationId id, const QString& title, int panes) {
    close();
    const auto messages = m->services.store.messages(id);
    if (!messages) {
        m->problem = tr("This conversation can't be read: %1").arg(messages.failure().detail);
        Q_EMIT problemChanged();
        return;
    }
    m->conversation = id;
    m->title = title;
    m->turns = 0;
    for (const auto& message : messages.value()) {
        m->turns = std::max(m->turns, message.turn + 1);
    }
    m->first.open(id, messages.value());
    m->second.open(id, messages.value());
    if (panes != m->panes) {
        m->panes = qBound(1, panes, 2);
        Q_EMIT paneCountChanged();
    }
    Q_EMIT conversationChanged();
    Q_EMIT titleChanged();
    Q_EMIT emptyChanged();
}

void CompareSession::close() {
    m->first.close();
    m->second.close();
}

} // namespace rivulet::app
