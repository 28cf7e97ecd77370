// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QStringList>

namespace rivulet::app {

class Endpoints;

/// Looks for model servers on this machine: asks every endpoint with a loopback address for its models, which
/// are kept where one answers. Knows no row and no sentence. One look at a time.
class LocalServers : public QObject {
    Q_OBJECT

public:
    explicit LocalServers(Endpoints& endpoints, QObject* parent = nullptr);

    void look();
    [[nodiscard]] bool isLooking() const { return m_open > 0; }

Q_SIGNALS:
    void found(const QString& endpointId, qsizetype models);
    /// Every one has answered, or not. The names of those that did.
    void looked(const QStringList& names);

private:
    Endpoints& m_endpoints;
    int m_open = 0;
    QStringList m_names;
};

} // namespace rivulet::app
