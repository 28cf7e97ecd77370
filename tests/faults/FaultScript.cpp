// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FaultScript.h"

namespace rivulet::faults {

QByteArray head(int status, const QByteArray& type, const Headers& headers) {
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) + (status == 200 ? " OK\r\n" : " Status\r\n");
    if (!type.isEmpty()) {
        bytes += "Content-Type: " + type + "\r\n";
    }
    bytes += "Connection: close\r\n"; // as it was asked to
    for (const auto& [name, value] : headers) {
        bytes += name + ": " + value + "\r\n";
    }
    return bytes + "\r\n";
}

QByteArray chunkedHead(const QByteArray& type, const Headers& headers) {
    Headers all = headers;
    all.emplace_back("Transfer-Encoding", "chunked");
    return head(200, type, all);
}

QByteArray chunk(const QByteArray& bytes) {
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray chunks(const QByteArray& bytes, qsizetype size) {
    QByteArray all;
    for (qsizetype at = 0; at < bytes.size(); at += size) {
        all += chunk(bytes.mid(at, size));
    }
    return all;
}

QByteArray reply(int status, const QByteArray& type, const QByteArray& body, const Headers& headers) {
    Headers all = headers;
    all.emplace_back("Content-Length", QByteArray::number(body.size()));
    return head(status, type, all) + body;
}

} // namespace rivulet::faults
