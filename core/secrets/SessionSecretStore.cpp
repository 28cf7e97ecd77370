// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/SessionSecretStore.h"

#include <QTimer>

#include <utility>

namespace rivulet::secrets {

SessionSecretStore::SessionSecretStore(QObject* parent)
    : SecretStore(parent) {}

void SessionSecretStore::read(const QString& origin, Found found) {
    QTimer::singleShot(0, this,
                       [secret = m_secrets.value(origin), answer = std::move(found)] { answer(secret); });
}

void SessionSecretStore::write(const QString& origin, const domain::Secret& secret, Done done) {
    m_secrets.insert(origin, secret);
    QTimer::singleShot(0, this, [answer = std::move(done)] { answer(std::monostate{}); });
}

void SessionSecretStore::remove(const QString& origin, Done done) {
    m_secrets.remove(origin);
    QTimer::singleShot(0, this, [answer = std::move(done)] { answer(std::monostate{}); });
}

void SessionSecretStore::checkAvailability(std::function<void(Availability)> answer) {
    QTimer::singleShot(0, this, [tell = std::move(answer)] { tell(Availability::Available); });
}

} // namespace rivulet::secrets
