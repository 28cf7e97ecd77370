// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/SingleUseBody.h"

#include <algorithm>
#include <utility>

namespace rivulet::stream {

SingleUseBody::SingleUseBody(QByteArray bytes, QObject* parent)
    : QIODevice(parent)
    , m_bytes(std::move(bytes)) {
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 SingleUseBody::bytesAvailable() const {
    return m_bytes.size() - m_position + QIODevice::bytesAvailable();
}

bool SingleUseBody::atEnd() const {
    return bytesAvailable() == 0;
}

qint64 SingleUseBody::readData(char* data, qint64 size) {
    const qint64 left = m_bytes.size() - m_position;
    if (left == 0) {
        return -1; // no more will ever come
    }
    const qint64 count = std::min(size, left);
    std::copy_n(m_bytes.constData() + m_position, count, data);
    m_position += count;
    return count;
}

qint64 SingleUseBody::writeData(const char*, qint64) {
    return -1;
}

} // namespace rivulet::stream
