// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/DamagedFile.h"

#include "store/Statement.h"
#include "store/StoreProblem.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <unistd.h>

#include <algorithm>

namespace rivulet::store {

namespace {

// The head of a database, as the file format of SQLite says.
constexpr qsizetype headSize = 100;
constexpr qint64 pageSize = 4096; // what every database of ours has
constexpr qsizetype pageCountAt = 28;
constexpr qsizetype freeListAt = 32;
constexpr qsizetype freeListEnd = 40;

bool linkOrCopy(const QString& from, const QString& to) {
    return ::link(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0 ||
           QFile::copy(from, to);
}

} // namespace

std::optional<domain::Failure> DamagedFile::keep(const DatabaseFile& damaged, const DatabaseFile& aside) {
    const bool kept = linkOrCopy(damaged.path(), aside.path()) &&
                      (!damaged.hasLog() || linkOrCopy(damaged.log(), aside.log()));
    return kept ? std::nullopt
                : std::optional(
                      storeFailure(StoreProblem::ReadOnly,
                                   QStringLiteral("can't keep %1 as %2").arg(damaged.path(), aside.path())));
}

DamagedFile::DamagedFile(const DatabaseFile& damaged, const QString& copy, const Database& sound)
    : m_copy(copy) {
    m_copy.remove();
    const bool copied = QFile::copy(damaged.path(), m_copy.path()) &&
                        (!damaged.hasLog() || QFile::copy(damaged.log(), m_copy.log()));
    if (copied && !open() && (!mendHead(sound) || !open())) {
        m_database.reset();
    }
}

DamagedFile::~DamagedFile() {
    m_database.reset();
    m_copy.remove();
}

bool DamagedFile::open() {
    m_database = Database::openDamaged(m_copy.path());
    return m_database != nullptr;
}

/// What stands behind the head may be whole.
bool DamagedFile::mendHead(const Database& sound) {
    m_database.reset();
    QFile file(m_copy.path());
    QFile other(sound.file());
    Statement checkpoint(sound, QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
    if (!checkpoint.execute() || !other.open(QIODevice::ReadOnly)) {
        return false;
    }
    QByteArray head = other.read(headSize);
    if (head.size() < headSize || file.size() < pageSize || !file.open(QIODevice::ReadWrite)) {
        return false;
    }
    qToBigEndian(static_cast<quint32>(file.size() / pageSize), head.data() + pageCountAt);
    std::fill(head.begin() + freeListAt, head.begin() + freeListEnd, '\0');
    return file.write(head.first(headSize)) == headSize;
}

} // namespace rivulet::store
