// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "providers/Dialect.h"

#include <QString>

#include <map>
#include <optional>

namespace rivulet::stream {

/// Where an answer's stream stands, for a later run of the application: the server's place, and how much of
/// the answer had been told when it stood there. A value that writes itself as lines of text; holds no key
/// and none of the conversation but what a protocol's own place is made of.
struct ResumeNote {
    QString dialect;
    providers::ResumePoint point;
    /// UTF-16 units of the answer at that place.
    qsizetype text = 0;
    qsizetype thinking = 0;
    /// And of its tools' arguments, by id.
    std::map<QString, qsizetype> arguments;
    // Where this request's part of the answer begins
    qsizetype textBefore = 0;
    qsizetype thinkingBefore = 0;
    qsizetype trimmed = 0;
    /// Set where that request was a continuation.
    std::optional<providers::Dialect::Way> way;
    // How it was asked for
    bool streamed = true;
    bool background = false;
    QString session;

    [[nodiscard]] QString toText() const;
    /// Nothing for what is no note.
    [[nodiscard]] static std::optional<ResumeNote> fromText(const QString& text);

    friend bool operator==(const ResumeNote&, const ResumeNote&) = default;
};

} // namespace rivulet::stream
