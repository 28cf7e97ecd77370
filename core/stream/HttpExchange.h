// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Failure.h"
#include "domain/Secret.h"
#include "providers/HttpRequest.h"
#include "stream/ConnectionPool.h"
#include "stream/FlushClock.h"
#include "stream/Timeouts.h"

#include <QByteArray>
#include <QObject>
#include <QSslCertificate>
#include <QTimer>

#include <chrono>
#include <optional>

class QNetworkReply;

namespace rivulet::stream {

/// One request and its answer: the only holder of a QNetworkReply. One send is one request; redirects are
/// failures; HTTP/2 is off; its own clocks run; every size is bounded. Ends with exactly one of finished()
/// and failed(), never both, and with neither after cancel(). It may be cancelled, sent anew or destroyed in
/// any of its own signals.
class HttpExchange : public QObject, private FlushClock::Listener {
    Q_OBJECT

public:
    /// Most bytes handed out by one received(): keeps a turn of the event loop short under a flood.
    static constexpr qint64 turnBytes = qint64{256} * 1024;
    /// So many bytes do not wait for a beat.
    static constexpr qint64 beatBytes = turnBytes / 4;
    static constexpr qint64 errorBodyLimit = qint64{1024} * 1024;
    static constexpr qint64 headerBytes = qint64{256} * 1024;
    static constexpr qsizetype headerLines = 1000;
    /// A clock that runs out later than this was not looked at meanwhile.
    static constexpr std::chrono::milliseconds asleep{250};
    /// What came in that time is read within this.
    static constexpr std::chrono::milliseconds secondLook{100};

    struct Options {
        Timeouts timeouts;
        std::optional<QSslCertificate> extraAuthority;
        /// Treat a body of status 200 as a whole, not a stream: hand it out at the end in finished().
        bool whole = false;
        qint64 wholeLimit = qint64{32} * 1024 * 1024;
        /// At whose beats readAtBeats() reads; null: always as bytes come. Outlives the exchange.
        FlushClock* beats = nullptr;
    };

    HttpExchange(ConnectionPool& pool, const domain::Clock& clock, QObject* parent = nullptr);
    ~HttpExchange() override;

    /// Ends an earlier send as cancel() does. Fails in a later turn of the event loop, never in here.
    void send(const providers::HttpRequest& request, const domain::Secret& key, const Options& options);
    /// Closes the connection at once; nothing is emitted any more.
    void cancel();
    /// Stops or goes on reading. While held the read buffer is bounded, so that TCP pushes back, and no idle
    /// clock runs. Where a server cuts a chunked answer in that time, the end may only show by the idle clock
    /// after the release, or look like a proper one (Qt 6.4); no byte is lost.
    void setHeld(bool held);
    /// The answer flows: from here on bytes may wait for the next beat, so that each read brings more of
    /// them. Its end does not wait. Holds until the next send.
    void readAtBeats();
    /// What waits for a beat is read now.
    void readWaiting();
    [[nodiscard]] bool isRunning() const;
    /// The request is with the server, its answer is not there yet or not whole.
    [[nodiscard]] bool isSent() const { return m_phase == Phase::FirstByte || m_phase == Phase::Body; }
    [[nodiscard]] qint64 bytesReceived() const { return m_bytesReceived; }
    [[nodiscard]] domain::Clock::Instant lastByteAt() const { return m_lastByteAt; }

Q_SIGNALS:
    /// The head of a 200 answer is there. Content type and headers are in `reply`, its body is empty.
    void headReceived(const rivulet::providers::HttpReply& reply);
    /// Body bytes of a 200 answer, in order.
    void received(const QByteArray& bytes);
    /// The body ended in a way HTTP calls proper. Whether the answer is whole is for its protocol to say.
    /// `reply.body` holds the body where Options::whole was set.
    void finished(const rivulet::providers::HttpReply& reply);
    /// The transport broke, a clock ran out, or the status was not 200; `reply` holds what there is of head
    /// and body (bounded). For a status that is not 200 the failure's kind is UnexpectedStatus: the dialect
    /// knows better.
    void failed(const rivulet::domain::Failure& failure, const rivulet::providers::HttpReply& reply);

private:
    /// What is being waited for; each has its clock.
    enum class Phase { Nothing, Connect, Upload, FirstByte, Body, ErrorBody };

    enum class Limit { Off, On };

    void connectReply();
    void limitReading(Limit limit);
    void watchFlood();
    void enter(Phase phase);
    void tellProgress(qint64 bytesSent);
    void readHead();
    /// Reads now, or in the next turn of the event loop where this one has had its share, or at the next
    /// beat.
    void readBody();
    void readTurn();
    void beat(FlushClock::Instant now) override;
    [[nodiscard]] bool readsAtBeats() const;
    /// Bytes came: the clock that runs begins anew.
    void restartClock();
    [[nodiscard]] Timeouts::Milliseconds durationOf(Phase phase) const;
    [[nodiscard]] bool deliver(const QByteArray& bytes);
    void end();
    /// The machine slept, or this process was stopped: what came meanwhile is looked for before anything
    /// ends.
    [[nodiscard]] bool looksAgain();
    void timeOut();
    void fail(domain::Failure::Kind kind, const QString& detail, const QUrl& target = {});
    void finish();
    void release();

    ConnectionPool& m_pool;
    const domain::Clock& m_clock;
    Options m_options;
    ConnectionPool::Lease m_lease;
    QNetworkReply* m_reply = nullptr;
    providers::HttpReply m_answer;
    Phase m_phase = Phase::Nothing;
    quint64 m_sends = 0; ///< tells after a signal whether this is still the same send
    qint64 m_bodySize = 0;
    Limit m_limit = Limit::Off;
    bool m_held = false;
    bool m_encrypted = false;
    bool m_ended = false; ///< Qt has nothing more to add to what it holds
    QString m_certificateProblem;
    QTimer m_clockTimer;
    /// When the clock that runs is to run out.
    domain::Clock::Instant m_due;
    bool m_looksAgain = false;
    /// Something came since the clock's timer was started: it has to run for longer.
    bool m_heard = false;
    /// See readAtBeats(), and whether a beat is awaited.
    bool m_flows = false;
    bool m_awaits = false;
    QTimer m_nextTurn;
    qint64 m_bytesReceived = 0;
    domain::Clock::Instant m_lastByteAt;
};

} // namespace rivulet::stream
