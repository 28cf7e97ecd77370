// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/KeychainLock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <utility>

namespace rivulet::secrets {

namespace {

const QString service = QStringLiteral("org.freedesktop.secrets");
const QString bus = QStringLiteral("org.freedesktop.DBus");

/// `then` is told the reply, or the error in its place, unless `context` has gone by then.
void call(QObject* context, const QDBusMessage& message, std::chrono::milliseconds patience,
          std::function<void(const QDBusMessage&)> then) {
    // Without a time of its own a call ends after 25 s, when a slow keychain may still answer.
    auto* watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(message, static_cast<int>(patience.count())), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [answer = std::move(then)](QDBusPendingCallWatcher* finished) {
                         const QDBusMessage reply = finished->reply();
                         finished->deleteLater();
                         answer(reply);
                     });
}

bool failed(const QDBusMessage& reply) {
    return reply.type() != QDBusMessage::ReplyMessage || reply.arguments().isEmpty();
}

} // namespace

void KeychainLock::look(std::chrono::milliseconds patience) {
    m_patience = std::max(patience, std::chrono::milliseconds{1});
    if (!QDBusConnection::sessionBus().isConnected()) {
        const QString detail = QDBusConnection::sessionBus().lastError().message();
        QTimer::singleShot(0, this, [this, detail] { Q_EMIT seen(State::Absent, detail); });
        return;
    }
    auto message = QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/secrets"),
                                                  QStringLiteral("org.freedesktop.Secret.Service"),
                                                  QStringLiteral("ReadAlias"));
    message << QStringLiteral("default");
    call(this, message, m_patience, [this](const QDBusMessage& reply) { aliasRead(reply); });
}

void KeychainLock::aliasRead(const QDBusMessage& reply) {
    if (failed(reply)) {
        lookForWallet(reply.errorMessage());
        return;
    }
    const QString path = qvariant_cast<QDBusObjectPath>(reply.arguments().first()).path();
    if (path.isEmpty() || path == u"/") {
        Q_EMIT seen(State::NoCollection, {});
        return;
    }
    auto message = QDBusMessage::createMethodCall(
        service, path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    message << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    call(this, message, m_patience, [this](const QDBusMessage& answer) { lockRead(answer); });
}

void KeychainLock::lockRead(const QDBusMessage& reply) {
    if (failed(reply)) {
        Q_EMIT seen(State::Absent, reply.errorMessage());
        return;
    }
    const bool locked = qvariant_cast<QDBusVariant>(reply.arguments().first()).variant().toBool();
    Q_EMIT seen(locked ? State::Locked : State::Open, {});
}

/// A KWallet without a Secret Service answers for itself: it asks for its own password, and its "not found"
/// means what it says.
void KeychainLock::lookForWallet(const QString& detail) {
    const auto message = QDBusMessage::createMethodCall(bus, QStringLiteral("/org/freedesktop/DBus"), bus,
                                                        QStringLiteral("ListNames"));
    call(this, message, m_patience, [this, detail](const QDBusMessage& reply) {
        const QStringList names = failed(reply) ? QStringList() : reply.arguments().first().toStringList();
        const bool wallet = names.contains(QStringLiteral("org.kde.kwalletd5")) ||
                            names.contains(QStringLiteral("org.kde.kwalletd6"));
        Q_EMIT seen(wallet ? State::Open : State::Absent, detail);
    });
}

} // namespace rivulet::secrets
