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
        if (Secret key = Secret::taking(environment(endpoint.keyVariable).trimmed()); !key.isEmpty()) {
            found(std::move(key));
            return;
        }
    }
    Failure missing;
    missing.kind = Failure::Kind::MissingKey;
    missing.detail = endpoint.keyVariable.isEmpty()
                         ? QString()
                         : u"Set %1 to the key of %2"_s.arg(endpoint.keyVariable, endpoint.name);
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
                       } else if (key) {
                           found(missing);
                       } else {
                           Failure failure = key.failure();
                           failure.detail = missing.detail; // the kind tells the rest
                           found(failure);
                       }
                   });
}

} // namespace rivulet::app
