// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

class QDebug;

namespace rivulet::domain {

/// A key or token. It can't be printed, streamed to QDebug, serialised or bound to QML. It lives in pages of
/// its own that no crash dump holds and, where the system allows it, no swap; they are overwritten before
/// they are given back. Copies are deep. What others make of it (a header that Qt sends) is theirs: Qt's
/// buffers can't be wiped from here.
class Secret {
public:
    Secret() = default;
    explicit Secret(QByteArrayView bytes);
    /// Overwrites the array it is made from, unless somebody else shares it.
    [[nodiscard]] static Secret taking(QByteArray&& bytes);
    Secret(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    /// The one way to the bytes: lends them to `use` for the length of the call. A view, so that whoever
    /// keeps a copy has to write down that it does.
    void reveal(const std::function<void(QByteArrayView)>& use) const { use({m_pages, m_size}); }

    friend bool operator==(const Secret& left, const Secret& right);
    friend QDebug operator<<(QDebug, const Secret&) = delete;

private:
    void wipe() noexcept;

    char* m_pages = nullptr;
    qsizetype m_size = 0;
};

[[nodiscard]] bool operator==(const Secret& left, const Secret& right);

} // namespace rivulet::domain
