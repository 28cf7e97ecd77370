// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace rivulet::domain {

/// Token counts of one answer in one accounting: `input` includes cached, `output` includes thinking,
/// whatever the provider's own habit. A count the server did not tell is unset. Numbers of one answer
/// overwrite, they are never added.
struct Usage {
    enum class Source { Reported, Estimated };

    std::optional<qint64> input;
    std::optional<qint64> cached;
    std::optional<qint64> thinking;
    std::optional<qint64> output;
    Source source = Source::Reported;
    /// Of the input, what the server keeps for later requests from now on.
    std::optional<qint64> cacheWrite = {};
    /// In USD, where the server told it.
    std::optional<double> cost = {};
    // What the server measured itself, where it tells
    std::optional<std::chrono::milliseconds> loadTime = {};
    std::optional<std::chrono::milliseconds> promptTime = {};
    std::optional<std::chrono::milliseconds> answerTime = {};

    /// Takes over each count that `later` knows and keeps the others.
    void overwriteWith(const Usage& later);

    friend bool operator==(const Usage&, const Usage&) = default;
};

} // namespace rivulet::domain
