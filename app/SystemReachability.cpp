// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SystemReachability.h"

#include <QNetworkInformation>
#include <QTimer>

namespace rivulet::app {

SystemReachability::SystemReachability(QObject* parent)
    : Reachability(parent) {
    QTimer::singleShot(0, this, &SystemReachability::ask);
}

void SystemReachability::ask() {
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) {
        return;
    }
    connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this,
            &SystemReachability::take);
    take();
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
