// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "providers/HttpRequest.h"

#include <QByteArrayList>
#include <QByteArrayView>

namespace rivulet::fuzz {

/// The head of a reply: a status on the first line, then a header a line.
inline providers::HttpReply replyOf(QByteArrayView bytes) {
    const QByteArrayList lines = bytes.toByteArray().split('\n');
    providers::HttpReply reply;
    reply.status = lines.first().trimmed().toInt();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines.at(i).indexOf(':');
        if (colon > 0) {
            reply.headers.emplace_back(lines.at(i).first(colon).toLower(), lines.at(i).mid(colon + 1));
        }
    }
    return reply;
}

} // namespace rivulet::fuzz
