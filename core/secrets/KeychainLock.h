// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

#include <chrono>

class QDBusMessage;

namespace rivulet::secrets {

/// Looks, without waiting, whether there is a keychain and whether it is open; changes nothing and asks
/// nobody to open it. Tells once, later. Knows the Secret Service, and of KWallet only that it is there.
class KeychainLock final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Open,
        Locked,
        NoCollection, ///< a Secret Service that no default collection was made in yet
        Absent,
    };

    using QObject::QObject;

    /// `patience`: how long it may take; a keychain may be slow, or be starting.
    void look(std::chrono::milliseconds patience);

Q_SIGNALS:
    /// `detail`: why it is Absent, in the bus's words.
    void seen(rivulet::secrets::KeychainLock::State state, const QString& detail);

private:
    void aliasRead(const QDBusMessage& reply);
    void lockRead(const QDBusMessage& reply);
    void lookForWallet(const QString& detail);

    std::chrono::milliseconds m_patience{0};
};

} // namespace rivulet::secrets
