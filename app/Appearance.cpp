// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Appearance.h"

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>

namespace rivulet::app {

namespace {

constexpr auto service = "org.freedesktop.portal.Desktop";
constexpr auto path = "/org/freedesktop/portal/desktop";
constexpr auto interface = "org.freedesktop.portal.Settings";
constexpr auto looks = "org.freedesktop.appearance";
constexpr auto gnome = "org.gnome.desktop.interface";

/// Read() wraps its value in a variant of a variant.
QVariant unwrapped(QVariant value) {
    for (int depth = 0; depth < 4 && value.canConvert<QDBusVariant>(); ++depth) {
        value = value.value<QDBusVariant>().variant();
    }
    return value;
}

} // namespace

Appearance::Appearance(QObject* parent)
    : QObject(parent) {
    const QColor window = QGuiApplication::palette().color(QPalette::Window);
    m_dark = window.lightness() < 128;
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    // In Qt 6.4 only a slot that takes the message itself can be connected to this signal.
    bus.connect(QString::fromLatin1(service), QString::fromLatin1(path), QString::fromLatin1(interface),
                QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QDBusMessage)));
    ask(QString::fromLatin1(looks), QStringLiteral("color-scheme"));
    ask(QString::fromLatin1(gnome), QStringLiteral("enable-animations"));
}

void Appearance::ask(const QString& space, const QString& key) {
    auto call = QDBusMessage::createMethodCall(QString::fromLatin1(service), QString::fromLatin1(path),
                                               QString::fromLatin1(interface), QStringLiteral("Read"));
    call << space << key;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, space, key, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError()) {
            take(space, key, unwrapped(reply.value().variant()));
        }
        watcher->deleteLater();
    });
}

void Appearance::settingChanged(const QDBusMessage& message) {
    const auto arguments = message.arguments();
    if (arguments.size() == 3) {
        take(arguments.at(0).toString(), arguments.at(1).toString(), unwrapped(arguments.at(2)));
    }
}

void Appearance::take(const QString& space, const QString& key, const QVariant& value) {
    if (space == QLatin1String(looks) && key == u"color-scheme") {
        const uint scheme = value.toUInt(); // 0 no preference, 1 dark, 2 light
        if (scheme == 1 || scheme == 2) {
            m_dark = scheme == 1;
        }
    } else if (space == QLatin1String(gnome) && key == u"enable-animations") {
        m_reducedMotion = !value.toBool();
    } else {
        return;
    }
    Q_EMIT changed();
}

} // namespace rivulet::app
