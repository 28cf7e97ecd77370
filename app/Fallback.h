// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QStringList>

#include <chrono>
#include <optional>

namespace rivulet::app {

/// Which of a pane's other models answers where the first one could not: in their order, each once, and only
/// while nothing of an answer has been seen. Pure; knows models by their keys alone.
class Fallback {
public:
    /// Most first words come sooner.
    static constexpr std::chrono::seconds patience{3};

    Fallback() = default;
    /// `keys`: "endpoint:model", in the order to try them.
    explicit Fallback(QStringList keys)
        : m_keys(std::move(keys)) {}

    /// Whether another model may answer where this one ended so. Not where a person or a bound refused the
    /// question itself, nor after the first character.
    [[nodiscard]] static bool mayHelp(const domain::Message& answer);
    /// Whether a person is offered not to wait for the first word of this one any longer: it has been silent
    /// for so long, or waits itself.
    enum class Wait { ForTheServer, ForItsTurn };
    [[nodiscard]] static bool isOffered(Wait wait, std::chrono::milliseconds silentFor);
    /// Those that were not asked yet, while `asked` is.
    [[nodiscard]] QStringList left(const QString& asked) const;
    /// The one to ask now, which is not asked again; nothing when all were.
    [[nodiscard]] std::optional<QString> next(const QString& failed);

private:
    QStringList m_keys;
    QStringList m_tried;
};

} // namespace rivulet::app
