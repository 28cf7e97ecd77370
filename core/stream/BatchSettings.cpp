// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/BatchSettings.h"

namespace rivulet::stream {

namespace {

domain::Failure outOfRange(const char* field, qint64 value, qint64 least, qint64 most) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidSettings;
    failure.field = QString::fromLatin1(field);
    failure.detail = QStringLiteral("%1 is %2; it must be between %3 and %4")
                         .arg(failure.field)
                         .arg(value)
                         .arg(least)
                         .arg(most);
    return failure;
}

} // namespace

BatchSettings BatchSettings::smooth() {
    return {};
}

BatchSettings BatchSettings::instant() {
    return {.mode = Mode::Immediate, .size = 1, .delay = std::chrono::milliseconds{0}, .highestRate = 0};
}

BatchSettings BatchSettings::economical() {
    return {.mode = Mode::Word, .size = 16384, .delay = std::chrono::milliseconds{120}, .highestRate = 0};
}

domain::Result<std::monostate> BatchSettings::validate() const {
    if (size < leastSize || size > mostSize) {
        return outOfRange("size", size, leastSize, mostSize);
    }
    if (delay < leastDelay || delay > mostDelay) {
        return outOfRange("delay", delay.count(), leastDelay.count(), mostDelay.count());
    }
    if (highestRate < 0 || highestRate > mostRate) {
        return outOfRange("highestRate", highestRate, 0, mostRate);
    }
    return std::monostate{};
}

} // namespace rivulet::stream
