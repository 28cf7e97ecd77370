// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

class QWindow;

namespace rivulet::app {

/// Lets the text cursor of a window stand still when nobody has touched the window for a while, and blink
/// again with the next key or click: two frames a second would be all that a window at rest paints. Knows no
/// field.
class CursorRest : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds usual{10};

    explicit CursorRest(QWindow& window, std::chrono::milliseconds after = usual, QObject* parent = nullptr);
    ~CursorRest() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void wake();
    void rest();

    QTimer m_idle;
    /// How fast it blinks while it does; 0 where the desktop wants none to blink.
    int m_flashTime;
};

} // namespace rivulet::app
