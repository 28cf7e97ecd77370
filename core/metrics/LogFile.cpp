// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/LogFile.h"

#include "domain/Redaction.h"

#include <QDateTime>
#include <QDir>

namespace rivulet::metrics {

namespace {

constexpr QFile::Permissions owner = QFile::ReadOwner | QFile::WriteOwner;

const domain::SystemClock systemClock;

/// redacted() leaves newlines and tabs, which may belong to an error's words; in a log they would begin a
/// line of their own that nobody wrote.
QString oneLine(const QString& text) {
    QString line = domain::redacted(text, LogFile::longestLine);
    for (QChar& c : line) {
        if (c == u'\n' || c == u'\t' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator) {
            c = u' ';
        }
    }
    return line;
}

} // namespace

LogFile::LogFile(const QString& folder, qint64 limit, int keep)
    : LogFile(systemClock, folder, limit, keep) {}

LogFile::LogFile(const domain::Clock& clock, const QString& folder, qint64 limit, int keep)
    : m_clock(clock)
    , m_file(QDir(folder).filePath(QStringLiteral("rivulet.log")))
    , m_limit(limit)
    , m_keep(keep) {}

void LogFile::write(const QString& line) {
    if (!m_file.isOpen() && !open()) {
        return;
    }
    const QString time =
        QDateTime::fromMSecsSinceEpoch(m_clock.wallTime().count(), Qt::UTC).toString(Qt::ISODateWithMs);
    const QByteArray bytes = (time + u' ' + oneLine(line) + u'\n').toUtf8();
    if (m_file.size() > 0 && m_file.size() + bytes.size() > m_limit) {
        rotate();
        if (!open()) {
            return;
        }
    }
    m_file.write(bytes);
    m_file.flush();
}

bool LogFile::open() {
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append, owner)) {
        return false;
    }
    m_file.setPermissions(owner); // one that was there before
    return true;
}

void LogFile::rotate() {
    m_file.close();
    const QString base = m_file.fileName();
    const auto numbered = [&](int number) {
        return number == 0 ? base : base + u'.' + QString::number(number);
    };
    QFile::remove(numbered(m_keep));
    for (int number = m_keep - 1; number >= 0; --number) {
        QFile::rename(numbered(number), numbered(number + 1));
    }
    if (m_keep <= 0) {
        QFile::remove(base);
    }
}

} // namespace rivulet::metrics
