// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QQmlNetworkAccessManagerFactory>

namespace rivulet::app {

/// Gives QML a network access manager that never sends anything: whatever the interface shows comes from
/// memory or from its own resources. The second wall behind text items that never name a resource.
class DenyingNetwork final : public QQmlNetworkAccessManagerFactory {
public:
    QNetworkAccessManager* create(QObject* parent) override;
};

} // namespace rivulet::app
