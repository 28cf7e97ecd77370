// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <functional>

class QDebug;

namespace rivulet::domain {

/// A key or token. It can't be printed, streamed to QDebug, serialised or bound to QML, and its memory is
/// overwritten when it goes. Copies are deep, so that wiping one never leaves another's bytes behind.
class Secret {
public:
    Secret() = default;
    explicit Secret(const QByteArray& bytes);
    Secret(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }
    /// The one way to the bytes: lends them to `use` for the length of the call.
    void reveal(const std::function<void(const QByteArray&)>& use) const { use(m_bytes); }

    friend bool operator==(const Secret&, const Secret&) = default;
    friend QDebug operator<<(QDebug, const Secret&) = delete;

private:
    void wipe() noexcept;

    QByteArray m_bytes;
};

} // namespace rivulet::domain
