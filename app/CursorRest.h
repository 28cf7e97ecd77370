// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

class QWindow;

namespace rivulet::app {

/// A text cursor blinks while its window is used, and stands still soon after: a blink is a frame, and a
/// window at rest draws none. Knows no text.
class CursorRest : public QObject {
    Q_OBJECT

public:
    explicit CursorRest(QWindow& window, QObject* parent = nullptr);
    ~CursorRest() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rest();
    void wake();

    int m_flashTime; ///< as the desktop has it, in milliseconds
    bool m_resting = false;
    QTimer m_timer;
};

} // namespace rivulet::app
