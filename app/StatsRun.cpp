// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StatsRun.h"

#include "DataDirectory.h"
#include "statistics/StatsCommand.h"

#include <QTimeZone>

#include <cstdio>

namespace rivulet::app {

namespace {

void write(std::FILE* stream, const QByteArray& bytes) {
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

int runStats(const QStringList& arguments) {
    const StatsCommand command({.usualFolder = DataDirectory::defaultPath(),
                                .zone = QTimeZone::systemTimeZone(),
                                .output = [](const QByteArray& bytes) { write(stdout, bytes); },
                                .errors = [](const QByteArray& bytes) { write(stderr, bytes); }});
    const int code = command.run(arguments);
    // A file that is only half there must not take the place of a whole one.
    return code == StatsCommand::Done && std::ferror(stdout) != 0 ? StatsCommand::Failed : code;
}

} // namespace rivulet::app
