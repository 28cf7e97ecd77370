// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"

#include <QFile>
#include <QString>

namespace rivulet::metrics {

/// A text log in a folder, 0600: `rivulet.log`, and up to `keep` older ones (rivulet.log.1 ...), each at most
/// `limit` bytes. Every line is redacted, stripped of control characters and stamped with the time. Not
/// thread-safe by itself.
class LogFile {
public:
    /// Longer lines are cut.
    static constexpr qsizetype longestLine = 4000;

    /// Uses the machine's clock.
    explicit LogFile(const QString& folder, qint64 limit = 1'048'576, int keep = 3);
    LogFile(const domain::Clock& clock, const QString& folder, qint64 limit, int keep);

    /// Writes one line, at once; a log that can't be written is silently given up on (a log is never worth an
    /// error).
    void write(const QString& line);
    [[nodiscard]] QString path() const { return m_file.fileName(); }

private:
    [[nodiscard]] bool open();
    void rotate();

    const domain::Clock& m_clock;
    QFile m_file;
    qint64 m_limit;
    int m_keep;
};

} // namespace rivulet::metrics
