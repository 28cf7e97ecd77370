// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDBusConnection>
#include <QObject>

#include <chrono>
#include <functional>

namespace rivulet::app {

class Settings;

/// Tells by the desktop's notifications that a long answer is complete, where the window is not in front.
/// Knows a name and how long it took, never what was answered.
class AnswerNotice : public QObject {
    Q_OBJECT

public:
    /// An answer that comes sooner is waited for.
    static constexpr std::chrono::seconds longAnswer{10};
    using InFront = std::function<bool()>;

    AnswerNotice(const Settings& settings, InFront inFront, QDBusConnection bus, QObject* parent = nullptr);

    /// All of an answer is there. `name`: the conversation's title, or the model's; `took`: since it was
    /// asked for.
    void complete(const QString& name, std::chrono::milliseconds took);

private:
    void show(const QString& sentence);

    const Settings& m_settings;
    InFront m_inFront;
    QDBusConnection m_bus;
    /// The last notice's number: the next one takes its place.
    uint m_shown = 0;
};

} // namespace rivulet::app
