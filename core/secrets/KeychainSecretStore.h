// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/SecretStore.h"

#include <chrono>

namespace rivulet::secrets {

/// Keys in the desktop's keychain (Secret Service, KWallet) by qtkeychain. Never falls back to plain text.
/// Looks at the lock before it reads or removes, because a locked keychain answers "not found" and "removed".
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
    QString m_service;
    std::chrono::milliseconds m_patience;
};

} // namespace rivulet::secrets
