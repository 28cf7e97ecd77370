// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace rivulet::text {

/// Markdown documents of many shapes for the laws: ordinary answers, and nasty ones.
struct Document {
    const char* name;
    QString text;
};
[[nodiscard]] std::vector<Document> smallDocuments();

/// A document of random pieces of Markdown, the same for the same seed.
[[nodiscard]] QString randomDocument(std::uint32_t seed);

} // namespace rivulet::text
