// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

namespace rivulet::stream {

/// What a body looks like by its first byte that is no white space: labels are missing or wrong at times.
enum class BodyLook {
    Unknown, ///< nothing but white space yet
    Fields,  ///< neither of the others: lines of a stream of events
    Json,
    Page, ///< markup
};

[[nodiscard]] BodyLook bodyLook(QByteArrayView begin);
/// Several JSON objects, a line each. One alone is a whole as well as a stream.
[[nodiscard]] bool isJsonLines(QByteArrayView body);

} // namespace rivulet::stream
