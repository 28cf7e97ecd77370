// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskPrompt.h"

#include "providers/TokenFamily.h"
#include "request/AttachmentReader.h"
#include "request/PromptComposer.h"
#include "request/RequestProbe.h"
#include "stream/TokenBudget.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

using domain::Effort;
using stream::StreamChoice;

RequestParameters parametersFrom(const AskOptions& options, stream::ShortPrompts shortPrompts) {
    RequestParameters parameters;
    parameters.system = options.system;
    parameters.effort = options.effort;
    parameters.thinkingBudget = options.thinkingBudget;
    parameters.answerLimit = options.maxTokens;
    parameters.streaming = {options.streaming, shortPrompts};
    parameters.background = options.background;
    return parameters;
}

} // namespace

AskPrompt::AskPrompt(const AskOptions& options, const AskTarget& target, const QString& question,
                     const std::vector<domain::Attachment>& files, stream::ShortPrompts shortPrompts,
                     Experience experience)
    : m_target{target.endpoint, target.facts.value_or(domain::ModelTraits{}), std::move(experience)} {
    m_target.model.id = target.model;
    const RequestProbe probe(m_target);
    if (!m_target.model.takesPdf && !probe.takesPdf()) {
        m_target.model.takesPdf = false;
    }
    if (options.streaming == StreamChoice::Always) {
        m_target.experience.notStreamed = false; // asked for in so many words
    }
    m_heldBackBefore = m_target.experience.notStreamed;
    const PromptComposer composer(m_target, parametersFrom(options, shortPrompts), {});
    domain::Message message;
    message.text = question;
    message.attachments = files;
    m_prompt = composer.compose({message});
    if (m_prompt.background && !probe.takesBackground()) {
        m_prompt.background = false;
        say(u"background_ignored"_s,
            u"this protocol has no answers in the background; it is asked for as usual"_s);
    }
    if (!target.endpoint.quirks.sessionHeader.isEmpty()) {
        m_prompt.session = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }
    if (options.thinkingBudget) {
        settleBudget(*options.thinkingBudget);
    } else if (options.effort) {
        settleEffort(*options.effort);
    }
    settleStreaming(options, composer.streaming(m_prompt));
}

void AskPrompt::settleBudget(int wanted) {
    if (!m_prompt.thinkingBudget) {
        say(u"thinking_ignored"_s, PromptComposer::thinks(m_target.model)
                                       ? u"this model takes no number of tokens to think: name a level"_s
                                       : u"this model does not think"_s);
    } else if (!RequestProbe(m_target).takesBudget(wanted, m_prompt.maxTokens)) {
        say(u"thinking_changed"_s,
            u"this model can't be told to think for %1 tokens: the nearest number it takes is sent"_s.arg(
                wanted));
    }
}

void AskPrompt::settleEffort(Effort wanted) {
    if (!PromptComposer::thinks(m_target.model)) {
        if (wanted != Effort::Off) {
            say(u"thinking_ignored"_s, u"this model does not think"_s);
        }
    } else if (!m_prompt.effort) {
        say(u"thinking_ignored"_s, u"this model always thinks"_s);
    } else if (wanted != Effort::Off && !RequestProbe(m_target).takesEffort(wanted, m_prompt.maxTokens)) {
        say(u"thinking_ignored"_s,
            u"this model is not asked to think: it refused to before, can't, or the answer limit is too low"_s);
    }
}

QString AskPrompt::problem() const {
    return PromptComposer::leavesNoAnswer(m_prompt)
               ? u"--thinking %1 leaves no room for an answer: the limit for both is %2 tokens"_s
                     .arg(m_prompt.thinkingBudget.value_or(0))
                     .arg(m_prompt.maxTokens.value_or(0))
               : QString();
}

void AskPrompt::settleStreaming(const AskOptions& options, const stream::StreamingDecision& decision) {
    using Reason = stream::StreamingDecision::Reason;
    m_need = decision.enforced ? stream::StreamNeed::Enforced : stream::StreamNeed::Preferred;
    const bool unwanted = options.streaming == StreamChoice::Never;
    if (decision.enforced && unwanted) {
        const QString what =
            decision.reason == Reason::LongThinking
                ? u"the thinking may take %1 tokens"_s.arg(m_prompt.thinkingBudget.value_or(0))
                : u"the answer may take %1 tokens"_s.arg(stream::answerLimit(m_prompt, m_target.model));
        say(u"streaming_enforced"_s, u"%1, and over %2 it is streamed whatever was asked for"_s.arg(what).arg(
                                         stream::StreamingRule::mostTokensWhole));
    } else if (m_prompt.background && !m_prompt.stream) {
        // A server answers at once there, with nothing in it yet: only its stream tells the rest.
        m_prompt.stream = true;
        m_heldBackBefore = false;
        if (unwanted) {
            say(u"streaming_enforced"_s, u"an answer in the background is streamed"_s);
        }
    } else if (m_heldBackBefore && !decision.stream && !unwanted) {
        say(u"not_streamed"_s,
            u"earlier streams of this endpoint did not get through; the answer is asked for as a whole"_s);
    }
}

void AskPrompt::fill(stream::StreamRequest& request) const {
    request.prompt = m_prompt;
    request.streamNeed = m_need;
    request.streamMemory = m_heldBackBefore ? stream::StreamMemory::HoldsBack : stream::StreamMemory::Streams;
}

std::optional<domain::Failure> AskPrompt::refusal() const {
    const stream::TokenEstimator estimator(
        providers::tokenFamily(m_target.endpoint.dialect, m_target.model.id), m_target.experience.tokenRatio);
    return stream::promptRefusal(m_prompt, m_target.model, estimator);
}

domain::Result<std::vector<domain::Attachment>> readAskFiles(const QStringList& paths) {
    std::vector<domain::Attachment> files;
    qint64 bytes = 0;
    for (const QString& path : paths) {
        auto file = AttachmentReader::fromFile(path);
        if (!file) {
            return file.failure();
        }
        bytes += file.value().bytes.size();
        if (bytes > stream::attachmentsBytes) {
            domain::Failure tooLarge;
            tooLarge.kind = domain::Failure::Kind::RequestTooLarge;
            return tooLarge;
        }
        files.push_back(file.value());
    }
    return files;
}

} // namespace rivulet::app
