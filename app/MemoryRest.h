// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

namespace rivulet::app {

/// What an answer needed while it came is given back to the system soon after: an allocator keeps it for the
/// next one, and where small things that stay lie between it, for good. Knows no answers.
class MemoryRest : public QObject {
    Q_OBJECT

public:
    explicit MemoryRest(QObject* parent = nullptr);

    /// Answers come, or none does any more.
    void setRunning(bool running);

private:
    QTimer m_timer;
};

} // namespace rivulet::app
