// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace rivulet::domain {

/// How a request to this endpoint shows its key: `header: prefix + key`. No header: no key is sent.
struct Credential {
    QByteArray header;
    QByteArray prefix;

    friend bool operator==(const Credential&, const Credential&) = default;
};

/// A server that answers prompts: where it is, which protocol it speaks, and its known quirks. A value;
/// its key lives in a SecretStore under `origin()`.
struct Endpoint {
    /// Stable identifier and PROVIDER part of `PROVIDER:MODEL`, e.g. the row's id in providers.json.
    QString id;
    /// What people read.
    QString name;
    /// The protocol's name, as in `--dialect`.
    QString dialect;
    QUrl baseUrl;
    Credential credential;
    /// The environment variable that may hold the key.
    QString keyVariable;
    bool needsKey = false;
    /// Part of the built-in demonstration.
    bool demo = false;
    /// The user chose plain http for this endpoint although it is not on this machine.
    bool allowsPlainHttp = false;

    // Quirks that protocols of one family differ in; an empty value is the dialect's own default.
    QString tokenLimitField;
    bool streamOptions = true;

    /// On this machine or its own network segment by address (loopback, private range, .local).
    [[nodiscard]] bool isLocal() const;
    /// On this machine.
    [[nodiscard]] bool isLoopback() const;
    /// scheme://host:port, to which a key is bound (never path, query or userinfo).
    [[nodiscard]] QString origin() const;
    /// Empty when the endpoint may be used, else why not, as a sentence for logs and tests: plain http is
    /// for loopback only unless it was chosen, userinfo is refused, the scheme is http or https.
    [[nodiscard]] QString problem() const;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

} // namespace rivulet::domain
