// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// Runs a fuzz target over files, without a fuzzer: fuzz_TARGET FILE|FOLDER... A folder that is not there
// holds none.

#include "Input.h"

#include <QByteArray>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <cstdio>

namespace {

QStringList filesOf(const QString& path) {
    if (QFileInfo(path).isFile()) {
        return {path};
    }
    QStringList files;
    QDirIterator all(path, QDir::Files);
    while (all.hasNext()) {
        files.append(all.next());
    }
    files.sort();
    return files;
}

} // namespace

int main(int count, char** arguments) {
    int replayed = 0;
    for (int i = 1; i < count; ++i) {
        const QStringList paths = filesOf(QString::fromLocal8Bit(arguments[i]));
        for (const QString& path : paths) {
            // The last one that is named is the one that did it.
            std::printf("%s\n", qPrintable(path));
            std::fflush(stdout);
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly)) {
                std::fprintf(stderr, "can't be read: %s\n", qPrintable(path));
                return 1;
            }
            const QByteArray bytes = file.readAll();
            // On the heap by itself, so that the address sanitizer sees a read beyond its end.
            const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
            LLVMFuzzerTestOneInput(exact.data(), exact.size());
            ++replayed;
        }
    }
    const std::uint8_t none = 0;
    LLVMFuzzerTestOneInput(&none, 0);
    std::printf("%d files\n", replayed);
    return replayed > 0 ? 0 : 1;
}
