// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "domain/Secret.h"
#include "secrets/KeychainLock.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace QKeychain {
class Job;
}

namespace rivulet::secrets {

/// One request to the keychain, step by step: look at the lock, do it, look again whether it is true. Tells
/// its result once. Patience is counted from its making, so that waiting in a queue counts too.
class KeychainRequest final : public QObject {
    Q_OBJECT

public:
    enum class Verb { Read, Write, Remove };
    struct Entry {
        QString service;
        QString origin;
    };

    KeychainRequest(Verb verb, Entry entry, domain::Secret secret, std::chrono::milliseconds patience,
                    QObject* parent);

    /// Does nothing once it is finished.
    void start();
    [[nodiscard]] bool isFinished() const { return m_finished; }

Q_SIGNALS:
    /// Reading: the secret, empty where there is none. Else: empty.
    void finished(const rivulet::domain::Result<rivulet::domain::Secret>& result);

private:
    using Next = void (KeychainRequest::*)(KeychainLock::State state);

    void look(Next next);
    void act(KeychainLock::State state);
    void readNothing(KeychainLock::State state);
    void removed(KeychainLock::State state);
    void refused(KeychainLock::State state);

    void read();
    void write();
    void remove();
    /// Reads the entry again, to see that what was done is true.
    void verify();
    void fail(domain::Failure::Kind kind, const QString& detail);
    void finish(const domain::Result<domain::Secret>& result);

    Verb m_verb;
    Entry m_entry;
    domain::Secret m_secret;
    QTimer m_patience;
    QString m_detail;
    bool m_finished = false;
};

} // namespace rivulet::secrets
