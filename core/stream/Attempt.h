// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Failure.h"
#include "domain/KeyMask.h"
#include "domain/StreamEvent.h"
#include "providers/Dialect.h"
#include "stream/FlowWatch.h"
#include "stream/HttpExchange.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace rivulet::stream {

/// One request and the reading of its answer: an exchange, a dialect and a decoder. Knows from the answer's
/// head whether it is a stream or a whole, and turns bytes into events. Knows no state, no retry and no text
/// but its own. Says over() exactly once and last, and nothing after cancel().
class Attempt : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 wholeLimit = qint64{32} * 1024 * 1024;

    Attempt(ConnectionPool& pool, const domain::Clock& clock, std::unique_ptr<providers::Dialect> dialect);
    ~Attempt() override;

    void send(const domain::Prompt& prompt, const domain::Endpoint& endpoint, const domain::Secret& key,
              HttpExchange::Options options);
    enum class TakeUp {
        Stream, ///< what comes after the point
        Whole   ///< the answer as it stands
    };
    /// Goes on with an answer instead. False, and nothing is sent, where the protocol has no such request.
    [[nodiscard]] bool takeUp(const domain::Prompt& prompt, const domain::Endpoint& endpoint,
                              const domain::Secret& key, HttpExchange::Options options,
                              const providers::ResumePoint& point, TakeUp how);
    void cancel();
    void setHeld(bool held);
    /// What has come and waits for a beat is read now; it may be over after that.
    void readWaiting() { m_exchange.readWaiting(); }
    /// How the answer came, where it was asked for as a stream.
    [[nodiscard]] std::optional<FlowWatch::Flow> flow() const;
    /// It comes in one piece: it was asked for so, or the server sends it so.
    [[nodiscard]] bool isWhole() const { return !m_prompt.stream || m_body == Body::Whole; }
    /// Where it ended with a pause.
    [[nodiscard]] std::optional<QByteArray> pausedContent() const { return m_dialect->pausedContent(); }
    [[nodiscard]] bool isWithServer() const { return m_exchange.isSent(); }
    /// The server took the request: the head of an answer came.
    [[nodiscard]] bool isAccepted() const { return m_body != Body::Unknown; }
    /// The server said, all in one piece, that it is still writing the answer.
    [[nodiscard]] bool isStillWritten() const { return m_stillWritten; }
    [[nodiscard]] domain::Clock::Instant sentAt() const { return m_sentAt; }
    /// Where its stream stands, if its server can go on from there.
    [[nodiscard]] std::optional<providers::ResumePoint> resumePoint() const;
    [[nodiscard]] const domain::Prompt& prompt() const { return m_prompt; }
    /// When the last byte came, or when it was sent.
    [[nodiscard]] domain::Clock::Instant lastSignOfLife() const;

Q_SIGNALS:
    /// The head of a reply, of whatever status, told of these.
    void limitsTold(const std::vector<rivulet::providers::AccountLimit>& limits);
    void eventsRead(const std::vector<rivulet::domain::StreamEvent>& events);
    /// Nothing more comes. Without a failure the body ended properly; whether the answer is whole is for its
    /// events to say.
    void over(const std::optional<rivulet::domain::Failure>& failure);

private:
    enum class Body { Unknown, Stream, Whole };

    void begin(const providers::HttpRequest& request, const domain::Secret& key,
               HttpExchange::Options options);
    void tellLimits(const providers::HttpReply& reply);
    /// The failure, where the head says that this is no answer of the protocol.
    [[nodiscard]] std::optional<domain::Failure> readHead(const providers::HttpReply& reply);
    void readBytes(const QByteArray& bytes);
    /// The first bytes of a body may show what it is where its label is wrong.
    void look(const QByteArray& bytes);
    /// What was kept as a whole turns out to be a stream.
    void readKept();
    /// The last line of a stream that broke, where it says something without its end.
    void readLastLine();
    void readEnd(const providers::HttpReply& reply);
    void readFailure(const domain::Failure& failure, const providers::HttpReply& reply);
    /// Frames to events, and on.
    void pass(const std::vector<wire::Frame>& frames);
    void pass(const std::vector<domain::StreamEvent>& events);
    void end(const std::optional<domain::Failure>& failure);
    /// Without the key, where the server's words about an error or a warning hold it.
    [[nodiscard]] domain::StreamEvent withoutKey(const domain::StreamEvent& event) const;
    void watch(const std::vector<domain::StreamEvent>& events);
    /// Once something of the answer has come, more of it may be read at once.
    void flow(const std::vector<domain::StreamEvent>& events);

    const domain::Clock& m_clock;
    std::unique_ptr<providers::Dialect> m_dialect;
    std::unique_ptr<wire::FrameDecoder> m_decoder;
    HttpExchange m_exchange;
    domain::Prompt m_prompt;
    domain::Endpoint m_endpoint;
    std::optional<domain::KeyMask> m_keyMask;
    /// Only for a stream.
    std::optional<FlowWatch> m_flow;
    QTimer m_look;
    QByteArray m_whole;
    bool m_looked = false;
    bool m_flows = false;
    domain::Clock::Instant m_sentAt;
    /// Bytes of the answer's stream before this one, and up to the last frame that was read.
    qint64 m_bytesBefore = 0;
    qint64 m_bytesRead = 0;
    bool m_takesUp = false;
    bool m_stillWritten = false;
    Body m_body = Body::Unknown;
    bool m_over = false;
};

} // namespace rivulet::stream
