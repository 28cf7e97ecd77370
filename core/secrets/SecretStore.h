// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "domain/Secret.h"

#include <QObject>
#include <QString>

#include <functional>
#include <variant>

namespace rivulet::secrets {

/// Where keys are kept. Every answer comes later, on the caller's thread, exactly once; nothing blocks. Keys
/// are named by the origin (scheme://host:port) they belong to.
class SecretStore : public QObject {
    Q_OBJECT

public:
    enum class Availability { Available, Locked, Unavailable };
    using Done = std::function<void(const domain::Result<std::monostate>&)>;
    using Found = std::function<void(const domain::Result<domain::Secret>&)>;

    /// Nothing under this name is a Secret that is empty, and no failure; a keychain that is locked or
    /// missing is a failure (KeychainLocked, KeychainUnavailable), never "nothing".
    virtual void read(const QString& origin, Found found) = 0;
    virtual void write(const QString& origin, const domain::Secret& secret, Done done) = 0;
    /// Succeeds only once the entry is seen to be gone.
    virtual void remove(const QString& origin, Done done) = 0;
    virtual void checkAvailability(std::function<void(Availability)> answer) = 0;

protected:
    using QObject::QObject;
};

} // namespace rivulet::secrets
