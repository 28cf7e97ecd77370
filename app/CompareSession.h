// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ChatSession.h"
#include "diff/DiffModel.h"
#include "models/AttachmentListModel.h"

#include <QObject>
#include <QQmlEngine>

#include <memory>

namespace rivulet::app {

/// An open conversation: one prompt line, one or two panes that answer it.
class CompareSession : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    Q_PROPERTY(qint64 conversation READ conversation NOTIFY conversationChanged)
    Q_PROPERTY(QString title READ title NOTIFY titleChanged)
    Q_PROPERTY(int paneCount READ paneCount WRITE setPaneCount NOTIFY paneCountChanged)
    Q_PROPERTY(rivulet::app::ChatSession* first READ first CONSTANT)
    Q_PROPERTY(rivulet::app::ChatSession* second READ second CONSTANT)
    Q_PROPERTY(rivulet::app::DiffModel* diff READ diff CONSTANT)
    Q_PROPERTY(bool alike READ isAlike NOTIFY alikeChanged)
    Q_PROPERTY(bool demo READ isDemo NOTIFY alikeChanged)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY emptyChanged)
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged)
    Q_PROPERTY(bool canSend READ canSend NOTIFY runningChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(rivulet::app::AttachmentListModel* attachments READ attachments CONSTANT)
    Q_PROPERTY(QString refusal READ refusal NOTIFY draftChanged)
    Q_PROPERTY(QString question READ question NOTIFY draftChanged)
    Q_PROPERTY(int focusedPane READ focusedPane WRITE setFocusedPane NOTIFY focusedPaneChanged)
    Q_PROPERTY(QString draftFigures READ draftFigures NOTIFY draftFiguresChanged)

public:
    explicit CompareSession(Services& services, QObject* parent = nullptr);
    ~CompareSession() override;

    [[nodiscard]] qint64 conversation() const;
    [[nodiscard]] QString title() const;
    [[nodiscard]] int paneCount() const;
    void setPaneCount(int panes);
    [[nodiscard]] ChatSession* first() const;
    [[nodiscard]] ChatSession* second() const;
    /// Both panes' last answers, compared.
    [[nodiscard]] DiffModel* diff() const;
    /// Two models of one name answer, at different endpoints: only those tell them apart.
    [[nodiscard]] bool isAlike() const;
    /// Only models of the demo answer: from recordings.
    [[nodiscard]] bool isDemo() const;
    /// Nothing was asked yet: the window shows how to start.
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] bool canSend() const;
    /// Where both panes' prompts wait for one account, this one's goes first.
    [[nodiscard]] int focusedPane() const;
    void setFocusedPane(int pane);
    /// Why nothing can be kept at present (the store can't be opened or written), or empty.
    [[nodiscard]] QString problem() const;

    /// The files that go with the next prompt.
    [[nodiscard]] AttachmentListModel* attachments() const;
    /// Why the draft could not be sent, or the last prompt not again, as a sentence, or empty.
    [[nodiscard]] QString refusal() const;
    /// What a person has to agree to before the draft is sent, or empty.
    [[nodiscard]] QString question() const;
    /// "≈ 1,240 tokens in · up to $0.05"; empty where there is no draft.
    [[nodiscard]] QString draftFigures() const;

    /// Sends one prompt with its files to every visible pane. False, and nothing is taken, while a stream
    /// runs, where there is nothing to send, where a model does not take it (`refusal`), or where a person
    /// has to agree first (`question`).
    Q_INVOKABLE bool send(const QString& text);
    /// Agrees to the question: the draft is sent without the oldest turns, or a pane asks its last prompt
    /// again without them. True where it was the draft.
    Q_INVOKABLE bool sendLeavingOut();
    /// The text as it is being written: its figures follow soon after.
    Q_INVOKABLE void setDraft(const QString& text);
    /// Takes question and refusal away.
    Q_INVOKABLE void dismiss();
    Q_INVOKABLE void rename(const QString& title);

    /// One or two panes for this run, without remembering it.
    void showPanes(int panes);
    /// As many panes, and the models that were chosen for them. While nothing was asked here yet.
    void startLike(const CompareSession& other);
    void startNew();
    void open(domain::ConversationId id, const QString& title, int panes);
    void close();

Q_SIGNALS:
    void conversationChanged();
    void titleChanged();
    void paneCountChanged();
    void alikeChanged();
    void emptyChanged();
    void runningChanged();
    void problemChanged();
    void focusedPaneChanged();
    void draftChanged();
    void draftFiguresChanged();
    /// No stream runs any more.
    void allEnded();

private:
    /// Reads what another window has added to this conversation since it was opened here: what is asked next
    /// comes after it.
    void catchUp();
    /// Tells the panes of more that is earlier, or of all of it. False: it can't be read.
    [[nodiscard]] bool readOn(qsizetype characters);
    [[nodiscard]] bool readWhole();
    [[nodiscard]] static QString unreadable(const domain::Failure& failure);
    void takeTitle(qint64 changed);
    void deliver(const QString& text, const std::vector<int>& leftOut);
    [[nodiscard]] QString keep(domain::Message& prompt);
    [[nodiscard]] std::vector<SendCheck::Pane> drafts(const QString& text) const;
    void setProblem(const QString& problem);
    void settle(const QString& refusal, const QString& question);
    void countDraft();

    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::app
