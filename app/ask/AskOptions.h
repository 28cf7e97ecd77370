// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Prompt.h"
#include "domain/Result.h"
#include "stream/RetryPolicy.h"
#include "stream/StreamController.h"
#include "stream/StreamingRule.h"
#include "stream/Timeouts.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace rivulet::app {

/// What the command line of `rivulet ask` asks for, as a value. Knows no catalogue: whether a provider
/// exists is found out by whoever resolves it.
struct AskOptions {
    /// One `--model` and the options that belong to it.
    struct Model {
        QString provider;
        QString model;
        std::optional<QString> baseUrl;
        std::optional<QString> dialect;
        QString authorityFile;

        /// PROVIDER:MODEL
        [[nodiscard]] QString key() const { return provider + u':' + model; }
        /// More than its name was said of it on the command line.
        [[nodiscard]] bool isElsewhere() const { return baseUrl || dialect || !authorityFile.isEmpty(); }
        /// The arguments that name it again.
        [[nodiscard]] QStringList arguments() const;
    };
    enum class Output { Text, JsonLines };
    enum class Saving { Save, Discard };

    std::vector<Model> models;
    /// Unset: read standard input.
    std::optional<QString> prompt;
    QString dataFolder;
    Output output = Output::Text;
    Saving saving = Saving::Save;
    bool help = false;

    // The request
    QString system;
    std::optional<int> maxTokens;
    std::optional<domain::Effort> effort;
    std::optional<int> thinkingBudget;
    stream::StreamChoice streaming = stream::StreamChoice::Auto;
    bool background = false;
    /// What goes with the prompt, in this order.
    QStringList files;

    // Clocks: unset ones keep the endpoint's own default
    std::optional<std::chrono::milliseconds> connectTimeout;
    std::optional<std::chrono::milliseconds> firstByteTimeout;
    std::optional<std::chrono::milliseconds> idleTimeout;
    std::optional<std::chrono::milliseconds> uploadTimeout;
    std::optional<std::chrono::milliseconds> slotTimeout;

    // Policy
    stream::RetryPolicy retry;
    stream::ContinuePolicy continuation = stream::ContinuePolicy::LocalOnly;
    stream::ResumePolicy resume = stream::ResumePolicy::Auto;

    /// `base` with the clocks that were set on the command line.
    [[nodiscard]] stream::Timeouts timeouts(stream::Timeouts base) const;
};

/// Reads the arguments after `ask`. An option that belongs to a model belongs to the one before it. Where
/// none is named, `lastUsed` is taken: the arguments that name the model used last (Model::arguments). A
/// failure's detail says what is wrong.
[[nodiscard]] domain::Result<AskOptions> parseAskOptions(const QStringList& arguments,
                                                         const QStringList& lastUsed);

/// What `rivulet ask --help` prints.
[[nodiscard]] QString askUsage();

} // namespace rivulet::app
