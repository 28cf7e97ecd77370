// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "domain/Secret.h"

#include <QString>
#include <QUrl>

#include <vector>

namespace rivulet::domain {

/// Takes one known key out of a server's words, in whatever spelling servers echo it: as it is, percent
/// encoded, in base64 and in hexadecimal digits. redacted() knows keys by their looks; this one knows the
/// key, and so also one that looks like nothing. Knows no place that words go to.
class KeyMask {
public:
    /// Shorter keys are not looked for: every other word would hold one.
    static constexpr qsizetype shortest = 6;

    /// `address`: of the endpoint, whose query may hold a key too.
    explicit KeyMask(Secret key, const QUrl& address = {});
    /// Whether a field of a query is named like one that holds a key.
    [[nodiscard]] static bool isNameOfKey(const QString& field);

    [[nodiscard]] QString masked(const QString& text) const;
    /// Its words, its names and the address that it points to.
    [[nodiscard]] Failure masked(Failure failure) const;

private:
    std::vector<Secret> m_keys;
};

} // namespace rivulet::domain
