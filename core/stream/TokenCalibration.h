// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace rivulet::stream {

/// How far off the estimates for one model are, learned from what its server reports. Pure; three numbers are
/// all it knows, to be kept wherever models are. A single odd report moves it little and never out of bounds.
class TokenCalibration {
public:
    /// Estimates below this say more about framing than about text.
    static constexpr qint64 leastTokens = 32;
    static constexpr double leastRatio = 0.25;
    static constexpr double mostRatio = 4.0;

    /// What is stored of it.
    struct Numbers {
        /// reported / estimated, smoothed.
        double ratio = 1.0;
        /// Of corrected estimates: the mean of |estimated - reported| / reported, smoothed.
        double error = 0.0;
        int samples = 0;

        friend bool operator==(const Numbers&, const Numbers&) = default;
    };

    TokenCalibration() = default;
    /// Numbers that can't be are taken as if nothing were known.
    explicit TokenCalibration(const Numbers& numbers);

    /// `estimated` is the bare estimate (ratio 1) of what the server counted as `reported`. Counts that can't
    /// be compared are ignored.
    void learn(qint64 estimated, qint64 reported);

    [[nodiscard]] double ratio() const { return m_numbers.ratio; }
    [[nodiscard]] double error() const { return m_numbers.error; }
    [[nodiscard]] const Numbers& numbers() const { return m_numbers; }

private:
    Numbers m_numbers;
};

} // namespace rivulet::stream
