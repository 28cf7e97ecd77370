// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/KeychainRequest.h"

#include "domain/Redaction.h"
#include "secrets/SessionBusGuard.h"

#include <qt6keychain/keychain.h>

#include <utility>

namespace rivulet::secrets {

namespace {

using domain::Failure;
using State = KeychainLock::State;

} // namespace

KeychainRequest::KeychainRequest(Verb verb, Entry entry, domain::Secret secret,
                                 std::chrono::milliseconds patience, QObject* parent)
    : QObject(parent)
    , m_verb(verb)
    , m_entry(std::move(entry))
    , m_secret(std::move(secret)) {
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        fail(Failure::Kind::KeychainUnavailable, QStringLiteral("the keychain did not answer in time"));
    });
    m_patience.start(patience);
}

void KeychainRequest::start() {
    look(&KeychainRequest::act);
}

void KeychainRequest::look(Next next) {
    if (m_finished) {
        return;
    }
    auto* lock = new KeychainLock(this);
    connect(lock, &KeychainLock::seen, this, [this, lock, next](State state, const QString& detail) {
        lock->deleteLater();
        if (m_finished) {
            return;
        }
        if (state == State::Absent) {
            fail(Failure::Kind::KeychainUnavailable, detail);
        } else {
            (this->*next)(state);
        }
    });
    // The patience of all is counted from the making; a call may have all of it.
    lock->look(m_patience.intervalAsDuration());
}

void KeychainRequest::act(State state) {
    // A locked keychain is asked all the same: that is what shows a person the prompt that opens it. Where
    // nobody can answer, its reply is "not found", which the second look tells apart.
    Q_UNUSED(state)
    outliveSessionBus();
    switch (m_verb) {
    case Verb::Read:
        read();
        break;
    case Verb::Write:
        write();
        break;
    case Verb::Remove:
        remove();
        break;
    }
}

void KeychainRequest::read() {
    auto* job = new QKeychain::ReadPasswordJob(m_entry.service);
    job->setInsecureFallback(false);
    job->setKey(m_entry.origin);
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        if (job->error() == QKeychain::NoError) {
            finish(domain::Secret(job->binaryData()));
        } else {
            m_detail = job->errorString();
            look(job->error() == QKeychain::EntryNotFound ? &KeychainRequest::readNothing
                                                          : &KeychainRequest::refused);
        }
    });
    job->start();
}

void KeychainRequest::write() {
    auto* job = new QKeychain::WritePasswordJob(m_entry.service);
    job->setInsecureFallback(false);
    job->setKey(m_entry.origin);
    m_secret.reveal([job](QByteArrayView bytes) { job->setBinaryData(bytes.toByteArray()); });
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        if (job->error() == QKeychain::NoError) {
            verify();
        } else {
            m_detail = job->errorString();
            look(&KeychainRequest::refused);
        }
    });
    job->start();
}

void KeychainRequest::remove() {
    auto* job = new QKeychain::DeletePasswordJob(m_entry.service);
    job->setInsecureFallback(false);
    job->setKey(m_entry.origin);
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        m_detail = job->errorString();
        const bool gone = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        look(gone ? &KeychainRequest::removed : &KeychainRequest::refused);
    });
    job->start();
}

void KeychainRequest::readNothing(State state) {
    if (state == State::Open) {
        finish(domain::Secret());
    } else {
        refused(state);
    }
}

void KeychainRequest::removed(State state) {
    // "Removed" from a locked keychain is not removed.
    if (state == State::Open) {
        verify();
    } else {
        refused(state);
    }
}

void KeychainRequest::refused(State state) {
    fail(state == State::Open ? Failure::Kind::KeychainUnavailable : Failure::Kind::KeychainLocked, m_detail);
}

void KeychainRequest::verify() {
    auto* job = new QKeychain::ReadPasswordJob(m_entry.service);
    job->setInsecureFallback(false);
    job->setKey(m_entry.origin);
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        const bool found = job->error() == QKeychain::NoError;
        const bool absent = job->error() == QKeychain::EntryNotFound;
        const bool kept = found && domain::Secret(job->binaryData()) == m_secret;
        if (m_verb == Verb::Remove ? absent : kept) {
            finish(domain::Secret());
        } else {
            fail(Failure::Kind::KeychainUnavailable,
                 m_verb == Verb::Remove ? QStringLiteral("the entry is still there")
                                        : QStringLiteral("the entry could not be read back"));
        }
    });
    job->start();
}

void KeychainRequest::fail(Failure::Kind kind, const QString& detail) {
    Failure failure;
    failure.kind = kind;
    failure.detail = domain::redacted(detail);
    finish(failure);
}

void KeychainRequest::finish(const domain::Result<domain::Secret>& result) {
    if (std::exchange(m_finished, true)) {
        return;
    }
    m_patience.stop();
    m_secret = domain::Secret();
    Q_EMIT finished(result);
}

} // namespace rivulet::secrets
