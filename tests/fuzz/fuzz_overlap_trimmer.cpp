// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "stream/OverlapTrimmer.h"

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using rivulet::stream::OverlapTrimmer;

namespace {

struct Continued {
    qsizetype trimmed = 0;
    QString text;
};

Continued continued(const QString& before, const std::vector<QStringView>& pieces,
                    OverlapTrimmer::Start start) {
    OverlapTrimmer trimmer(before, start);
    std::optional<OverlapTrimmer::Decision> decision;
    QString behind;
    for (const QStringView piece : pieces) {
        if (decision) {
            behind += piece;
        } else {
            decision = trimmer.feed(piece.toString());
        }
    }
    if (!decision) {
        decision = trimmer.finish();
    }
    return decision ? Continued{decision->trimmed, decision->text + behind} : Continued{};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QString text = input.text();
    const QString before = text.section(u'\f', 0, 0);
    const QString more = text.section(u'\f', 1);
    for (const auto start : {OverlapTrimmer::Start::AtTheEnd, OverlapTrimmer::Start::FromQuote}) {
        const Continued whole = continued(before, {QStringView(more)}, start);
        const Continued sliced = continued(before, input.slices(QStringView(more)), start);
        require(whole.trimmed == sliced.trimmed && whole.text == sliced.text, "any pieces, the same seam");
        require(QStringView(more).sliced(whole.trimmed) == whole.text, "what is not trimmed is all there");
        require(before.endsWith(QStringView(more).first(whole.trimmed)) ||
                    QStringView(more).first(whole.trimmed).trimmed().isEmpty(),
                "only what was there already is trimmed");
        require(whole.trimmed <= OverlapTrimmer::reach, "trimming is bounded");
    }
    return 0;
}
