// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Prompt.h"
#include "domain/Result.h"
#include "domain/StreamEvent.h"
#include "providers/HttpRequest.h"
#include "wire/FrameDecoder.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace rivulet::providers {

/// A model as its server lists it. Unset: the server did not tell.
struct ModelInfo {
    QString id;
    QString name;
    std::optional<qint64> contextTokens;
    std::optional<qint64> maxOutputTokens;
    std::optional<bool> thinks;

    friend bool operator==(const ModelInfo&, const ModelInfo&) = default;
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

    /// How to go on from a partial answer: the prompt to send now. Nothing: this protocol can't.
    /// `instead`: the first way was refused (Failure::Kind::PrefillRefused), ask for the other.
    enum class Way { Prefill, Instruction };
    [[nodiscard]] virtual std::optional<Way> continuationWay(const domain::Prompt& prompt) const = 0;

    [[nodiscard]] virtual std::optional<HttpRequest> listRequest(const domain::Endpoint& endpoint) const = 0;
    [[nodiscard]] virtual domain::Result<std::vector<ModelInfo>> readList(const QByteArray& body) const = 0;

protected:
    Dialect() = default;
};

/// The dialect of this name ("anthropic", "openai-chat", "ollama"), or null for a name that is not known.
[[nodiscard]] std::unique_ptr<Dialect> makeDialect(QStringView name);
/// All names that makeDialect knows, in the order to show them.
[[nodiscard]] QStringList dialectNames();

/// The prompt that asks a model to go on after `partial`: by prefill the partial text is its unfinished last
/// turn (trailing white space stripped), by instruction a user turn quotes the tail and asks to go on from
/// there.
[[nodiscard]] domain::Prompt continuationPrompt(const domain::Prompt& prompt, const QString& partial,
                                                Dialect::Way way);

} // namespace rivulet::providers
