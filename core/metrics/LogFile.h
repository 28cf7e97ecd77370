// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QString>

namespace rivulet::metrics {

/// A text log in a folder, 0600: `rivulet.log`, and up to `keep` older ones (rivulet.log.1 ...), each at most
/// `limit` bytes. Every line is redacted, stripped of control characters and stamped with the time. Not
/// thread-safe by itself.
class LogFile {
public:
    explicit LogFile(const QString& folder, qint64 limit = 1024 * 1024, int keep = 3);

    /// Writes one line; a log that can't be written is silently given up on (a log is never worth an error).
    void write(const QString& line);
    [[nodiscard]] QString path() const { return m_file.fileName(); }

private:
    void rotate();

    QFile m_file;
    qint64 m_limit;
    int m_keep;
};

} // namespace rivulet::metrics
