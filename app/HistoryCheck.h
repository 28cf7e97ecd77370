// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

#include <QObject>

#include <memory>
#include <optional>

class QThread;

namespace rivulet::app {

/// Reads a whole history through on a thread of its own, once. What it finds is told on the owner's thread.
class HistoryCheck : public QObject {
    Q_OBJECT

public:
    explicit HistoryCheck(const QString& file, QObject* parent = nullptr);
    /// Waits for the end of a check that runs.
    ~HistoryCheck() override;

    /// What is damaged; nothing while it runs, and where all is well.
    [[nodiscard]] const std::optional<domain::Failure>& found() const { return m_found; }

Q_SIGNALS:
    void finished();

private:
    std::optional<domain::Failure> m_found;
    std::unique_ptr<QThread> m_thread;
};

} // namespace rivulet::app
