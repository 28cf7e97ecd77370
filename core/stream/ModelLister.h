// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Endpoint.h"
#include "domain/Result.h"
#include "domain/Secret.h"
#include "providers/Dialect.h"
#include "stream/ConnectionPool.h"

#include <QObject>

#include <functional>
#include <vector>

namespace rivulet::stream {

/// Asks an endpoint which models it has: also the test of a key on entry. Answers once per call; a pending
/// call is dropped when the lister is destroyed.
class ModelLister : public QObject {
    Q_OBJECT

public:
    using Listed = std::function<void(const domain::Result<std::vector<domain::ModelTraits>>&)>;

    ModelLister(ConnectionPool& pool, const domain::Clock& clock, QObject* parent = nullptr);

    void list(const domain::Endpoint& endpoint, const domain::Secret& key, const Listed& listed);

private:
    ConnectionPool& m_pool;
    const domain::Clock& m_clock;
};

} // namespace rivulet::stream
