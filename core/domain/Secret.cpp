// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Secret.h"

#include <utility>

namespace rivulet::domain {

Secret::Secret(const QByteArray& bytes)
    : m_bytes(bytes.constData(), bytes.size()) {}

Secret::Secret(const Secret& other)
    : m_bytes(other.m_bytes.constData(), other.m_bytes.size()) {}

Secret::Secret(Secret&& other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {})) {}

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe();
        m_bytes = QByteArray(other.m_bytes.constData(), other.m_bytes.size());
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() noexcept {
    // Through volatile, or the compiler may see that nobody reads these bytes again and leave them. Someone
    // who kept a shared copy of the array keeps it; data() would detach and wipe the wrong one.
    if (m_bytes.isDetached()) {
        volatile char* byte = m_bytes.data();
        for (qsizetype i = 0; i < m_bytes.size(); ++i) {
            byte[i] = 0;
        }
    }
    m_bytes = {};
}

} // namespace rivulet::domain
