// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Endpoints.h"
#include "RequestMemory.h"
#include "Settings.h"
#include "domain/Clock.h"
#include "request/SendGate.h"
#include "store/ConversationStore.h"
#include "store/Database.h"
#include "stream/ConnectionPool.h"
#include "stream/FlushClock.h"
#include "stream/StreamController.h"

#include <functional>
#include <memory>

namespace rivulet::app {

/// What a session needs of the house, by reference: built and owned by Application, handed down by
/// constructor.
struct Services {
    Settings& settings;
    Endpoints& endpoints;
    RequestMemory& memory;
    stream::ConnectionPool& pool;
    SendGate& gate;
    const domain::Clock& clock;
    /// When what has come is shown, for all panes of all windows.
    stream::FlushClock& flushes;
    stream::StreamController::Random random;
    store::ConversationStore& store;
    std::shared_ptr<store::Database> database;
    /// Takes log lines; redacts them.
    std::function<void(const QString&)> log;
    /// Panes keep to the demo's models, whatever was used last.
    bool demoOnly = false;
};

} // namespace rivulet::app
