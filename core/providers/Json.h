// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

namespace rivulet::providers {

/// One value of a JSON text that a JsonReader holds; missing where there is none. Knows JSON types and asks
/// nothing of them: a value of another type than the one asked for reads as missing. Private to this layer.
class Json {
public:
    class Iterator;
    class Items;

    Json() = default;
    explicit Json(simdjson::dom::element element)
        : m_element(element) {}

    /// The member of this name; missing for what is no object.
    [[nodiscard]] Json operator[](std::string_view name) const;
    /// Present and not null.
    explicit operator bool() const { return m_element && !m_element->is_null(); }
    [[nodiscard]] bool isObject() const { return m_element && m_element->is_object(); }
    [[nodiscard]] bool isArray() const { return m_element && m_element->is_array(); }
    [[nodiscard]] bool isString() const { return m_element && m_element->is_string(); }
    [[nodiscard]] bool isNumber() const { return m_element && m_element->is_number(); }
    /// An object or array with nothing in it, or anything that has no members.
    [[nodiscard]] bool isEmpty() const;

    [[nodiscard]] QString text() const;
    /// The text, or a number or truth value as it is written: for error codes, which come as any of these.
    [[nodiscard]] QString scalar() const;
    /// The same as text() without a copy; valid as long as the reader holds this text.
    [[nodiscard]] std::string_view view() const;
    [[nodiscard]] std::optional<qint64> integer() const; ///< missing where a double would not hold it exactly
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] std::optional<bool> truth() const;
    /// The value as JSON text without white space.
    [[nodiscard]] QString compact() const;
    /// The items of an array; nothing for what is none.
    [[nodiscard]] Items items() const;

private:
    std::optional<simdjson::dom::element> m_element;
};

class Json::Iterator {
public:
    Iterator() = default;
    explicit Iterator(simdjson::dom::array::iterator at)
        : m_at(at) {}
    Json operator*() const { return Json(**m_at); }
    Iterator& operator++() {
        ++*m_at;
        return *this;
    }
    bool operator!=(const Iterator& other) const {
        return m_at && other.m_at ? *m_at != *other.m_at : m_at.has_value() != other.m_at.has_value();
    }

private:
    std::optional<simdjson::dom::array::iterator> m_at;
};

class Json::Items {
public:
    Items() = default;
    explicit Items(simdjson::dom::array array)
        : m_array(array) {}
    [[nodiscard]] Iterator begin() const { return m_array ? Iterator(m_array->begin()) : Iterator(); }
    [[nodiscard]] Iterator end() const { return m_array ? Iterator(m_array->end()) : Iterator(); }

private:
    std::optional<simdjson::dom::array> m_array;
};

/// Reads JSON texts, one at a time, into memory that it uses again. A text that only its characters spoil
/// (bytes that are no UTF-8, half of a surrogate pair, raw control characters) is mended and read, so that
/// one bad character does not cost the words around it.
class JsonReader {
public:
    /// The text's value, valid until the next call; missing where the bytes are no JSON.
    [[nodiscard]] Json read(QByteArrayView bytes);

private:
    simdjson::dom::parser m_parser;
};

/// The bytes with everything that only its characters spoil replaced: U+FFFD for what is no UTF-8 or half of
/// a surrogate pair, an escape for a raw control character inside a string.
[[nodiscard]] QByteArray mendedJson(QByteArrayView bytes);

} // namespace rivulet::providers
