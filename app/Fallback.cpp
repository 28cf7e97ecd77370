// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fallback.h"

namespace rivulet::app {

bool Fallback::mayHelp(const domain::Message& answer) {
    using Kind = domain::Failure::Kind;
    if (!answer.ending || answer.ending->outcome != domain::Outcome::Failed || !answer.ending->failure ||
        !answer.text.isEmpty() || !answer.thinking.isEmpty() || !answer.tools.empty()) {
        return false;
    }
    switch (answer.ending->failure->kind) {
    // The question is what is wrong, or what was refused: it would be asked around for a more willing model.
    case Kind::BadRequest:
    case Kind::Unprocessable:
    case Kind::ContentBlocked:
    case Kind::RequestTooLarge:
    case Kind::InvalidInput:
    case Kind::AttachmentRefused:
    // This side is what is wrong.
    case Kind::StoreUnavailable:
    case Kind::AppClosed:
        return false;
    default:
        return true;
    }
}

bool Fallback::isOffered(Wait wait, std::chrono::milliseconds silentFor) {
    return wait == Wait::ForItsTurn || silentFor >= patience;
}

QStringList Fallback::left(const QString& asked) const {
    QStringList rest;
    for (const QString& key : m_keys) {
        if (key != asked && !m_tried.contains(key)) {
            rest.append(key);
        }
    }
    return rest;
}

std::optional<QString> Fallback::next(const QString& failed) {
    m_tried.append(failed);
    const QStringList rest = left(failed);
    return rest.isEmpty() ? std::nullopt : std::optional(rest.front());
}

} // namespace rivulet::app
