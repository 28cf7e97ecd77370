// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Secret.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <sys/mman.h>

namespace rivulet::domain {

namespace {

/// Pages that hold nothing else: advice to the kernel is given by the page. Never null.
char* takePages(qsizetype size) {
    const auto length = static_cast<std::size_t>(size);
    void* const pages = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        qBadAlloc();
    }
#ifdef MADV_DONTDUMP
    ::madvise(pages, length, MADV_DONTDUMP);
#endif
    // Best effort: how much a user may lock is often little.
    static_cast<void>(::mlock(pages, length));
    return static_cast<char*>(pages);
}

} // namespace

Secret::Secret(QByteArrayView bytes) {
    if (!bytes.isEmpty()) {
        m_pages = takePages(bytes.size());
        m_size = bytes.size();
        std::copy(bytes.begin(), bytes.end(), m_pages);
    }
}

Secret Secret::taking(QByteArray&& bytes) {
    Secret secret(bytes);
    if (bytes.isDetached()) {
        ::explicit_bzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    }
    bytes = {};
    return secret;
}

Secret::Secret(const Secret& other)
    : Secret(QByteArrayView(other.m_pages, other.m_size)) {}

Secret::Secret(Secret&& other) noexcept
    : m_pages(std::exchange(other.m_pages, nullptr))
    , m_size(std::exchange(other.m_size, 0)) {}

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        *this = Secret(other);
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        m_pages = std::exchange(other.m_pages, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() noexcept {
    if (m_pages == nullptr) {
        return;
    }
    const auto length = static_cast<std::size_t>(m_size);
    // Not a plain memset: the compiler may see that nobody reads these bytes again, and leave them.
    ::explicit_bzero(m_pages, length);
    ::munmap(m_pages, length);
    m_pages = nullptr;
    m_size = 0;
}

bool operator==(const Secret& left, const Secret& right) {
    return QByteArrayView(left.m_pages, left.m_size) == QByteArrayView(right.m_pages, right.m_size);
}

} // namespace rivulet::domain
