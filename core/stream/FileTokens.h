// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace rivulet::stream {

// What files that are no text cost, by rules of size: no server tells before it has read them.

/// By width and height where the head of the file tells them: a token for 750 pixels, the longer side taken
/// as at most 1,568, as models scale it.
[[nodiscard]] qint64 imageTokens(const QByteArray& bytes);

/// By pages: each is read as text and as a picture.
[[nodiscard]] qint64 pdfTokens(const QByteArray& bytes);

} // namespace rivulet::stream
