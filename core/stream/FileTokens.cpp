// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/FileTokens.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace rivulet::stream {

namespace {

constexpr double pixelsPerToken = 750;
constexpr double longestSide = 1568;
constexpr qint64 leastImage = 85;
/// Of a picture that fills what models look at, and of one whose size is not known.
constexpr qint64 mostImage = 1640;
constexpr qint64 pageTokens = 2200;
/// Where pages hide in compressed objects: about what a page of print takes.
constexpr qint64 pageBytes = qint64{60} * 1024;

struct Size {
    double width;
    double height;
};

quint32 number(const QByteArray& bytes, qsizetype at, int count) {
    quint32 value = 0;
    for (int i = 0; i < count; ++i) {
        value = (value << 8) | static_cast<unsigned char>(bytes.at(at + i));
    }
    return value;
}

quint32 littleNumber(const QByteArray& bytes, qsizetype at, int count) {
    quint32 value = 0;
    for (int i = count - 1; i >= 0; --i) {
        value = (value << 8) | static_cast<unsigned char>(bytes.at(at + i));
    }
    return value;
}

/// From segment to segment up to the frame's own head.
std::optional<Size> jpegSize(const QByteArray& bytes) {
    qsizetype at = 2;
    while (at + 9 <= bytes.size() && number(bytes, at, 1) == 0xFF) {
        const quint32 marker = number(bytes, at + 1, 1);
        const bool isFrame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (isFrame) {
            return Size{static_cast<double>(number(bytes, at + 7, 2)),
                        static_cast<double>(number(bytes, at + 5, 2))};
        }
        at += marker == 0xFF ? 1 : 2 + std::max<qsizetype>(2, number(bytes, at + 2, 2));
    }
    return std::nullopt;
}

std::optional<Size> webpSize(const QByteArray& bytes) {
    const QByteArray kind = bytes.mid(12, 4);
    if (bytes.size() < 30) {
        return std::nullopt;
    }
    if (kind == "VP8X") {
        return Size{1.0 + littleNumber(bytes, 24, 3), 1.0 + littleNumber(bytes, 27, 3)};
    }
    if (kind == "VP8 ") {
        return Size{static_cast<double>(littleNumber(bytes, 26, 2) & 0x3FFF),
                    static_cast<double>(littleNumber(bytes, 28, 2) & 0x3FFF)};
    }
    if (kind == "VP8L") {
        const quint32 bits = littleNumber(bytes, 21, 4);
        return Size{1.0 + (bits & 0x3FFF), 1.0 + ((bits >> 14) & 0x3FFF)};
    }
    return std::nullopt;
}

std::optional<Size> imageSize(const QByteArray& bytes) {
    if (bytes.startsWith("\x89PNG") && bytes.size() >= 24) {
        return Size{static_cast<double>(number(bytes, 16, 4)), static_cast<double>(number(bytes, 20, 4))};
    }
    if (bytes.startsWith("GIF8") && bytes.size() >= 10) {
        return Size{static_cast<double>(littleNumber(bytes, 6, 2)),
                    static_cast<double>(littleNumber(bytes, 8, 2))};
    }
    if (bytes.startsWith("\xFF\xD8")) {
        return jpegSize(bytes);
    }
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP") {
        return webpSize(bytes);
    }
    return std::nullopt;
}

qint64 pages(const QByteArray& bytes) {
    qint64 found = 0;
    for (qsizetype at = bytes.indexOf("/Type"); at >= 0; at = bytes.indexOf("/Type", at + 5)) {
        const QByteArray name = bytes.mid(at + 5, 8).trimmed();
        if (name.startsWith("/Page") && !name.startsWith("/Pages")) {
            ++found;
        }
    }
    return found > 0 ? found : 1 + bytes.size() / pageBytes;
}

} // namespace

qint64 imageTokens(const QByteArray& bytes) {
    const auto size = imageSize(bytes);
    if (!size || size->width < 1 || size->height < 1) {
        return mostImage;
    }
    const double scale = std::min(1.0, longestSide / std::max(size->width, size->height));
    const double pixels = size->width * scale * size->height * scale;
    return std::clamp(static_cast<qint64>(std::ceil(pixels / pixelsPerToken)), leastImage, mostImage);
}

qint64 pdfTokens(const QByteArray& bytes) {
    return pages(bytes) * pageTokens;
}

} // namespace rivulet::stream
