// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::store {

/// How many use a file: any number may share it, and one that is alone may put another in its place. Held by
/// a lock on a file of its own beside it, which the system lets go of when a process ends, however it ends.
/// Knows nothing of what is in the file, and leaves SQLite's own locks alone.
class FileClaim {
public:
    enum class Kind { Shared, Alone };

    FileClaim() = default;
    ~FileClaim();
    FileClaim(FileClaim&& other) noexcept;
    FileClaim& operator=(FileClaim&& other) noexcept;
    FileClaim(const FileClaim&) = delete;
    FileClaim& operator=(const FileClaim&) = delete;

    /// Without waiting. Holds nothing where others are in the way, or where no file can be made there.
    [[nodiscard]] static FileClaim take(const QString& file, Kind kind);
    /// From alone to shared.
    void share();
    [[nodiscard]] bool isHeld() const { return m_descriptor >= 0; }
    /// It is not held because others hold it.
    [[nodiscard]] bool isRefused() const { return m_refused; }
    /// Where the lock is.
    [[nodiscard]] static QString lockFile(const QString& file);

private:
    explicit FileClaim(int descriptor)
        : m_descriptor(descriptor) {}

    int m_descriptor = -1;
    bool m_refused = false;
};

} // namespace rivulet::store
