// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Attachment.h"

#include <QByteArrayList>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace rivulet::domain {

enum class Role { User, Assistant };

/// One turn of a conversation as it is sent to a model.
struct Turn {
    Role role = Role::User;
    QString text;
    std::vector<Attachment> attachments = {};

    friend bool operator==(const Turn&, const Turn&) = default;
};

/// How much the model may think before it answers. Unset in a Prompt: the model's own default.
enum class Effort { Off, Low, Medium, High };

/// What is asked of a model, apart from where it is sent. Pure value.
struct Prompt {
    QString model;
    QString system;
    std::vector<Turn> turns;
    /// Unset: the dialect's default answer limit.
    std::optional<int> maxTokens;
    std::optional<Effort> effort;
    /// A thinking budget in tokens, where the user named a number instead of an effort.
    std::optional<int> thinkingBudget;
    // Sampling; unset: the model's own. Sent only where the user set it.
    std::optional<double> temperature;
    std::optional<double> topP;
    bool stream = true;
    /// The server is to go on by itself when the connection breaks, where its protocol knows how.
    bool background = false;
    /// This answer's name for servers that keep it by a name of the client's choice. Empty: none.
    QString session;
    /// Switches for the protocol's own header, as ModelTraits::betas.
    QStringList betas;
    /// The last turn is the assistant's unfinished text, and the model is to go on from its end (prefill).
    bool continuesLastTurn = false;
    /// How this model's thinking is asked for, in the words of the model table: "none", "enabled",
    /// "adaptive", "always" or "effort". Empty: not known; the dialect then goes by the model's name.
    QString thinkingMode;
    /// Optional fields of the request that the server refused before (Failure::field): they are left out.
    QStringList omittedFields;
    /// What the model has said of this answer before it paused, oldest first: Dialect::pausedContent(), to be
    /// given back as it came.
    QByteArrayList pausedContents = {};

    friend bool operator==(const Prompt&, const Prompt&) = default;
};

} // namespace rivulet::domain
