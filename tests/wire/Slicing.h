// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/FrameDecoder.h"

#include <QTest>

#include <optional>
#include <random>
#include <vector>

namespace rivulet::wire {

/// What a decoder makes of one stream, to compare one slicing with another.
struct Decoded {
    std::vector<Frame> frames;
    bool withinLimit = true;
    qint64 keepAlives = 0;
    qsizetype pending = 0;
    qint64 reconnectionTime = -1;
    qint64 searched = 0;

    /// Work is allowed to differ with the slicing; meaning is not.
    [[nodiscard]] bool sameMeaningAs(const Decoded& other) const {
        return frames == other.frames && withinLimit == other.withinLimit && keepAlives == other.keepAlives &&
               pending == other.pending && reconnectionTime == other.reconnectionTime;
    }
};

template <typename Decoder>
Decoded decode(const std::vector<QByteArrayView>& slices, qsizetype limit = FrameDecoder::defaultLimit) {
    Decoder decoder(limit);
    Decoded decoded;
    for (const QByteArrayView slice : slices) {
        if (!decoder.feed(slice, decoded.frames)) {
            decoded.withinLimit = false;
            break;
        }
    }
    if (decoded.withinLimit) {
        decoded.pending = decoder.pendingBytes();
        decoder.finish(decoded.frames);
    }
    decoded.keepAlives = decoder.keepAlives();
    decoded.reconnectionTime = decoder.reconnectionTime();
    decoded.searched = decoder.searchedBytes();
    return decoded;
}

inline std::vector<QByteArrayView> slicesOf(QByteArrayView stream, qsizetype size) {
    std::vector<QByteArrayView> slices;
    for (qsizetype at = 0; at < stream.size(); at += size) {
        slices.push_back(stream.sliced(at, std::min(size, stream.size() - at)));
    }
    return slices;
}

/// The law: whole, in two at every offset, in slices of every small size, and in random slices, a stream
/// means the same. Names the slicing that broke it.
template <typename Decoder>
std::optional<QString> slicingThatMatters(const QByteArray& stream,
                                          qsizetype limit = FrameDecoder::defaultLimit) {
    const QByteArrayView view(stream);
    const Decoded whole = decode<Decoder>({view}, limit);
    for (qsizetype cut = 0; cut <= view.size(); ++cut) {
        if (!decode<Decoder>({view.first(cut), view.sliced(cut)}, limit).sameMeaningAs(whole)) {
            return QStringLiteral("cut at %1").arg(cut);
        }
    }
    for (qsizetype size = 1; size <= 7; ++size) {
        if (!decode<Decoder>(slicesOf(view, size), limit).sameMeaningAs(whole)) {
            return QStringLiteral("slices of %1").arg(size);
        }
    }
    std::minstd_rand random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same slices in every run
    for (int round = 0; round < 50; ++round) {
        std::vector<QByteArrayView> slices;
        for (qsizetype at = 0; at < view.size();) {
            const qsizetype size =
                std::min<qsizetype>(static_cast<qsizetype>(random() % 12), view.size() - at);
            slices.push_back(view.sliced(at, size));
            at += size;
        }
        if (!decode<Decoder>(slices, limit).sameMeaningAs(whole)) {
            return QStringLiteral("random slices, round %1").arg(round);
        }
    }
    return std::nullopt;
}

} // namespace rivulet::wire
