// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "exchange/Recording.h"

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using namespace rivulet::exchange;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QByteArray file = input.bytes().toByteArray();
    if (const auto parsed = parseRecording(file)) {
        const Recording& recording = parsed.value();
        std::chrono::milliseconds before{0};
        for (const Recording::Chunk& chunk : recording.chunks) {
            require(chunk.at >= before, "time goes on");
            before = chunk.at;
        }
        const auto again = parseRecording(writeRecording(recording));
        require(again && again.value() == recording, "what is written is read");
    } else {
        require(!parsed.failure().detail.isEmpty(), "a refusal says why");
    }
    // Whatever a server sent can be recorded.
    Recording recording{
        .dialect = QStringLiteral("d"), .model = {}, .note = {}, .contentType = {}, .chunks = {}};
    for (const QByteArrayView slice : input.slices(input.bytes(), 300)) {
        recording.chunks.push_back({std::chrono::milliseconds(recording.chunks.size()), slice.toByteArray()});
    }
    const auto again = parseRecording(writeRecording(recording));
    require(again && again.value() == recording, "any bytes are recorded as they are");
    require(again.value().bytes() == file, "and are the same when joined");
    return 0;
}
