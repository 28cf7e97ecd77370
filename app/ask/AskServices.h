// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ask/AskOptions.h"
#include "domain/Clock.h"
#include "domain/Endpoint.h"
#include "domain/Failure.h"
#include "domain/Message.h"
#include "domain/ModelTraits.h"
#include "domain/Result.h"
#include "providers/Catalog.h"
#include "request/RequestTarget.h"
#include "request/SendGate.h"
#include "secrets/SecretStore.h"
#include "store/Database.h"
#include "stream/ConnectionPool.h"
#include "stream/StreamController.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rivulet::app {

/// All that `rivulet ask` uses of the world, handed in: tests decide what there is.
struct AskServices {
    const providers::Catalog& catalog;
    const domain::Clock& clock;
    stream::ConnectionPool& pool;
    stream::StreamController::Random random;
    /// Endpoints besides the catalogue's: the user's own, the demonstration's.
    std::vector<domain::Endpoint> endpoints;
    /// Null: there is no keychain, which is no error unless a key is needed.
    secrets::SecretStore* keychain = nullptr;
    /// The value of an environment variable; empty where it is not set.
    std::function<QByteArray(const QString& name)> environment;
    /// Asked only where the answer is to be kept.
    std::function<domain::Result<std::shared_ptr<store::Database>>()> openDatabase;
    /// Standard input, at most so many bytes.
    std::function<QByteArray(qint64 limit)> readInput;
    /// Standard output and standard error, flushed each time.
    std::function<void(const QByteArray&)> output;
    std::function<void(const QByteArray&)> errors;
    /// A line for the log; may be empty.
    std::function<void(const QString&)> log;
    /// What is known of a model besides the catalogue; may be empty.
    std::function<std::optional<domain::ModelTraits>(const QString& endpointId, const QString& model)>
        listed = {};
    /// What the automatic choice does with a prompt for which nothing speaks either way.
    stream::ShortPrompts shortPrompts = stream::ShortPrompts::Stream;
    /// What earlier answers taught about a model; may be empty.
    std::function<Experience(const QString& endpointId, const QString& model)> experience = {};
    /// An answer that has ended and is to be learnt from, with its endpoint, model and warnings; may be
    /// empty.
    std::function<void(const domain::Message& answer)> learn = {};
    /// A sentence for a failure.
    std::function<QString(const domain::Failure&)> describe;
    /// Where requests stand until their account has room; null: each goes at once.
    SendGate* gate = nullptr;
    /// Why a request waits there, in words.
    std::function<QString(const SendGate::Wait& wait, const QString& endpointName)> describeWait = {};
    /// What was asked and did not fail, to be asked again where none is named; may be empty.
    std::function<void(const std::vector<AskOptions::Model>&)> remember = {};
};

} // namespace rivulet::app
