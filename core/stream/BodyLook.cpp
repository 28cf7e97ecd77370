// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/BodyLook.h"

namespace rivulet::stream {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);

} // namespace

BodyLook bodyLook(QByteArrayView begin) {
    if (begin.startsWith(byteOrderMark)) {
        begin = begin.sliced(byteOrderMark.size());
    }
    const QByteArrayView text = begin.trimmed();
    if (text.isEmpty()) {
        return BodyLook::Unknown;
    }
    switch (text.front()) {
    case '{':
    case '[':
        return BodyLook::Json;
    case '<':
        return BodyLook::Page;
    default:
        return BodyLook::Fields;
    }
}

bool isJsonLines(QByteArrayView body) {
    body = body.trimmed();
    const qsizetype end = body.indexOf('\n');
    // What is spread over lines for the eye does not end its first one so.
    return end > 0 && body.first(end).trimmed().endsWith('}') && body.sliced(end).trimmed().startsWith('{');
}

} // namespace rivulet::stream
