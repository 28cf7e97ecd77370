// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SystemReachability.h"

#include <QNetworkInformation>

#include <utility>

namespace rivulet::app {

Reachability::State SystemReachability::state() {
    const bool isFirst = !std::exchange(m_asked, true);
    if (isFirst && QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) {
        connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this,
                &SystemReachability::take);
        take();
    }
    return m_state;
}

void SystemReachability::take() {
    using Reach = QNetworkInformation::Reachability;
    State state = State::Unknown;
    switch (QNetworkInformation::instance()->reachability()) {
    case Reach::Unknown:
        break;
    case Reach::Disconnected:
    case Reach::Local: // no way out of the local network: how some systems say that they are offline
        state = State::Offline;
        break;
    case Reach::Site:
    case Reach::Online:
        state = State::Online;
        break;
    }
    if (state != m_state) {
        m_state = state;
        Q_EMIT changed();
    }
}

} // namespace rivulet::app
