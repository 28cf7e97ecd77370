// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/FileClaim.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace rivulet::store {

FileClaim::~FileClaim() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

FileClaim::FileClaim(FileClaim&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_refused(other.m_refused) {}

FileClaim& FileClaim::operator=(FileClaim&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    m_refused = other.m_refused;
    return *this;
}

FileClaim FileClaim::take(const QString& file, Kind kind) {
    // The file stays when nobody holds it: one that goes while another opens it would be two locks.
    const int descriptor = ::open(QFile::encodeName(lockFile(file)).constData(), O_RDWR | O_CREAT | O_CLOEXEC,
                                  S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return {};
    }
    FileClaim claim(descriptor);
    const int wanted = kind == Kind::Alone ? LOCK_EX : LOCK_SH;
    if (::flock(descriptor, wanted | LOCK_NB) == 0) {
        return claim;
    }
    FileClaim none;
    none.m_refused = errno == EWOULDBLOCK;
    return none;
}

void FileClaim::share() {
    if (m_descriptor >= 0) {
        // Where somebody slipped in between, they are alone and this one holds nothing; they are quick.
        ::flock(m_descriptor, LOCK_SH);
    }
}

QString FileClaim::lockFile(const QString& file) {
    return file + QStringLiteral(".lock");
}

} // namespace rivulet::store
