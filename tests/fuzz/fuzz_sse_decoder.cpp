// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../wire/Slicing.h"
#include "Input.h"
#include "Law.h"

#include "wire/SseDecoder.h"

using namespace rivulet::wire;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

namespace {

/// A stream that is taken up again behind a frame goes on with the frames that follow it.
void goOnBehind(const Decoded& whole, std::size_t at, QByteArrayView stream) {
    const QByteArrayView rest = stream.sliced(whole.frames.at(at).endOffset);
    if (rest.startsWith("\xEF\xBB\xBF")) {
        return; // a byte order mark counts at the start of a stream only
    }
    const Decoded again = decode<SseDecoder>({rest});
    require(again.frames.size() == whole.frames.size() - at - 1, "behind a frame the others follow");
    for (std::size_t i = 0; i < again.frames.size(); ++i) {
        const Frame& expected = whole.frames.at(at + 1 + i);
        require(again.frames.at(i).data == expected.data && again.frames.at(i).event == expected.event,
                "a frame is the same when its stream was taken up again before it");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QByteArrayView stream = input.bytes();
    const qsizetype limit =
        input.choose(2) == 0 ? FrameDecoder::defaultLimit : static_cast<qsizetype>(input.choose(size + 8));
    const Decoded whole = decode<SseDecoder>({stream}, limit);
    const qsizetype cut = static_cast<qsizetype>(input.choose(size + 1));
    require(decode<SseDecoder>({stream.first(cut), stream.sliced(cut)}, limit).sameMeaningAs(whole),
            "cut anywhere, same frames");
    require(decode<SseDecoder>(slicesOf(stream, 1), limit).sameMeaningAs(whole), "byte by byte, same frames");
    require(decode<SseDecoder>(input.slices(stream), limit).sameMeaningAs(whole), "any slices, same frames");
    require(whole.searched <= 2 * stream.size(), "no byte is searched more than twice");
    qint64 end = 0;
    for (const Frame& frame : whole.frames) {
        require(frame.data.size() + frame.event.size() <= limit, "a frame is bounded");
        require(frame.endOffset > end && frame.endOffset <= stream.size(), "frames end one behind another");
        require(!frame.id.contains('\0'), "an id holds no NUL");
        end = frame.endOffset;
    }
    if (!whole.frames.empty() && limit == FrameDecoder::defaultLimit) {
        goOnBehind(whole, input.choose(whole.frames.size()), stream);
    }
    return 0;
}
