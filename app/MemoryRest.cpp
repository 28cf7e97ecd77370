// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "MemoryRest.h"

#include <chrono>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace rivulet::app {

namespace {

/// The last frames of an answer are painted by then.
constexpr std::chrono::milliseconds delay{400};

} // namespace

MemoryRest::MemoryRest(QObject* parent)
    : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(delay);
#ifdef __GLIBC__
    // Other systems' allocators do this by themselves.
    connect(&m_timer, &QTimer::timeout, this, [] { malloc_trim(0); });
#endif
}

void MemoryRest::setRunning(bool running) {
    if (running) {
        m_timer.stop();
    } else {
        m_timer.start();
    }
}

} // namespace rivulet::app
