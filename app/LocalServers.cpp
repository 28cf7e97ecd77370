// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "LocalServers.h"

#include "Endpoints.h"

#include <QPointer>

#include <utility>

namespace rivulet::app {

LocalServers::LocalServers(Endpoints& endpoints, QObject* parent)
    : QObject(parent)
    , m_endpoints(endpoints) {}

void LocalServers::look() {
    if (isLooking()) {
        return;
    }
    m_names.clear();
    m_open = 1; // this function's own, so that nothing ends before all were asked
    const auto settle = [this] {
        if (--m_open == 0) {
            Q_EMIT looked(std::exchange(m_names, {}));
        }
    };
    for (const auto& endpoint : m_endpoints.all()) {
        if (!endpoint.isLoopback() || endpoint.demo) {
            continue;
        }
        ++m_open;
        m_endpoints.test(endpoint.id, {}, [self = QPointer(this), endpoint, settle](const auto& tested) {
            if (!self) {
                return;
            }
            if (tested.ok()) {
                self->m_names.append(endpoint.name);
                Q_EMIT self->found(endpoint.id, tested.value());
            }
            settle();
        });
    }
    settle();
}

} // namespace rivulet::app
