// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::app {

/// The one place that hands a link to the desktop: http, https and mailto only, and only when a person
/// clicked it.
class LinkOpener {
public:
    /// Where a link really leads: scheme and host in ASCII (punycode), without user name and password. Empty
    /// where it can't be opened.
    [[nodiscard]] static QString target(const QString& link);
    /// False where it can't be opened.
    static bool open(const QString& link);
};

} // namespace rivulet::app
