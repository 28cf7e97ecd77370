// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringView>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rivulet::fuzz {

/// The bytes a target is handed, and choices drawn from them: the same bytes always give the same choices, so
/// that a file of the corpus is nothing but what the code under test would read.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size)
        : m_bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)) {
        for (const char byte : m_bytes) { // FNV-1a
            m_chance = (m_chance ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211U;
        }
        m_hash = m_chance;
    }

    [[nodiscard]] QByteArrayView bytes() const { return m_bytes; }

    /// As text. U+0001 and U+0002 stand for the halves of a surrogate pair, which no UTF-8 can hold.
    [[nodiscard]] QString text() const {
        QString text = QString::fromUtf8(m_bytes);
        text.replace(QChar(1), QChar(0xD83D));
        text.replace(QChar(2), QChar(0xDE00));
        return text;
    }

    /// A number below `bound`.
    [[nodiscard]] std::size_t choose(std::size_t bound) {
        m_chance ^= m_chance << 13U; // xorshift
        m_chance ^= m_chance >> 7U;
        m_chance ^= m_chance << 17U;
        return bound == 0 ? 0 : static_cast<std::size_t>(m_chance % bound);
    }

    /// For what costs much: true for one input of so many, which `lot` tells apart from those of another lot.
    /// Where files are replayed, true for each: what was found once stays found.
    [[nodiscard]] bool isOneOf(std::uint64_t many, int lot) const {
#ifdef RIVULET_FUZZ_REPLAY
        return many > 0 && lot >= 0;
#else
        return std::rotr(m_hash, 8 * lot) % many == 0;
#endif
    }

    /// The whole in pieces of 0 to `longest` units.
    template <typename View>
    [[nodiscard]] std::vector<View> slices(View whole, std::size_t longest = 12) {
        std::vector<View> pieces;
        for (qsizetype at = 0; at < whole.size();) {
            const auto size = std::min(static_cast<qsizetype>(choose(longest + 1)), whole.size() - at);
            pieces.push_back(whole.sliced(at, size));
            at += size;
        }
        return pieces;
    }

private:
    QByteArrayView m_bytes;
    std::uint64_t m_hash = 0;
    std::uint64_t m_chance = 14'695'981'039'346'656'037U;
};

} // namespace rivulet::fuzz

/// What a target is: reads these bytes with the code under test and holds its laws.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
