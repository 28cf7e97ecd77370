// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SeamCut.h"

#include <algorithm>

namespace rivulet::app {

bool SeamCut::isPossible(const domain::Message& answer, qsizetype at) {
    return std::ranges::any_of(answer.seams,
                               [at](const domain::Seam& seam) { return seam.at == at && !seam.exact; });
}

domain::Message SeamCut::of(const domain::Message& whole, qsizetype at) {
    domain::Message before = whole;
    before.id = 0;
    ++before.variant;
    before.text.truncate(at);
    std::erase_if(before.seams, [at](const domain::Seam& seam) { return seam.at >= at; });
    std::erase_if(before.tools, [at](const domain::ToolActivity& tool) { return tool.at > at; });
    before.usage.reset(); // of both parts, and paid for once
    before.tokensPerSecond = 0;
    domain::Failure cut;
    cut.kind = domain::Failure::Kind::CutOff;
    before.ending = domain::Ending{domain::Outcome::Interrupted, {}, {}, cut};
    return before;
}

bool SeamCut::isOf(const domain::Message& before, const domain::Message& whole) {
    const auto cut = before.text.size();
    return whole.role == domain::Role::Assistant && whole.turn == before.turn && whole.pane == before.pane &&
           whole.variant < before.variant && whole.ending && whole.text.size() > cut &&
           whole.text.startsWith(before.text) && isPossible(whole, cut);
}

} // namespace rivulet::app
