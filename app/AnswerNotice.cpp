// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerNotice.h"

#include "Settings.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

#include <utility>

namespace rivulet::app {

namespace {

constexpr auto service = "org.freedesktop.Notifications";
constexpr auto path = "/org/freedesktop/Notifications";
/// Names the desktop entry, and the icon.
constexpr auto application = "org.rivulet.Rivulet";

} // namespace

AnswerNotice::AnswerNotice(const Settings& settings, InFront inFront, QDBusConnection bus, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_inFront(std::move(inFront))
    , m_bus(std::move(bus)) {}

void AnswerNotice::complete(const QString& name, std::chrono::milliseconds took) {
    if (took > longAnswer && m_settings.noticeWhenComplete() && !m_inFront()) {
        show(tr("Answer complete: %1").arg(name));
    }
}

void AnswerNotice::show(const QString& sentence) {
    if (!m_bus.isConnected()) {
        return;
    }
    auto call = QDBusMessage::createMethodCall(QString::fromLatin1(service), QString::fromLatin1(path),
                                               QString::fromLatin1(service), QStringLiteral("Notify"));
    // The sentence is the summary: desktops take markup in a body, and in a summary none.
    call << QStringLiteral("Rivulet") << m_shown << QString::fromLatin1(application) << sentence << QString()
         << QStringList() << QVariantMap{{QStringLiteral("desktop-entry"), QString::fromLatin1(application)}}
         << -1;
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        if (const QDBusPendingReply<uint> reply = *watcher; !reply.isError()) {
            m_shown = reply.value();
        }
        watcher->deleteLater();
    });
}

} // namespace rivulet::app
