// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace rivulet::providers {

namespace {

QString fromView(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

constexpr qsizetype unitEscape = 6; // \uXXXX

/// The code unit of the \uXXXX escape at `at`, or nothing.
std::optional<char16_t> escapedUnit(QByteArrayView bytes, qsizetype at) {
    if (at + unitEscape > bytes.size() || bytes.at(at) != '\\' || bytes.at(at + 1) != 'u') {
        return std::nullopt;
    }
    const char* const digits = bytes.data() + at + 2;
    const char* const end = digits + 4;
    uint unit = 0;
    const auto read = std::from_chars(digits, end, unit, 16);
    return read.ec == std::errc() && read.ptr == end ? std::optional(static_cast<char16_t>(unit))
                                                     : std::nullopt;
}

/// How long the escape at `at` is; nothing where it is half of a surrogate pair, which stands for nothing.
std::optional<qsizetype> escapeLength(QByteArrayView bytes, qsizetype at) {
    const auto unit = escapedUnit(bytes, at);
    if (!unit || !QChar::isSurrogate(*unit)) {
        return std::min<qsizetype>(2, bytes.size() - at);
    }
    const auto next = escapedUnit(bytes, at + unitEscape);
    return QChar::isHighSurrogate(*unit) && next && QChar::isLowSurrogate(*next)
               ? std::optional(2 * unitEscape)
               : std::nullopt;
}

/// The next byte that means anything here: what ends or begins a string, and in one an escape or a raw
/// control character.
qsizetype nextPlace(QByteArrayView bytes, qsizetype from, bool inString) {
    const char* const found =
        std::find_if(bytes.data() + from, bytes.data() + bytes.size(), [inString](char c) {
            return c == '"' || (inString && (c == '\\' || static_cast<unsigned char>(c) < 0x20));
        });
    return found - bytes.data();
}

} // namespace

Json Json::operator[](std::string_view name) const {
    simdjson::dom::object object;
    simdjson::dom::element member;
    if (!m_element || m_element->get(object) != simdjson::SUCCESS ||
        object.at_key(name).get(member) != simdjson::SUCCESS) {
        return {};
    }
    return Json(member);
}

bool Json::isEmpty() const {
    simdjson::dom::object object;
    simdjson::dom::array array;
    if (m_element && m_element->get(object) == simdjson::SUCCESS) {
        return object.begin() == object.end();
    }
    if (m_element && m_element->get(array) == simdjson::SUCCESS) {
        return !(array.begin() != array.end());
    }
    return true;
}

std::string_view Json::view() const {
    std::string_view text;
    if (!m_element || m_element->get(text) != simdjson::SUCCESS) {
        return {};
    }
    return text;
}

QString Json::text() const {
    return fromView(view());
}

QString Json::scalar() const {
    return isString() ? text() : isNumber() || truth().has_value() ? compact() : QString();
}

std::optional<double> Json::number() const {
    double value = 0;
    if (!m_element || m_element->get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::optional<qint64> Json::integer() const {
    // What a double holds exactly, which is what the writers of JSON agree on (RFC 8259, section 6); and no
    // sum of two counts leaves what a qint64 holds.
    constexpr int64_t most = 9'007'199'254'740'991;
    int64_t value = 0;
    if (m_element && m_element->get(value) == simdjson::SUCCESS) {
        return value >= -most && value <= most ? std::optional<qint64>(value) : std::nullopt;
    }
    // Some servers write counts as 12.0.
    const auto inexact = number();
    if (!inexact || std::floor(*inexact) != *inexact || std::abs(*inexact) > static_cast<double>(most)) {
        return std::nullopt;
    }
    return static_cast<qint64>(*inexact);
}

std::optional<bool> Json::truth() const {
    bool value = false;
    if (!m_element || m_element->get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

QString Json::compact() const {
    return m_element ? QString::fromStdString(simdjson::minify(*m_element)) : QString();
}

Json::Items Json::items() const {
    simdjson::dom::array array;
    return m_element && m_element->get(array) == simdjson::SUCCESS ? Items(array) : Items();
}

Json JsonReader::read(QByteArrayView bytes) {
    const auto parse = [this](QByteArrayView text) -> std::optional<simdjson::dom::element> {
        simdjson::dom::element element;
        if (text.isEmpty()) {
            return std::nullopt; // nothing is no JSON, and simdjson would copy from nowhere
        }
        if (m_parser.parse(text.data(), static_cast<size_t>(text.size())).get(element) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        return element;
    };
    auto element = parse(bytes);
    if (!element) {
        if (const QByteArray mended = mendedJson(bytes); mended != bytes) {
            element = parse(mended);
        }
    }
    return element ? Json(*element) : Json();
}

QByteArray mendedJson(QByteArrayView bytes) {
    if (bytes.startsWith("\xEF\xBB\xBF")) {
        bytes = bytes.sliced(3);
    }
    QByteArray valid;
    if (!bytes.isValidUtf8()) {
        valid = QString::fromUtf8(bytes).toUtf8(); // bytes that are no UTF-8 become U+FFFD
        bytes = valid;
    }
    QByteArray mended;
    mended.reserve(bytes.size() + 16);
    qsizetype copied = 0;
    const auto replace = [&](qsizetype at, qsizetype length, QByteArrayView by) {
        mended.append(bytes.sliced(copied, at - copied)).append(by);
        copied = at + length;
        return copied;
    };
    bool inString = false;
    for (qsizetype at = nextPlace(bytes, 0, inString); at < bytes.size();
         at = nextPlace(bytes, at, inString)) {
        const char c = bytes.at(at);
        if (c == '"') {
            inString = !inString;
            ++at;
        } else if (c != '\\') {
            constexpr char digits[] = "0123456789abcdef";
            const auto control = static_cast<unsigned char>(c);
            const std::array escape{'\\', 'u', '0', '0', digits[control >> 4U], digits[control & 15U]};
            at = replace(at, 1, QByteArrayView(escape.data(), unitEscape));
        } else if (const auto length = escapeLength(bytes, at)) {
            at += *length;
        } else {
            at = replace(at, unitEscape, "\\ufffd");
        }
    }
    return mended.append(bytes.sliced(copied));
}

} // namespace rivulet::providers
