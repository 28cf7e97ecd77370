// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ObserverList.h"

namespace rivulet::stream {

void ObserverList::add(std::shared_ptr<Entry> entry) {
    std::erase_if(m_entries, [](const auto& old) { return old->isDropped(); });
    m_entries.push_back(std::move(entry));
}

void ObserverList::tell(const Telling& telling) {
    if (m_entries.empty()) {
        return;
    }
    // A copy: an observer may change the list while it is told.
    const auto entries = m_entries;
    for (const auto& entry : entries) {
        entry->take(telling);
    }
}

} // namespace rivulet::stream
