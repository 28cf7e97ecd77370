// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>

namespace rivulet::compare {

/// Two answers to one prompt and how far each may be shown. Pure: it is handed counts and gives counts.
class StreamPair {
public:
    enum class Policy {
        Independent, ///< each shows what it has
    };

    [[nodiscard]] Policy policy() const { return m_policy; }
    void setPolicy(Policy policy) { m_policy = policy; }
    /// Side 0 or 1 has received `characters` in all.
    void arrived(int side, qsizetype characters);
    /// How many characters of this side may be shown now. Never more than arrived.
    [[nodiscard]] qsizetype allowance(int side) const;

private:
    Policy m_policy = Policy::Independent;
    std::array<qsizetype, 2> m_arrived{};
};

} // namespace rivulet::compare
