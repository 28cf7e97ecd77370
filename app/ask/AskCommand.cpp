// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskCommand.h"

#include "ask/AskKey.h"
#include "ask/InterruptSignal.h"
#include "ask/JsonReporter.h"
#include "ask/TextReporter.h"
#include "providers/TokenFamily.h"
#include "request/AttachmentText.h"
#include "request/ExpectedNeed.h"
#include "request/RequestProbe.h"
#include "store/RecentUse.h"
#include "store/WriteHealth.h"

#include <QDateTime>
#include <QEventLoop>
#include <QPointer>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

constexpr qint64 longestPrompt = 16LL * 1024 * 1024;
constexpr qsizetype longestTitle = 80;
constexpr int lengthsToCompare = 20;
constexpr std::chrono::milliseconds lastPatience{5000};

domain::Failure unusable(const QString& words) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidInput;
    failure.detail = words;
    return failure;
}

QString titleOf(const QString& prompt) {
    const auto line = prompt.trimmed().section(u'\n', 0, 0).simplified();
    return line.size() <= longestTitle ? line : line.first(longestTitle - 1) + u'…';
}

} // namespace

AskCommand::AskCommand(AskServices services, QObject* parent)
    : QObject(parent)
    , m_services(std::move(services)) {}

AskCommand::~AskCommand() = default;

int AskCommand::run(const QStringList& arguments, const QStringList& lastUsed) {
    const auto options = parseAskOptions(arguments, lastUsed);
    if (!options) {
        return usageError(options.failure().detail);
    }
    if (options.value().help) {
        m_services.output(askUsage().toUtf8());
        return Exit::Completed;
    }
    const auto resolved = resolve(options.value());
    if (!resolved) {
        return usageError(resolved.failure().detail);
    }
    const std::vector<AskTarget>& targets = resolved.value();
    const auto files = readAskFiles(options.value().files);
    if (!files) {
        return usageError(AttachmentText::refusal(files.failure()));
    }
    const auto prompt = readPrompt(options.value());
    if (!prompt) {
        return usageError(prompt.failure().detail);
    }
    std::vector<AskPrompt> prompts;
    for (const auto& target : targets) {
        auto experience =
            m_services.experience ? m_services.experience(target.memoryId, target.model) : Experience{};
        prompts.emplace_back(options.value(), target, prompt.value(), files.value(), m_services.shortPrompts,
                             std::move(experience));
    }
    if (const QString problem = problemOf(options.value(), targets, prompts); !problem.isEmpty()) {
        return usageError(problem);
    }

    QEventLoop loop;
    const InterruptSignal interrupt;
    connect(&interrupt, &InterruptSignal::raised, this, &AskCommand::cancel);
    addStreams(options.value(), targets);
    const auto quitWhenAllAreDone = [&] {
        if (std::ranges::all_of(m_streams,
                                [](const auto& stream) { return stream->outcome().has_value(); })) {
            loop.quit();
        }
    };
    for (const auto& stream : m_streams) {
        // Queued, so that a stream that ends before the loop runs ends the loop all the same.
        connect(stream.get(), &AskStream::done, &loop, quitWhenAllAreDone, Qt::QueuedConnection);
    }
    if (options.value().saving == AskOptions::Saving::Save) {
        keepHistory(prompt.value(), files.value(), targets);
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
        start(*m_streams[i], targets[i], options.value(), prompts[i]);
    }
    loop.exec();
    finishHistory();
    for (std::size_t i = 0; i < targets.size() && options.value().saving == AskOptions::Saving::Save; ++i) {
        learn(*m_streams[i], targets[i]);
    }
    const int code = exitCode();
    if (options.value().saving == AskOptions::Saving::Save && code != Exit::Failed && m_services.remember) {
        m_services.remember(options.value().models);
    }
    return code;
}

domain::Result<std::vector<AskTarget>> AskCommand::resolve(const AskOptions& options) const {
    std::vector<AskTarget> targets;
    for (const auto& model : options.models) {
        auto target = resolveTarget(model, m_services.catalog, m_services.endpoints);
        if (!target) {
            return target.failure();
        }
        // What the server told wins; the catalogue fills what it did not tell.
        if (m_services.listed && !model.isElsewhere()) {
            if (auto listed = m_services.listed(target.value().endpoint.id, model.model)) {
                listed->completeFrom(target.value().facts.value_or(domain::ModelTraits{}));
                target.value().facts = std::move(listed);
            }
        }
        targets.push_back(target.value());
    }
    return targets;
}

QString AskCommand::problemOf(const AskOptions& options, const std::vector<AskTarget>& targets,
                              const std::vector<AskPrompt>& prompts) const {
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        if (const QString problem = prompts[i].problem(); !problem.isEmpty()) {
            return u"%1: %2"_s.arg(targets[i].label(), problem);
        }
        // A prompt that is likely to be too long is no wrong usage: that stream fails, and tells why.
        const auto failure = prompts[i].refusal();
        if (failure && failure->kind != domain::Failure::Kind::ContextTooLong) {
            return AttachmentText::refusal(*failure, targets[i].label());
        }
    }
    const auto inBackground = [](const AskTarget& target) {
        return RequestProbe({.endpoint = target.endpoint}).takesBackground();
    };
    if (options.background && std::ranges::none_of(targets, inBackground)) {
        return u"--background: the protocol of %1 has no answers in the background"_s.arg(
            targets.front().label());
    }
    return {};
}

void AskCommand::learn(const AskStream& stream, const AskTarget& target) const {
    if (!m_services.learn) {
        return;
    }
    domain::Message answer;
    answer.endpointId = target.memoryId;
    answer.model = target.model;
    answer.warnings = stream.warnings();
    m_services.learn(answer);
}

void AskCommand::cancel() {
    m_cancelled = true;
    for (const auto& stream : m_streams) {
        stream->cancel();
    }
}

int AskCommand::usageError(const QString& words) const {
    m_services.errors((u"rivulet ask: "_s + plainText(words) + u"\nTry: rivulet ask --help\n"_s).toUtf8());
    return Exit::Usage;
}

void AskCommand::warn(const QString& words) const {
    m_services.errors((u"rivulet: "_s + plainText(words) + u'\n').toUtf8());
}

domain::Result<QString> AskCommand::readPrompt(const AskOptions& options) const {
    auto text = options.prompt.value_or(QString());
    if (!options.prompt) {
        auto bytes = m_services.readInput(longestPrompt + 1);
        if (bytes.size() > longestPrompt) {
            return unusable(u"the prompt on standard input is longer than 16 MiB"_s);
        }
        text = QString::fromUtf8(bytes);
        while (text.endsWith(u'\n') || text.endsWith(u'\r')) { // the line's end is not part of the question
            text.chop(1);
        }
    }
    return text.trimmed().isEmpty() ? domain::Result<QString>(unusable(u"the prompt is empty"_s)) : text;
}

void AskCommand::addStreams(const AskOptions& options, const std::vector<AskTarget>& targets) {
    const auto begin = m_services.clock.now();
    TextReporter* previous = nullptr;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto& target = targets[i];
        std::unique_ptr<AskReporter> reporter;
        if (options.output == AskOptions::Output::JsonLines) {
            reporter = std::make_unique<JsonReporter>(static_cast<int>(i), m_services.clock, begin,
                                                      target.facts, m_services.output);
        } else {
            // Two answers are two sections; the second waits until the first is complete.
            const auto heading = targets.size() < 2
                                     ? QString()
                                     : (i > 0 ? u"\n"_s : u""_s) + u"== %1 =="_s.arg(target.label());
            auto text = std::make_unique<TextReporter>(target.label(), heading, m_services.output,
                                                       m_services.errors, m_services.describe);
            if (previous == nullptr) {
                text->release();
            } else {
                previous->whenFinished([reporterOfNext = text.get()] { reporterOfNext->release(); });
            }
            previous = text.get();
            reporter = std::move(text);
        }
        auto stream = std::make_unique<AskStream>(m_services.pool, m_services.clock, m_services.random,
                                                  std::move(reporter));
        if (m_services.log) {
            stream->logTo(u"ask %1"_s.arg(i), m_services.log);
        }
        m_streams.push_back(std::move(stream));
    }
}

void AskCommand::keepHistory(const QString& prompt, const std::vector<domain::Attachment>& files,
                             const std::vector<AskTarget>& targets) {
    const auto database = m_services.openDatabase();
    if (!database) {
        return warn(u"nothing is kept in the history: "_s + m_services.describe(database.failure()));
    }
    m_database = database.value();
    m_store = std::make_unique<store::ConversationStore>(m_database);
    // What another one left behind that was killed; what is being written elsewhere stays as it is.
    static_cast<void>(m_store->healUnfinished());
    countEarlier(targets);
    const auto conversation = m_store->create(titleOf(prompt), static_cast<int>(targets.size()));
    if (!conversation) {
        return warn(u"nothing is kept in the history: "_s + m_services.describe(conversation.failure()));
    }
    if (const auto kept = m_store->addPrompt(conversation.value(), 0, prompt, files); !kept) {
        return warn(u"nothing is kept in the history: "_s + m_services.describe(kept.failure()));
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto& target = targets[i];
        domain::Message answer;
        answer.conversation = conversation.value();
        answer.pane = static_cast<int>(i);
        answer.role = domain::Role::Assistant;
        answer.createdAt = QDateTime::fromMSecsSinceEpoch(m_services.clock.wallTime().count(), Qt::UTC);
        answer.endpointId = target.endpoint.id;
        answer.endpointName = target.endpoint.name;
        answer.model = target.model;
        m_streams[i]->journal(database.value(), answer,
                              m_store->answerLengths(target.endpoint.id, target.model, lengthsToCompare));
    }
}

/// What could not be written yet is tried once more, with all the patience that a terminal has.
void AskCommand::finishHistory() const {
    if (!m_database || !m_database->health().isFailing()) {
        return;
    }
    m_database->setPatience(lastPatience);
    m_database->health().retry();
    if (const auto& failure = m_database->health().failure()) {
        warn(u"the history could not be written: "_s + failure->detail);
    }
}

void AskCommand::start(AskStream& stream, const AskTarget& target, const AskOptions& options,
                       const AskPrompt& prompt) {
    for (const auto& notice : prompt.notices()) {
        stream.notice(notice);
    }
    if (const auto refusal = prompt.refusal()) {
        return stream.fail(*refusal);
    }
    stream::StreamRequest request;
    request.endpoint = target.endpoint;
    prompt.fill(request);
    request.timeouts = options.timeouts(target.endpoint.isLocal() ? stream::Timeouts::forLocal()
                                                                  : stream::Timeouts::forCloud());
    request.retry = options.retry;
    request.resume = options.resume;
    request.continuation = options.continuation;
    if (options.resume == stream::ResumePolicy::Auto && !target.endpoint.quirks.sessionHeader.isEmpty()) {
        // A server that is given a name for the answer goes on with it when the connection breaks.
        request.prompt.session = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }
    request.extraAuthority = target.authority;
    findKey(target.endpoint, m_services.environment, m_services.keychain,
            [stream = QPointer(&stream), request = std::move(request),
             permit = std::make_shared<std::unique_ptr<AskPermit>>(permitFor(stream, target, prompt))](
                const domain::Result<domain::Secret>& key) mutable {
                if (stream == nullptr || stream->outcome()) {
                    return; // cancelled while the keychain was asked
                }
                if (!key) {
                    return stream->fail(key.failure());
                }
                request.key = key.value();
                if (permit->get() == nullptr) {
                    stream->start(std::move(request));
                } else {
                    stream->start(std::move(request), std::move(*permit));
                }
            });
}

std::unique_ptr<AskPermit> AskCommand::permitFor(AskStream& stream, const AskTarget& target,
                                                 const AskPrompt& prompt) const {
    if (m_services.gate == nullptr) {
        return nullptr;
    }
    const auto lengths = m_store ? m_store->answerLengths(target.endpoint.id, target.model, lengthsToCompare)
                                 : std::vector<qint64>();
    const stream::TokenEstimator estimator(providers::tokenFamily(target.endpoint.dialect, target.model));
    const auto need =
        expectedNeed(prompt.prompt(), target.facts.value_or(domain::ModelTraits{}), estimator, lengths);
    const auto position = std::ranges::find(m_streams, &stream, &std::unique_ptr<AskStream>::get);
    return std::make_unique<AskPermit>(
        *m_services.gate, static_cast<int>(position - m_streams.begin()), target.endpoint, need,
        [this, &stream, target](const SendGate::Wait& wait) {
            stream.noteWait();
            warn(target.label() + u": "_s + m_services.describeWait(wait, target.endpoint.name));
        });
}

void AskCommand::countEarlier(const std::vector<AskTarget>& targets) const {
    if (m_services.gate == nullptr) {
        return;
    }
    const auto wall = m_services.clock.wallTime();
    const auto now = m_services.clock.now();
    QStringList counted;
    for (const auto& target : targets) {
        // Under another address it is another account.
        if (target.memoryId != target.endpoint.id || counted.contains(target.endpoint.id)) {
            continue;
        }
        counted.append(target.endpoint.id);
        const auto uses =
            store::recentUse(*m_database, target.endpoint.id, wall - stream::RateLimiter::minute);
        for (const auto& use : uses) {
            m_services.gate->count(target.endpoint, {use.requests, use.inputTokens, 0},
                                   now - (wall - use.askedAt));
            m_services.gate->count(target.endpoint, {0, 0, use.outputTokens}, now - (wall - use.endedAt));
        }
    }
}

int AskCommand::exitCode() const {
    const auto any = [this](domain::Outcome outcome) {
        return std::ranges::any_of(m_streams,
                                   [&](const auto& stream) { return stream->outcome() == outcome; });
    };
    if (m_cancelled && any(domain::Outcome::Cancelled)) {
        return Exit::Cancelled;
    }
    if (any(domain::Outcome::Failed)) {
        return Exit::Failed;
    }
    return any(domain::Outcome::Interrupted) ? Exit::Interrupted : Exit::Completed;
}

} // namespace rivulet::app
