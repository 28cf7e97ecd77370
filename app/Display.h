// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

namespace rivulet::app {

/// Whether there is a display to open a window on, found out before Qt would abort for want of one. Knows no
/// window.
class Display {
public:
    /// The value of an environment variable; empty where it is not set.
    using Environment = std::function<QByteArray(const char* name)>;

    /// Why no window can be opened, as a sentence; empty: it can, as far as that can be known beforehand.
    [[nodiscard]] static QString problem(const Environment& environment);
};

} // namespace rivulet::app
