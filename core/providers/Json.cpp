// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Json.h"

#include <cmath>

namespace rivulet::providers {

namespace {

QString fromView(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// The code unit of the \uXXXX escape at `at`, or nothing.
std::optional<char16_t> escapedUnit(QByteArrayView bytes, qsizetype at) {
    if (at + 6 > bytes.size() || bytes.at(at) != '\\' || bytes.at(at + 1) != 'u') {
        return std::nullopt;
    }
    bool ok = false;
    const uint unit = bytes.sliced(at + 2, 4).toByteArray().toUInt(&ok, 16);
    return ok ? std::optional(static_cast<char16_t>(unit)) : std::nullopt;
}

/// Copies the escape at `at` and gives its length; half of a pair becomes U+FFFD.
qsizetype copyEscape(QByteArrayView bytes, qsizetype at, QByteArray& mended) {
    const auto unit = escapedUnit(bytes, at);
    if (!unit || !QChar::isSurrogate(*unit)) {
        const auto length = std::min<qsizetype>(2, bytes.size() - at);
        mended.append(bytes.sliced(at, length));
        return length;
    }
    const auto next = escapedUnit(bytes, at + 6);
    if (QChar::isHighSurrogate(*unit) && next && QChar::isLowSurrogate(*next)) {
        mended.append(bytes.sliced(at, 12));
        return 12;
    }
    mended.append("\\ufffd");
    return 6;
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
        element = parse(mendedJson(bytes));
    }
    return element ? Json(*element) : Json();
}

QByteArray mendedJson(QByteArrayView bytes) {
    // Through QString and back: bytes that are no UTF-8 become U+FFFD.
    const QByteArray utf8 = QString::fromUtf8(bytes).toUtf8();
    const QByteArrayView text(utf8);
    QByteArray mended;
    mended.reserve(text.size() + 16);
    bool inString = false;
    for (qsizetype at = 0; at < text.size();) {
        const char c = text.at(at);
        if (inString && c == '\\') {
            at += copyEscape(text, at, mended);
            continue;
        }
        if (c == '"') {
            inString = !inString;
        }
        if (inString && static_cast<unsigned char>(c) < 0x20) {
            mended.append("\\u00").append(QByteArray::number(c, 16).rightJustified(2, '0'));
        } else {
            mended.append(c);
        }
        ++at;
    }
    return mended;
}

} // namespace rivulet::providers
