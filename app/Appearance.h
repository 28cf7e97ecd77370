// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDBusMessage>
#include <QObject>

namespace rivulet::app {

/// What the desktop says of its looks: dark or light, and whether motion is unwelcome. Asks the desktop
/// portal and listens for changes; without a portal it goes by the palette's own lightness.
class Appearance : public QObject {
    Q_OBJECT

public:
    explicit Appearance(QObject* parent = nullptr);

    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] bool hasReducedMotion() const { return m_reducedMotion; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QDBusMessage& message);

private:
    void take(const QString& space, const QString& key, const QVariant& value);
    void ask(const QString& space, const QString& key);

    bool m_dark = false;
    bool m_reducedMotion = false;
};

} // namespace rivulet::app
