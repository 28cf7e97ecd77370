// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/HttpRequest.h"

#include <algorithm>

namespace rivulet::providers {

QByteArray HttpReply::header(QByteArrayView name) const {
    const auto found = std::ranges::find_if(
        headers, [name](const auto& entry) { return QByteArrayView(entry.first) == name; });
    return found == headers.end() ? QByteArray() : found->second;
}

} // namespace rivulet::providers
