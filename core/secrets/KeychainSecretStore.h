// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/SecretStore.h"

#include <QPointer>

#include <chrono>
#include <deque>

namespace rivulet::secrets {

class KeychainRequest;

/// Keys in the desktop's keychain (Secret Service, KWallet) by qtkeychain. Never falls back to plain text.
/// Looks at the lock before and after it reads or removes, because a locked keychain answers "not found" and
/// "removed"; reads back what it wrote. Requests are done one after the other, in the order of the calls. One
/// that is destroyed earlier answers nothing more.
class KeychainSecretStore final : public SecretStore {
    Q_OBJECT

public:
    /// `service`: the name that entries are filed under. `patience`: how long a keychain may take (a person
    /// may be asked to unlock it) before the call fails.
    explicit KeychainSecretStore(QString service = QStringLiteral("rivulet"),
                                 std::chrono::milliseconds patience = std::chrono::seconds(120),
                                 QObject* parent = nullptr);

    void read(const QString& origin, Found found) override;
    void write(const QString& origin, const domain::Secret& secret, Done done) override;
    void remove(const QString& origin, Done done) override;
    void checkAvailability(std::function<void(Availability)> answer) override;

private:
    void add(KeychainRequest* request);
    void startNext();

    QString m_service;
    std::chrono::milliseconds m_patience;
    /// The first one is being done.
    std::deque<QPointer<KeychainRequest>> m_requests;
};

} // namespace rivulet::secrets
