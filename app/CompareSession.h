// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ChatSession.h"

#include <QObject>
#include <QQmlEngine>

#include <memory>

namespace rivulet::app {

/// The open conversation: one prompt line, one or two panes that answer it.
class CompareSession : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    Q_PROPERTY(qint64 conversation READ conversation NOTIFY conversationChanged)
    Q_PROPERTY(QString title READ title NOTIFY titleChanged)
    Q_PROPERTY(int paneCount READ paneCount WRITE setPaneCount NOTIFY paneCountChanged)
    Q_PROPERTY(rivulet::app::ChatSession* first READ first CONSTANT)
    Q_PROPERTY(rivulet::app::ChatSession* second READ second CONSTANT)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY emptyChanged)
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged)
    Q_PROPERTY(bool canSend READ canSend NOTIFY runningChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

public:
    explicit CompareSession(Services& services, QObject* parent = nullptr);
    ~CompareSession() override;

    [[nodiscard]] qint64 conversation() const;
    [[nodiscard]] QString title() const;
    [[nodiscard]] int paneCount() const;
    void setPaneCount(int panes);
    [[nodiscard]] ChatSession* first() const;
    [[nodiscard]] ChatSession* second() const;
    /// Nothing was asked yet: the window shows how to start.
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] bool canSend() const;
    /// Why nothing can be kept at present (the store can't be opened or written), or empty.
    [[nodiscard]] QString problem() const;

    /// Sends one prompt to every visible pane. False, and nothing is taken, while a stream runs or the text
    /// is blank.
    Q_INVOKABLE bool send(const QString& text);
    /// A rough count of the tokens of a draft, e.g. "~1,240 tokens"; empty for none.
    Q_INVOKABLE QString draftSize(const QString& text) const;
    Q_INVOKABLE void rename(const QString& title);

    /// One or two panes for this run, without remembering it.
    void showPanes(int panes);
    void startNew();
    void open(domain::ConversationId id, const QString& title, int panes);
    void close();

Q_SIGNALS:
    void conversationChanged();
    void titleChanged();
    void paneCountChanged();
    void emptyChanged();
    void runningChanged();
    void problemChanged();
    /// No stream runs any more.
    void allEnded();

private:
    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::app
