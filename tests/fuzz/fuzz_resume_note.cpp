// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "stream/ResumeNote.h"

#include <algorithm>

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using rivulet::stream::ResumeNote;

/// A note of where an answer stands, as a database may hold it that was meddled with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input(data, size);
    const auto note = ResumeNote::fromText(input.text());
    if (!note) {
        return 0;
    }
    require(!note->dialect.isEmpty() && !(note->point.id.isEmpty() && note->point.cursor.isEmpty()),
            "a note names a place");
    require(note->point.bytes >= 0 && note->textBefore >= 0 && note->textBefore <= note->text &&
                note->thinkingBefore >= 0 && note->thinkingBefore <= note->thinking && note->trimmed >= 0,
            "what was told is a length, and its beginning lies within");
    require(std::ranges::all_of(note->arguments, [](const auto& tool) { return tool.second >= 0; }),
            "and so is a tool's");
    const QString text = note->toText();
    require(ResumeNote::fromText(text) == note, "a note reads as it was written", text);
    return 0;
}
