// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ObserverEntry.h"

#include <chrono>

namespace rivulet::stream {

void StreamController::Registration::Entry::tellNow(domain::StreamObserver& observer,
                                                    const Telling& telling) {
    // The machine's own clock: this is a cost, not a time in the stream's life.
    const auto begin = std::chrono::steady_clock::now();
    try {
        tell(observer, telling);
    } catch (...) {
        ++exceptions;
    }
    const auto spent = std::chrono::steady_clock::now() - begin;
    nanoseconds += std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count();
}

void DirectObserver::take(const Telling& telling) {
    if (m_observer != nullptr) {
        tellNow(*m_observer, telling);
    }
}

StreamController::Registration::Registration(std::shared_ptr<Entry> entry)
    : m_entry(std::move(entry)) {}

StreamController::Registration::Registration(Registration&& other) noexcept = default;

StreamController::Registration& StreamController::Registration::operator=(Registration&& other) noexcept {
    if (this != &other) {
        reset();
        m_entry = std::move(other.m_entry);
    }
    return *this;
}

StreamController::Registration::~Registration() {
    reset();
}

void StreamController::Registration::reset() {
    if (const auto entry = std::exchange(m_entry, nullptr)) {
        entry->drop();
    }
}

int StreamController::Registration::exceptions() const {
    return m_entry ? m_entry->exceptions.load() : 0;
}

std::chrono::nanoseconds StreamController::Registration::timeSpent() const {
    return std::chrono::nanoseconds{m_entry ? m_entry->nanoseconds.load() : 0};
}

int StreamController::Registration::joined() const {
    return m_entry ? m_entry->joined.load() : 0;
}

} // namespace rivulet::stream
