// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Result.h"
#include "domain/Secret.h"
#include "secrets/SecretStore.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace rivulet::app {

/// Finds the key of an endpoint: its environment variable, else the keychain (may be null). `found` is called
/// once, at once or later. No key where one is needed is a failure; elsewhere it is an empty Secret, whatever
/// the keychain says. A failure's detail names the variable that would help.
void findKey(const domain::Endpoint& endpoint,
             const std::function<QByteArray(const QString& name)>& environment,
             secrets::SecretStore* keychain, secrets::SecretStore::Found found);

} // namespace rivulet::app
