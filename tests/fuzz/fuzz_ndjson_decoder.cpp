// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../wire/Slicing.h"
#include "Input.h"
#include "Law.h"

#include "wire/NdjsonDecoder.h"

using namespace rivulet::wire;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QByteArrayView stream = input.bytes();
    const qsizetype limit =
        input.choose(2) == 0 ? FrameDecoder::defaultLimit : static_cast<qsizetype>(input.choose(size + 8));
    const Decoded whole = decode<NdjsonDecoder>({stream}, limit);
    const qsizetype cut = static_cast<qsizetype>(input.choose(size + 1));
    require(decode<NdjsonDecoder>({stream.first(cut), stream.sliced(cut)}, limit).sameMeaningAs(whole),
            "cut anywhere, same lines");
    require(decode<NdjsonDecoder>(slicesOf(stream, 1), limit).sameMeaningAs(whole),
            "byte by byte, same lines");
    require(decode<NdjsonDecoder>(input.slices(stream), limit).sameMeaningAs(whole),
            "any slices, same lines");
    require(whole.searched <= stream.size(), "no byte is searched twice");
    qint64 end = 0;
    for (const Frame& frame : whole.frames) {
        require(frame.data.size() <= limit && !frame.data.contains('\n'), "a frame is one bounded line");
        require(frame.endOffset > end && frame.endOffset <= stream.size(), "lines end one behind another");
        end = frame.endOffset;
    }
    return 0;
}
