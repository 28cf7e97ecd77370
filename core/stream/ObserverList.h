// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/ObserverEntry.h"

#include <memory>
#include <vector>

namespace rivulet::stream {

/// The observers of one stream, in the order they were added. Any of them may be dropped, and others added,
/// while one is being told; who is added then is told from the next telling on.
class ObserverList {
public:
    using Entry = StreamController::Registration::Entry;

    void add(std::shared_ptr<Entry> entry);
    void tell(const Telling& telling);

private:
    std::vector<std::shared_ptr<Entry>> m_entries;
};

} // namespace rivulet::stream
