// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ask/AskOptions.h"
#include "ask/AskReporter.h"
#include "ask/AskTarget.h"
#include "domain/Attachment.h"
#include "domain/Failure.h"
#include "domain/Result.h"
#include "request/RequestTarget.h"
#include "stream/StreamController.h"

#include <optional>
#include <vector>

namespace rivulet::app {

/// What one target is asked, made of the options by the composer that the window uses too, and what has to be
/// said about it: where it is not quite what was asked for. Knows no network and no terminal.
class AskPrompt {
public:
    AskPrompt(const AskOptions& options, const AskTarget& target, const QString& question,
              const std::vector<domain::Attachment>& files, stream::ShortPrompts shortPrompts,
              Experience experience);

    /// Puts the prompt, and how it is to be streamed, into a request.
    void fill(stream::StreamRequest& request) const;
    [[nodiscard]] const domain::Prompt& prompt() const { return m_prompt; }
    /// What was asked for and is not done.
    [[nodiscard]] const std::vector<AskNotice>& notices() const { return m_notices; }
    /// What was asked for and can't be, of this model, as words for a command line; empty where all can be.
    [[nodiscard]] QString problem() const;
    /// Why it can't be sent: a file that the model does not take, or too much of everything.
    [[nodiscard]] std::optional<domain::Failure> refusal() const;

private:
    void settleBudget(int wanted);
    void settleEffort(domain::Effort wanted);
    void settleStreaming(const AskOptions& options, const stream::StreamingDecision& decision);
    void say(const QString& kind, const QString& message) { m_notices.push_back({kind, message}); }

    RequestTarget m_target;
    domain::Prompt m_prompt;
    stream::StreamNeed m_need = stream::StreamNeed::Preferred;
    bool m_heldBackBefore = false;
    std::vector<AskNotice> m_notices;
};

/// Reads the files, in their order, as long as they may be sent together.
[[nodiscard]] domain::Result<std::vector<domain::Attachment>> readAskFiles(const QStringList& paths);

} // namespace rivulet::app
