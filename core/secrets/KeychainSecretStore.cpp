// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/KeychainSecretStore.h"

#include "secrets/KeychainLock.h"
#include "secrets/KeychainRequest.h"

#include <QTimer>

#include <memory>
#include <utility>

namespace rivulet::secrets {

namespace {

using Verb = KeychainRequest::Verb;

auto onlyWhether(SecretStore::Done done) {
    return [answer = std::move(done)](const domain::Result<domain::Secret>& result) {
        if (result) {
            answer(std::monostate{});
        } else {
            answer(result.failure());
        }
    };
}

} // namespace

KeychainSecretStore::KeychainSecretStore(QString service, std::chrono::milliseconds patience, QObject* parent)
    : SecretStore(parent)
    , m_service(std::move(service))
    , m_patience(patience) {}

void KeychainSecretStore::read(const QString& origin, Found found) {
    auto* request = new KeychainRequest(Verb::Read, {m_service, origin}, {}, m_patience, this);
    connect(request, &KeychainRequest::finished, this, std::move(found));
    add(request);
}

void KeychainSecretStore::write(const QString& origin, const domain::Secret& secret, Done done) {
    auto* request = new KeychainRequest(Verb::Write, {m_service, origin}, secret, m_patience, this);
    connect(request, &KeychainRequest::finished, this, onlyWhether(std::move(done)));
    add(request);
}

void KeychainSecretStore::remove(const QString& origin, Done done) {
    auto* request = new KeychainRequest(Verb::Remove, {m_service, origin}, {}, m_patience, this);
    connect(request, &KeychainRequest::finished, this, onlyWhether(std::move(done)));
    add(request);
}

void KeychainSecretStore::checkAvailability(std::function<void(Availability)> answer) {
    auto* lock = new KeychainLock(this);
    auto* patience = new QTimer(lock);
    const auto told = std::make_shared<bool>(false);
    const auto tell = [lock, told, answer = std::move(answer)](KeychainLock::State state) {
        if (std::exchange(*told, true)) {
            return;
        }
        lock->deleteLater();
        switch (state) {
        case KeychainLock::State::Open:
            answer(Availability::Available);
            break;
        case KeychainLock::State::Locked:
        case KeychainLock::State::NoCollection:
            answer(Availability::Locked);
            break;
        case KeychainLock::State::Absent:
            answer(Availability::Unavailable);
            break;
        }
    };
    connect(lock, &KeychainLock::seen, this, tell);
    connect(patience, &QTimer::timeout, this, [tell] { tell(KeychainLock::State::Absent); });
    patience->setSingleShot(true);
    patience->start(m_patience);
    lock->look(m_patience);
}

void KeychainSecretStore::add(KeychainRequest* request) {
    // After the caller's own slot, which was connected first.
    connect(request, &KeychainRequest::finished, this, [this, request] {
        request->deleteLater();
        startNext();
    });
    m_requests.emplace_back(request);
    if (m_requests.size() == 1) {
        request->start();
    }
}

void KeychainSecretStore::startNext() {
    // Those whose patience ended while they waited have answered already.
    const bool wasFirst = !m_requests.empty() && (!m_requests.front() || m_requests.front()->isFinished());
    while (!m_requests.empty() && (!m_requests.front() || m_requests.front()->isFinished())) {
        m_requests.pop_front();
    }
    if (wasFirst && !m_requests.empty()) {
        m_requests.front()->start();
    }
}

} // namespace rivulet::secrets
