// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "providers/ThinkingTags.h"

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using rivulet::providers::ThinkingTags;

namespace {

ThinkingTags::Split joined(ThinkingTags::Split first, const ThinkingTags::Split& second) {
    first.thinking += second.thinking;
    first.text += second.text;
    return first;
}

bool isSame(const ThinkingTags::Split& a, const ThinkingTags::Split& b) {
    return a.thinking == b.thinking && a.text == b.text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QString text = input.text();
    ThinkingTags tags;
    ThinkingTags::Split whole = tags.read(text);
    whole = joined(whole, tags.finish());

    ThinkingTags sliced;
    ThinkingTags::Split pieces;
    const auto slices = input.slices(QStringView(text));
    const std::size_t cut = input.choose(slices.size() + 1);
    ThinkingTags resumed;
    ThinkingTags::Split withResumption;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (i == cut) {
            resumed.goOnFrom(sliced.cursor());
            withResumption = pieces;
        }
        pieces = joined(pieces, sliced.read(slices.at(i).toString()));
        if (i >= cut) {
            withResumption = joined(withResumption, resumed.read(slices.at(i).toString()));
        }
    }
    pieces = joined(pieces, sliced.finish());
    require(isSame(pieces, whole), "any pieces, the same thinking and the same text");
    if (cut < slices.size()) {
        require(isSame(joined(withResumption, resumed.finish()), whole),
                "gone on with at a cursor, the same");
    }
    require(whole.thinking.size() + whole.text.size() <= text.size(), "nothing is said twice");
    return 0;
}
