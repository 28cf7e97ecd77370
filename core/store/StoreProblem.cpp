// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/StoreProblem.h"

#include <QString>

#include <array>
#include <utility>

namespace rivulet::store {

namespace {

/// The low eight bits of a result code are its kind; the rest says more of it.
constexpr int kindBits = 0xff;

constexpr std::array kinds{
    std::pair{5, StoreProblem::Locked},      // SQLITE_BUSY
    std::pair{6, StoreProblem::Locked},      // SQLITE_LOCKED
    std::pair{13, StoreProblem::Full},       // SQLITE_FULL
    std::pair{8, StoreProblem::ReadOnly},    // SQLITE_READONLY
    std::pair{14, StoreProblem::ReadOnly},   // SQLITE_CANTOPEN
    std::pair{3, StoreProblem::ReadOnly},    // SQLITE_PERM
    std::pair{23, StoreProblem::ReadOnly},   // SQLITE_AUTH
    std::pair{10, StoreProblem::Unreadable}, // SQLITE_IOERR
    std::pair{11, StoreProblem::Damaged},    // SQLITE_CORRUPT
    std::pair{26, StoreProblem::Damaged},    // SQLITE_NOTADB
};

constexpr int corruptCode = 11;
const QString newer = QStringLiteral("newer");

QString codeOf(StoreProblem problem) {
    if (problem == StoreProblem::Newer) {
        return newer;
    }
    if (problem == StoreProblem::Damaged) {
        return QString::number(corruptCode);
    }
    for (const auto& [code, kind] : kinds) {
        if (kind == problem) {
            return QString::number(code);
        }
    }
    return {};
}

} // namespace

StoreProblem problemOf(const domain::Failure& failure) {
    if (failure.code == newer) {
        return StoreProblem::Newer;
    }
    const int code = failure.code.toInt() & kindBits;
    for (const auto& [known, problem] : kinds) {
        if (known == code) {
            return problem;
        }
    }
    return StoreProblem::Other;
}

bool mayPass(const domain::Failure& failure) {
    switch (problemOf(failure)) {
    case StoreProblem::Locked:
    case StoreProblem::Full:
    case StoreProblem::ReadOnly:
    case StoreProblem::Unreadable:
    case StoreProblem::Damaged:
        return true;
    case StoreProblem::Other:
    case StoreProblem::Newer:
        break;
    }
    return false;
}

domain::Failure storeFailure(StoreProblem problem, const QString& detail) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::StoreUnavailable;
    failure.detail = detail;
    failure.code = codeOf(problem);
    return failure;
}

} // namespace rivulet::store
