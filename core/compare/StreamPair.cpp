// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/StreamPair.h"

#include <algorithm>

namespace rivulet::compare {

namespace {

std::size_t indexOf(int side) {
    return side == 0 ? 0 : 1;
}

} // namespace

void StreamPair::setPolicy(Policy policy) {
    m_policy = policy;
    allow();
}

void StreamPair::begin(int side) {
    m_sides.at(indexOf(side)) = {0, 0, true};
    allow();
}

void StreamPair::arrived(int side, qsizetype characters) {
    Side& mine = m_sides.at(indexOf(side));
    mine.arrived = std::max(mine.arrived, characters);
    allow();
}

void StreamPair::end(int side) {
    m_sides.at(indexOf(side)).runs = false;
    allow();
}

qsizetype StreamPair::allowance(int side) const {
    return m_sides.at(indexOf(side)).allowed;
}

void StreamPair::allow() {
    for (std::size_t side = 0; side < m_sides.size(); ++side) {
        Side& mine = m_sides.at(side);
        const Side& other = m_sides.at(1 - side);
        const bool waits = m_policy == Policy::InStep && other.runs;
        const qsizetype now = waits ? std::min(mine.arrived, other.arrived) : mine.arrived;
        mine.allowed = std::max(mine.allowed, now);
    }
}

} // namespace rivulet::compare
