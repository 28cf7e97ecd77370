// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ask/AskOptions.h"
#include "ask/AskPrompt.h"
#include "ask/AskServices.h"
#include "ask/AskStream.h"
#include "ask/AskTarget.h"
#include "domain/Result.h"
#include "store/ConversationStore.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace rivulet::app {

class TextReporter;

/// `rivulet ask`: one prompt to one model or two, in a terminal, by the same core as the window. Knows the
/// order of things; reading options, telling and streaming have their own classes.
class AskCommand : public QObject {
    Q_OBJECT

public:
    /// The exit codes that scripts rely on; of several that fit, the first in this order.
    enum Exit { Cancelled = 130, Usage = 2, Failed = 1, Interrupted = 3, Completed = 0 };

    explicit AskCommand(AskServices services, QObject* parent = nullptr);
    ~AskCommand() override;

    /// Runs the command with the arguments after `ask`, in an event loop of its own, to its exit code.
    /// `lastUsed`: the arguments that name the model used last; empty: none was.
    [[nodiscard]] int run(const QStringList& arguments, const QStringList& lastUsed);
    /// What a signal does: every answer ends as cancelled, with its text kept.
    void cancel();

private:
    [[nodiscard]] int usageError(const QString& words) const;
    [[nodiscard]] domain::Result<QString> readPrompt(const AskOptions& options) const;
    void addStreams(const AskOptions& options, const std::vector<AskTarget>& targets);
    [[nodiscard]] domain::Result<std::vector<AskTarget>> resolve(const AskOptions& options) const;
    /// What is wrong with the whole of it, in words; empty where it may be sent.
    [[nodiscard]] QString problemOf(const AskOptions& options, const std::vector<AskTarget>& targets,
                                    const std::vector<AskPrompt>& prompts) const;
    void keepHistory(const QString& prompt, const std::vector<domain::Attachment>& files,
                     const std::vector<AskTarget>& targets);
    void finishHistory() const;
    void start(AskStream& stream, const AskTarget& target, const AskOptions& options,
               const AskPrompt& prompt);
    /// What other runs took of the account in the last minute counts too, as far as the history knows it.
    void countEarlier(const std::vector<AskTarget>& targets) const;
    [[nodiscard]] std::unique_ptr<AskPermit> permitFor(AskStream& stream, const AskTarget& target,
                                                       const AskPrompt& prompt) const;
    void learn(const AskStream& stream, const AskTarget& target) const;
    void warn(const QString& words) const;
    [[nodiscard]] int exitCode() const;

    AskServices m_services;
    std::shared_ptr<store::Database> m_database;
    std::unique_ptr<store::ConversationStore> m_store;
    std::vector<std::unique_ptr<AskStream>> m_streams;
    bool m_cancelled = false;
};

} // namespace rivulet::app
