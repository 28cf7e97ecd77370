// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

#include <utility>
#include <variant>

namespace rivulet::domain {

/// A value, or the Failure that stands in its place. Errors travel as values; nothing throws.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(Failure failure)
        : m_content(std::in_place_index<1>, std::move(failure)) {}

    [[nodiscard]] bool ok() const { return m_content.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Only where ok() is true. Of a result that is about to go, the value itself: a loop over it outlives
    /// nothing.
    [[nodiscard]] const T& value() const& { return *std::get_if<0>(&m_content); }
    [[nodiscard]] T& value() & { return *std::get_if<0>(&m_content); }
    [[nodiscard]] T value() && { return std::move(*std::get_if<0>(&m_content)); }
    /// Only where ok() is false.
    [[nodiscard]] const Failure& failure() const { return *std::get_if<1>(&m_content); }

private:
    std::variant<T, Failure> m_content;
};

} // namespace rivulet::domain
