// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace rivulet::app {

/// What people call a protocol, from its id and back: the one table of these names. Knows nothing of how one
/// is spoken.
struct DialectTitle {
    /// "OpenAI Chat Completions"; an id that has no name here is its own.
    [[nodiscard]] static QString of(QStringView id);
    /// The id of a title, or of an id.
    [[nodiscard]] static QString id(QStringView title);
};

} // namespace rivulet::app
