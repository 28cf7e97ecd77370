// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>

namespace rivulet::compare {

/// Two answers to one prompt and how far each may be shown. Pure: it is handed counts and gives counts. What
/// it allows never goes back while an answer lasts, whatever the policy becomes.
class StreamPair {
public:
    enum class Policy {
        Independent, ///< each shows what it has
        InStep,      ///< both show as much as the slower has; the rest follows when one of them has ended
    };

    [[nodiscard]] Policy policy() const { return m_policy; }
    void setPolicy(Policy policy);
    /// A new answer of side 0 or 1: nothing of it is there yet.
    void begin(int side);
    /// Side 0 or 1 has received `characters` in all. Never fewer than before, until begin().
    void arrived(int side, qsizetype characters);
    /// No more is coming on this side.
    void end(int side);
    /// How many characters of this side may be shown now. Never more than arrived.
    [[nodiscard]] qsizetype allowance(int side) const;

private:
    struct Side {
        qsizetype arrived = 0;
        qsizetype allowed = 0;
        bool runs = false;
    };
    void allow();

    Policy m_policy = Policy::Independent;
    std::array<Side, 2> m_sides;
};

} // namespace rivulet::compare
