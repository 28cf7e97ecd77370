// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "store/JournalFold.h"
#include "store/StoredText.h"

#include <QStringList>

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using namespace rivulet::store;

/// A row a line, "kind payload", as a database may hold it that was meddled with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input(data, size);
    const QString text = input.text();
    rivulet::domain::Message message;
    const QStringList rows = text.split(u'\n');
    for (const QString& row : rows) {
        if (const auto kind = journalKindFromName(row.section(u' ', 0, 0))) {
            fold(message, *kind, row.section(u' ', 1));
        }
    }
    require(message.text.size() + message.thinking.size() <= text.size(), "nothing is told twice");
    const QString stored = storedText(text);
    require(stored.size() == text.size() && stored.isValidUtf16() && !stored.contains(QChar(u'\0')),
            "a text that is stored keeps its places");
    require(storedText(stored) == stored, "and is stored once");
    return 0;
}
