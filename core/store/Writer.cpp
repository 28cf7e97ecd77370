// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Writer.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>

namespace rivulet::store {

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

/// A process id is used again; together with the boot and the tick it started at it is not.
QString writerOf(qint64 process) {
    const QByteArray boot = contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(process));
    // "pid (name) state ppid ...": the name may hold blanks and brackets, the fields after it do not. The
    // start is the 22nd of all, the 20th after the name; a zombie runs no more.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype startField = 19;
    if (boot.isEmpty() || fields.size() <= startField || fields.first() == "Z") {
        return {};
    }
    return QStringLiteral("%1:%2:%3")
        .arg(QString::fromLatin1(boot))
        .arg(process)
        .arg(QString::fromLatin1(fields.at(startField)));
}

} // namespace

QString thisWriter() {
    static const QString writer = writerOf(QCoreApplication::applicationPid());
    return writer;
}

bool isAnotherLiveWriter(const QString& writer) {
    const QStringList parts = writer.split(u':');
    return parts.size() == 3 && writer != thisWriter() && writer == writerOf(parts.at(1).toLongLong());
}

} // namespace rivulet::store
