// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/StreamPair.h"

namespace rivulet::compare {

void StreamPair::arrived(int side, qsizetype characters) {
    m_arrived.at(side == 0 ? 0 : 1) = characters;
}

qsizetype StreamPair::allowance(int side) const {
    switch (m_policy) {
    case Policy::Independent:
        break;
    }
    return m_arrived.at(side == 0 ? 0 : 1);
}

} // namespace rivulet::compare
