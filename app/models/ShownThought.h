// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::app {

/// A thought as it may be painted, while it grows: lines that are whole are read once. Knows only the one
/// that it was asked for before.
class ShownThought {
public:
    /// Of as much as may be shown in one piece, with what there is besides.
    [[nodiscard]] QString of(const QString& thinking);

private:
    void readLines(const QString& thinking);

    QString m_lines;      ///< those that are whole, as shown
    qsizetype m_read = 0; ///< how much of the thought that is
    qsizetype m_count = 0;
    bool m_full = false; ///< m_lines is all that may be shown
};

} // namespace rivulet::app
