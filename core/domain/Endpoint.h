// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <utility>
#include <vector>

namespace rivulet::domain {

/// How a request to this endpoint shows its key: `header: prefix + key`. No header: no key is sent.
struct Credential {
    QByteArray header;
    QByteArray prefix;

    friend bool operator==(const Credential&, const Credential&) = default;
};

/// Where servers of one protocol differ: data of a row in providers.json, read by the protocol that knows the
/// field. An empty value is the protocol's own default.
struct Quirks {
    /// The request's field for the answer limit.
    QString tokenLimitField;
    /// Takes stream_options.
    bool streamOptions = true;
    /// How thinking is asked for: "effort" (reasoning_effort), "reasoning" (an object), "thinking" (a type,
    /// and reasoning_effort), "template" (chat_template_kwargs), "format" (reasoning_format and
    /// reasoning_effort), "none".
    QString thinkingStyle;
    /// How an answer is gone on with: "trailing" (the last turn is the model's own), "prefix" (and is marked
    /// so), "final_message" (and asked for by two fields). Empty: the protocol's own way.
    QString prefill;
    /// The path for that, where it is another one.
    QString prefillPath;
    QString chatPath;
    QString listPath;
    /// Tells whether a server that is loading its model is ready.
    QString healthPath;
    /// The query of every request, e.g. an API version.
    QString query;
    /// The request's field that asks to be told how much of the prompt was read.
    QString progressField;
    /// The request's header, or "?item" of its query, that names an answer to be gone on with exactly.
    QByteArray sessionHeader;
    /// Sent with every request; never a key.
    std::vector<std::pair<QByteArray, QByteArray>> headers;

    friend bool operator==(const Quirks&, const Quirks&) = default;
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
    Quirks quirks;

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
