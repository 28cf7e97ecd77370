// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Attachment.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rivulet::domain {

namespace {

constexpr std::array names{
    std::pair{Attachment::Kind::Image, u"image"},
    std::pair{Attachment::Kind::Text, u"text"},
    std::pair{Attachment::Kind::Pdf, u"pdf"},
};

} // namespace

QString attachmentName(Attachment::Kind kind) {
    const auto found = std::ranges::find(names, kind, [](const auto& row) { return row.first; });
    return found == names.end() ? QString() : QString::fromUtf16(found->second);
}

std::optional<Attachment::Kind> attachmentFromName(QStringView name) {
    for (const auto& [kind, known] : names) {
        if (name == QStringView(known)) {
            return kind;
        }
    }
    return std::nullopt;
}

} // namespace rivulet::domain
