// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskKey.h"

using namespace Qt::StringLiterals;

namespace rivulet::app {

using domain::Failure;
using domain::Secret;

void findKey(const domain::Endpoint& endpoint,
             const std::function<QByteArray(const QString& name)>& environment,
             secrets::SecretStore* keychain, secrets::SecretStore::Found found) {
    if (endpoint.credential.header.isEmpty()) {
        found(Secret());
        return;
    }
    if (!endpoint.keyVariable.isEmpty()) {
        if (Secret key(environment(endpoint.keyVariable).trimmed()); !key.isEmpty()) {
            found(std::move(key));
            return;
        }
    }
    Failure missing;
    missing.kind = Failure::Kind::MissingKey;
    missing.detail = endpoint.keyVariable.isEmpty()
                         ? u"%1 needs a key"_s.arg(endpoint.name)
                         : u"%1 needs a key: set %2"_s.arg(endpoint.name, endpoint.keyVariable);
    const bool needed = endpoint.needsKey;
    if (keychain == nullptr) {
        found(needed ? domain::Result<Secret>(missing) : Secret());
        return;
    }
    keychain->read(endpoint.origin(),
                   [found = std::move(found), missing, needed](const domain::Result<Secret>& key) {
                       if (key && !(needed && key.value().isEmpty())) {
                           found(key);
                       } else if (!needed) {
                           found(Secret());
                       } else {
                           found(key ? domain::Result<Secret>(missing) : key);
                       }
                   });
}

} // namespace rivulet::app
