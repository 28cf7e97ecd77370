// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/SecretStore.h"

#include <QHash>

namespace rivulet::secrets {

/// Keys for this run only, in memory: for machines without a keychain, and for keys from the environment.
class SessionSecretStore final : public SecretStore {
    Q_OBJECT

public:
    explicit SessionSecretStore(QObject* parent = nullptr);

    void read(const QString& origin, Found found) override;
    void write(const QString& origin, const domain::Secret& secret, Done done) override;
    void remove(const QString& origin, Done done) override;
    void checkAvailability(std::function<void(Availability)> answer) override;

private:
    QHash<QString, domain::Secret> m_secrets;
};

} // namespace rivulet::secrets
