// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "stream/TextBacklog.h"

#include <array>

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using namespace rivulet::stream;
using namespace std::chrono_literals;

namespace {

BatchSettings anySettings(Input& input) {
    using Mode = BatchSettings::Mode;
    BatchSettings settings;
    settings.mode = std::array{Mode::Token, Mode::Word, Mode::Character, Mode::Immediate}.at(input.choose(4));
    settings.size = std::array{1, 7, 4096}.at(input.choose(3));
    settings.delay = std::array{0ms, 16ms, 500ms}.at(input.choose(3));
    settings.highestRate = std::array{0, 1, 60, 1'000'000}.at(input.choose(4));
    return settings;
}

} // namespace

/// Each slice comes after some time; in between, text is taken when it is due.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QString text = input.text();
    TextBacklog backlog;
    backlog.setSettings(anySettings(input));
    TextBacklog::Instant now{1000s};
    QString shown;
    const auto take = [&] {
        const QString taken = backlog.take(now);
        require(taken.isEmpty() || !shown.endsWith(QChar(0xD83D)) || !taken.front().isLowSurrogate(),
                "no surrogate pair is shown in two parts");
        shown += taken;
    };
    for (const QStringView slice : input.slices(QStringView(text), 40)) {
        backlog.append(slice, now);
        if (input.choose(20) == 0) {
            backlog.release(now);
        }
        now += std::chrono::milliseconds(input.choose(60));
        take();
        require(shown.size() + backlog.size() <= text.size(), "what waits and what is shown is what came");
    }
    backlog.close();
    for (int round = 0; backlog.size() > 0 && round < 20; ++round) {
        const auto due = backlog.due();
        require(due.has_value(), "what is left of a closed text is due");
        now = std::max(now, *due);
        const qsizetype before = backlog.size();
        take();
        require(backlog.size() < before, "what is due can be taken");
    }
    shown += backlog.takeAll();
    require(shown == text, "what is shown, joined, is what came");
    return 0;
}
