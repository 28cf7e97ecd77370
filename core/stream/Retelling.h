// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QString>

#include <map>
#include <optional>

namespace rivulet::stream {

/// Finds what is new where a server tells again what it has told before: all of an answer, or the last of it.
/// Goes by place, and notes where the words are others than they were. Pure.
class Retelling {
public:
    /// What was told, from where the server begins again.
    struct Told {
        QString text;
        QString thinking;
        /// A tool's id, and how many units of its arguments.
        std::map<QString, qsizetype> arguments;
        /// Units at the beginning of the text that were told and left out.
        qsizetype trimmed = 0;
    };

    explicit Retelling(Told told)
        : m_told(std::move(told)) {}

    /// What of these is new.
    [[nodiscard]] QString text(const QString& piece);
    [[nodiscard]] QString thinking(const QString& piece);
    [[nodiscard]] domain::ToolActivity tool(domain::ToolActivity piece);

    /// What of it has not come again yet; nothing where all has.
    [[nodiscard]] std::optional<Told> rest() const;
    /// The server's words are others than those it was cut in.
    [[nodiscard]] bool differs() const { return m_differs; }
    /// All of the text came again.
    [[nodiscard]] bool isCaughtUp() const { return m_told.trimmed == 0 && m_text >= m_told.text.size(); }

private:
    Told m_told;
    qsizetype m_text = 0;
    qsizetype m_thinking = 0;
    bool m_differs = false;
};

} // namespace rivulet::stream
