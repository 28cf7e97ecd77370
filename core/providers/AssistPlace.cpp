// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AssistPlace.h"

#include <QStringList>

#include <algorithm>

namespace rivulet::providers {

QString AssistPlace::cursor() const {
    // The id last, since it may hold anything.
    return QStringLiteral("%1 %2 %3 %4 %5")
        .arg(nextIndex)
        .arg(units)
        .arg(ahead)
        .arg(afterGap ? 1 : 0)
        .arg(QString::fromUtf8(eventId));
}

AssistPlace AssistPlace::fromCursor(const QString& cursor) {
    constexpr qsizetype numbers = 4;
    constexpr qint64 most = 9'007'199'254'740'991; // as an event's index can be
    AssistPlace place;
    qsizetype start = 0;
    for (qsizetype i = 0; i < numbers; ++i) {
        const qsizetype end = cursor.indexOf(u' ', start);
        bool isNumber = false;
        const qint64 number =
            end < 0 ? -1 : QStringView(cursor).mid(start, end - start).toLongLong(&isNumber);
        if (!isNumber || number < 0 || number > most) {
            return {};
        }
        switch (i) {
        case 0:
            place.nextIndex = number;
            break;
        case 1:
            place.units = number;
            break;
        case 2:
            place.ahead = number;
            break;
        default:
            place.afterGap = number != 0;
        }
        start = end + 1;
    }
    place.eventId = sendableId(QStringView(cursor).mid(start).toUtf8());
    return place;
}

QByteArray sendableId(const QByteArray& id) {
    constexpr qsizetype longest = 1024;
    const auto isControl = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; };
    const bool isSendable =
        id.size() <= longest && std::ranges::none_of(id, isControl) && QString::fromUtf8(id).toUtf8() == id;
    return isSendable ? id : QByteArray();
}

} // namespace rivulet::providers
