// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/ModelTraits.h"
#include "domain/Prompt.h"
#include "domain/Result.h"
#include "domain/StreamEvent.h"
#include "providers/AccountLimit.h"
#include "providers/HttpRequest.h"
#include "wire/FrameDecoder.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace rivulet::providers {

/// Where a stream stands, for whoever wants to go on with it exactly: the server's (or our) name of the
/// answer, and how far it was read, in the protocol's own terms.
struct ResumePoint {
    QString id;
    /// A sequence number, an event's id or a token; empty where the protocol has none.
    QString cursor;
    /// Bytes of the body up to the end of the last whole frame. Counted by the stream layer.
    qint64 bytes = 0;

    friend bool operator==(const ResumePoint&, const ResumePoint&) = default;
};

/// One provider protocol, purely: it builds requests and reads what comes back, and knows no socket, no
/// clock, no file and no other dialect. An object reads one stream: make a new one for each attempt.
class Dialect {
public:
    virtual ~Dialect() = default;
    Dialect(const Dialect&) = delete;
    Dialect& operator=(const Dialect&) = delete;

    [[nodiscard]] virtual std::unique_ptr<wire::FrameDecoder> makeDecoder() const = 0;
    [[nodiscard]] virtual HttpRequest request(const domain::Prompt& prompt,
                                              const domain::Endpoint& endpoint) const = 0;

    /// One frame of a 200 stream; appends the events it means. A frame that is not what the protocol promises
    /// becomes Warning{SkippedEvent}, never an exception; unknown events and fields are ignored.
    virtual void read(const wire::Frame& frame, std::vector<domain::StreamEvent>& events) = 0;
    /// A whole answer in one body (not streamed, or a server that ignored `stream`): its events, end mark
    /// included, or the Failure the body tells of.
    virtual void readWhole(const QByteArray& body, std::vector<domain::StreamEvent>& events) = 0;
    /// What a status other than 200 (or a 200 whose body is an error) means. Words are redacted and bounded,
    /// retry advice in the body or in this provider's own headers is included. The general Retry-After family
    /// is read by the stream layer.
    [[nodiscard]] virtual domain::Failure readError(const HttpReply& reply) const = 0;
    /// What the head of a reply, whatever its status, tells of the account's limits. `wallTime`: milliseconds
    /// since the epoch, used where the reply has no Date.
    [[nodiscard]] virtual std::vector<AccountLimit> accountLimits(const HttpReply& reply,
                                                                  std::chrono::milliseconds wallTime) const;

    /// How to go on from a partial answer: the prompt to send now. Nothing: this protocol can't.
    /// `instead`: the first way was refused (Failure::Kind::PrefillRefused), ask for the other.
    enum class Way { Prefill, Instruction };
    [[nodiscard]] virtual std::optional<Way> continuationWay(const domain::Prompt& prompt,
                                                             const domain::Endpoint& endpoint) const = 0;

    // What only some protocols know: nothing where this one doesn't.

    /// Asked so, an answer has a resumePoint() from its first event on, as the protocol promises.
    [[nodiscard]] virtual bool promisesResume(const domain::Prompt& prompt,
                                              const domain::Endpoint& endpoint) const;
    /// Where this stream stands after what was read, once it can be gone on with exactly.
    [[nodiscard]] virtual std::optional<ResumePoint> resumePoint(const domain::Prompt& prompt,
                                                                 const domain::Endpoint& endpoint) const;
    /// Asks for what comes after that point; the reply is read like a stream, by a new object that was told
    /// of the point by resumeAt().
    [[nodiscard]] virtual std::optional<HttpRequest> resumeRequest(const domain::Prompt& prompt,
                                                                   const domain::Endpoint& endpoint,
                                                                   const ResumePoint& point) const;
    virtual void resumeAt(const ResumePoint& point);
    /// Asks for the answer as it is by now, as a whole; the reply is read with readWhole(), which says Alive
    /// alone while the server is still at it.
    [[nodiscard]] virtual std::optional<HttpRequest> pollRequest(const domain::Endpoint& endpoint,
                                                                 const ResumePoint& point) const;
    /// Tells a server that would go on by itself to stop. Its reply is of no interest.
    [[nodiscard]] virtual std::optional<HttpRequest> cancelRequest(const domain::Endpoint& endpoint,
                                                                   const ResumePoint& point) const;
    /// After Finished{PauseTurn}: what to put into Prompt::pausedContents to have the answer go on. Opaque to
    /// all but the dialect; bounded.
    [[nodiscard]] virtual std::optional<QByteArray> pausedContent() const;
    /// Asks whether a server that said ModelLoading is ready; any 200 is a yes.
    [[nodiscard]] virtual std::optional<HttpRequest> readyRequest(const domain::Endpoint& endpoint) const;

    [[nodiscard]] virtual std::optional<HttpRequest> listRequest(const domain::Endpoint& endpoint) const = 0;
    [[nodiscard]] virtual domain::Result<std::vector<domain::ModelTraits>>
    readList(const QByteArray& body) const = 0;

protected:
    Dialect() = default;
};

/// The dialect of this name ("anthropic", "openai-chat", "ollama"), or null for a name that is not known.
[[nodiscard]] std::unique_ptr<Dialect> makeDialect(QStringView name);
/// All names that makeDialect knows, in the order to show them.
[[nodiscard]] QStringList dialectNames();
/// What people call the dialect of this name: "OpenAI Chat Completions"; an unknown name is its own title.
[[nodiscard]] QString dialectTitle(QStringView name);
/// The name behind a title, or behind a name.
[[nodiscard]] QString dialectOfTitle(QStringView title);

/// The prompt that asks a model to go on after `partial`: by prefill the partial text is its unfinished last
/// turn (trailing white space stripped), by instruction a user turn quotes the tail and asks to go on from
/// there.
[[nodiscard]] domain::Prompt continuationPrompt(const domain::Prompt& prompt, const QString& partial,
                                                Dialect::Way way);

} // namespace rivulet::providers
