// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/HttpExchange.h"

#include "stream/OutgoingRequest.h"
#include "stream/SingleUseBody.h"
#include "stream/TransportFailure.h"

#include <QBuffer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QSslError>

#include <algorithm>
#include <utility>

namespace rivulet::stream {

namespace {

using Kind = domain::Failure::Kind;
using Method = providers::HttpRequest::Method;

/// What Qt may hold while reading is limited; TCP pushes back beyond it.
constexpr qint64 limitedBytes = 2 * HttpExchange::turnBytes;
/// A server this far ahead of us floods.
constexpr qint64 floodBytes = qint64{4} * 1024 * 1024;
/// A question that takes more than a moment to send.
constexpr qint64 longBody = qint64{1024} * 1024;

QNetworkReply* start(QNetworkAccessManager& manager, const QNetworkRequest& outgoing,
                     const providers::HttpRequest& request) {
    switch (request.method) {
    case Method::Get:
        return manager.get(outgoing);
    case Method::Delete:
        return manager.deleteResource(outgoing);
    case Method::Post:
        break;
    }
    if (request.body.isEmpty()) {
        return manager.post(outgoing, QByteArray());
    }
    auto body = std::make_unique<SingleUseBody>(request.body);
    QNetworkReply* const reply = manager.post(outgoing, body.get());
    body.release()->setParent(reply);
    return reply;
}

bool isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Where a redirect points, without what may be secret in it.
QUrl redirectTarget(const QNetworkReply& reply) {
    const QUrl location = reply.attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
    return location.isEmpty() ? QUrl()
                              : reply.url().resolved(location).adjusted(
                                    QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

bool isEncoded(const providers::HttpReply& answer) {
    return std::ranges::any_of(answer.headers, [](const auto& header) {
        const QByteArray value = header.second.trimmed().toLower();
        return header.first == "content-encoding" && !value.isEmpty() && value != "identity";
    });
}

} // namespace

HttpExchange::HttpExchange(ConnectionPool& pool, const domain::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
    , m_clock(clock) {
    m_clockTimer.setSingleShot(true);
    connect(&m_clockTimer, &QTimer::timeout, this, &HttpExchange::timeOut);
    // A timer of its own: what is queued by other means may run again within the same turn.
    m_nextTurn.setSingleShot(true);
    m_nextTurn.setInterval(0);
    connect(&m_nextTurn, &QTimer::timeout, this, &HttpExchange::readTurn);
}

HttpExchange::~HttpExchange() {
    release();
}

void HttpExchange::send(const providers::HttpRequest& request, const domain::Secret& key,
                        const Options& options) {
    cancel();
    m_options = options;
    m_answer = {};
    m_ended = false;
    m_encrypted = false;
    m_certificateProblem.clear();
    m_bytesReceived = 0;
    m_lastByteAt = {};
    m_phase = Phase::Connect;
    if (const QString problem = requestProblem(request, key); !problem.isEmpty()) {
        const auto refuse = [this, problem, send = m_sends] {
            if (send == m_sends) {
                fail(Kind::InvalidInput, problem);
            }
        };
        QMetaObject::invokeMethod(this, refuse, Qt::QueuedConnection);
        return;
    }
    m_lease = options.extraAuthority ? ConnectionPool::leaseAlone() : m_pool.lease(request.url);
    m_bodySize = request.method == Method::Post ? request.body.size() : 0;
    m_reply = start(*m_lease.manager(), outgoingRequest(request, key, options.extraAuthority), request);
    connectReply();
    enter(Phase::Connect);
}

void HttpExchange::connectReply() {
    // Not before: Qt forgets a size that it is told before its own thread has begun.
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this,
            [this] { limitReading(m_held ? Limit::On : Limit::Off); });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] { m_encrypted = true; });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) {
        // Never ignored: Qt ends the handshake after this.
        m_certificateProblem =
            errors.isEmpty() ? QStringLiteral("certificate error") : errors.first().errorString();
    });
    connect(m_reply, &QNetworkReply::uploadProgress, this, &HttpExchange::tellProgress);
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        if (m_phase == Phase::Connect || m_phase == Phase::Upload) {
            // The head is out, and the body's first piece where there is one.
            enter(m_bodySize == 0 ? Phase::FirstByte : Phase::Upload);
        } else if (m_phase == Phase::FirstByte && m_bodySize == 0) {
            // Sent again by Qt
            fail(Kind::ConnectionReset, {});
        }
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpExchange::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpExchange::readBody);
    connect(m_reply, &QNetworkReply::finished, this, [this] {
        m_ended = true;
        readBody();
    });
}

void HttpExchange::cancel() {
    release();
}

void HttpExchange::setHeld(bool held) {
    if (m_held == held) {
        return;
    }
    m_held = held;
    if (m_reply) {
        limitReading(m_held ? Limit::On : Limit::Off);
    }
    if (m_phase == Phase::Body) {
        enter(Phase::Body);
        m_nextTurn.start();
    }
}

void HttpExchange::limitReading(Limit limit) {
    // Not always on: where a chunked body is cut while Qt's reading is limited, Qt 6.4 meets the connection's
    // end in the middle of its own reading and never tells. Every byte still comes; then the idle clock ends
    // it.
    m_limit = limit;
    m_reply->setReadBufferSize(limit == Limit::On ? limitedBytes : 0);
}

void HttpExchange::watchFlood() {
    const qint64 ahead = m_reply->bytesAvailable();
    if (m_limit == Limit::Off && ahead > floodBytes) {
        limitReading(Limit::On);
    } else if (m_limit == Limit::On && !m_held && ahead < turnBytes) {
        limitReading(Limit::Off);
    }
}

bool HttpExchange::isRunning() const {
    return m_phase != Phase::Nothing;
}

Timeouts::Milliseconds HttpExchange::durationOf(Phase phase) const {
    switch (phase) {
    case Phase::Nothing:
        break;
    case Phase::Connect:
        return m_options.timeouts.connect;
    case Phase::Upload:
    case Phase::ErrorBody: // as long as a question may stall, in all: its answer is known already
        return m_options.timeouts.upload;
    case Phase::FirstByte:
        return m_options.timeouts.firstByte;
    case Phase::Body:
        return m_held ? Timeouts::Milliseconds{0} : m_options.timeouts.idle;
    }
    return Timeouts::Milliseconds{0};
}

void HttpExchange::enter(Phase phase) {
    m_phase = phase;
    const auto duration = durationOf(phase);
    m_looksAgain = false;
    m_heard = false;
    if (duration > Timeouts::Milliseconds{0}) {
        m_due = m_clock.now() + duration;
        m_clockTimer.start(duration);
    } else {
        m_clockTimer.stop();
    }
}

void HttpExchange::restartClock() {
    if (!m_clockTimer.isActive() || m_looksAgain) {
        enter(m_phase);
        return;
    }
    // A timer that is started with each read costs more than one that finds, once, that it ran for too short.
    m_heard = true;
    m_due = m_clock.now() + durationOf(m_phase);
}

void HttpExchange::tellProgress(qint64 bytesSent) {
    if (bytesSent > 0 && (m_phase == Phase::Connect || m_phase == Phase::Upload)) {
        enter(bytesSent < m_bodySize ? Phase::Upload : Phase::FirstByte);
    }
}

void HttpExchange::readHead() {
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_answer.status != 0 || status == 0) {
        return;
    }
    m_lastByteAt = m_clock.now();
    m_answer.status = status;
    qint64 bytes = 0;
    for (const auto& [name, value] : m_reply->rawHeaderPairs()) {
        m_answer.headers.emplace_back(name.toLower(), value);
        bytes += name.size() + value.size();
    }
    if (bytes > headerBytes || std::ssize(m_answer.headers) > headerLines) {
        m_answer.headers.clear();
        fail(Kind::HeadersTooLong, {});
    } else if (isRedirect(status)) {
        fail(Kind::Redirected, {}, redirectTarget(*m_reply));
    } else if (status < 200) {
        // Qt takes an informational head for the answer; the real one will never be seen.
        fail(Kind::UnexpectedStatus, {});
    } else if (status != 200) {
        enter(Phase::ErrorBody);
    } else if (m_answer.headers.empty()) {
        // Beyond its own limits Qt reports the status and not one header. A server of ours sends some.
        fail(Kind::HeadersTooLong, QStringLiteral("no header could be read"));
    } else if (isEncoded(m_answer)) {
        fail(Kind::ContentEncoded, {});
    } else {
        enter(Phase::Body);
        Q_EMIT headReceived(m_answer);
    }
}

void HttpExchange::readAtBeats() {
    m_flows = m_options.beats != nullptr;
}

bool HttpExchange::readsAtBeats() const {
    return m_flows && m_phase == Phase::Body && !m_held && m_limit == Limit::Off && !m_ended;
}

void HttpExchange::readWaiting() {
    if (std::exchange(m_awaits, false)) {
        m_options.beats->leave(*this);
        readTurn();
    }
}

void HttpExchange::readBody() {
    if (m_nextTurn.isActive()) {
        return;
    }
    if (!readsAtBeats()) {
        readTurn();
    } else if (m_reply->bytesAvailable() >= beatBytes) {
        m_nextTurn.start();
    } else if (!std::exchange(m_awaits, true)) {
        m_options.beats->await(*this, FlushClock::Part::Read, m_clock.now());
    }
}

void HttpExchange::beat(FlushClock::Instant now) {
    Q_UNUSED(now)
    m_awaits = false;
    readTurn();
}

void HttpExchange::readTurn() {
    const QPointer<HttpExchange> self = this;
    const quint64 send = m_sends;
    if (m_reply) {
        readHead();
    }
    if (!self || send != m_sends || !m_reply) {
        return;
    }
    if (m_phase == Phase::Body && m_held && m_reply->bytesAvailable() > 0) {
        return;
    }
    if (m_phase == Phase::Body || m_phase == Phase::ErrorBody) {
        // Qt sets aside as much as it is asked for and hands it out with each word, however short: 256 KiB.
        // One byte more than there is, for only who asks beyond its buffer has it tell its thread of the new
        // room.
        const QByteArray bytes = m_reply->read(std::min(turnBytes, m_reply->bytesAvailable() + 1));
        if (!bytes.isEmpty()) {
            m_bytesReceived += bytes.size();
            watchFlood();
            if (!readsAtBeats() || m_reply->bytesAvailable() > 0) {
                m_nextTurn.start(); // whatever more comes in this turn waits for the next
            }
            m_lastByteAt = m_clock.now();
            if (m_phase == Phase::Body) {
                restartClock();
            }
            const bool goesOn = deliver(bytes);
            if (!self || send != m_sends || !goesOn) {
                return;
            }
        }
    }
    if (m_ended && m_reply->bytesAvailable() == 0) {
        end();
    }
}

bool HttpExchange::deliver(const QByteArray& bytes) {
    if (m_phase == Phase::Body && !m_options.whole) {
        Q_EMIT received(bytes);
        return true;
    }
    const qint64 limit = m_phase == Phase::ErrorBody ? errorBodyLimit : m_options.wholeLimit;
    const qint64 room = limit - m_answer.body.size();
    m_answer.body += bytes.first(std::min<qint64>(bytes.size(), room));
    if (bytes.size() <= room) {
        return true;
    }
    fail(m_phase == Phase::ErrorBody ? Kind::UnexpectedStatus : Kind::AnswerTooLong, {});
    return false;
}

void HttpExchange::end() {
    const QNetworkReply::NetworkError error = m_reply->error();
    const QString words = transportWords(m_reply->errorString());
    if (m_answer.status != 0 && m_answer.status != 200) {
        fail(Kind::UnexpectedStatus, {});
    } else if (!m_certificateProblem.isEmpty()) {
        fail(Kind::TlsCertificate, m_certificateProblem);
    } else if (m_answer.status == 0) {
        const bool handshake = m_reply->url().scheme() == u"https" && !m_encrypted;
        // An end without error and without a head is nothing HTTP knows.
        // Qt says the same where there is no network and where a connection breaks while it is written to; of
        // the latter it knows no words but those of a device that has none.
        const bool broke = m_phase != Phase::Connect || m_reply->errorString() == QBuffer().errorString();
        const Reached reached = handshake ? Reached::Handshake : broke ? Reached::Server : Reached::Nothing;
        fail(error == QNetworkReply::NoError ? Kind::Malformed : transportFailure(error, reached), words);
    } else if (error != QNetworkReply::NoError) {
        fail(transportFailure(error, Reached::Head), words);
    } else {
        finish();
    }
}

bool HttpExchange::looksAgain() {
    const auto now = m_clock.now();
    if (now - m_due > asleep) {
        enter(m_phase);
        return true;
    }
    if (m_looksAgain) {
        return false;
    }
    // It may be less than that since it woke: bytes that wait in the socket come by way of another thread.
    m_looksAgain = true;
    m_due = now + secondLook;
    m_clockTimer.start(secondLook);
    return true;
}

void HttpExchange::timeOut() {
    if (std::exchange(m_heard, false)) {
        const auto left = std::chrono::ceil<Timeouts::Milliseconds>(m_due - m_clock.now());
        m_clockTimer.start(std::clamp(left, Timeouts::Milliseconds{1}, durationOf(m_phase)));
        return;
    }
    if (looksAgain()) {
        return;
    }
    switch (m_phase) {
    case Phase::Nothing:
        break;
    case Phase::Connect:
        fail(Kind::ConnectTimeout, {});
        break;
    case Phase::Upload:
        fail(Kind::UploadStalled, {});
        break;
    case Phase::FirstByte:
        fail(Kind::FirstByteTimeout, {});
        break;
    case Phase::Body:
        // After the machine slept or was stopped, the clock may run out before what has come is read.
        if (m_reply->bytesAvailable() > 0) {
            readBody();
        } else {
            fail(Kind::IdleTimeout, {});
        }
        break;
    case Phase::ErrorBody:
        fail(Kind::UnexpectedStatus, {});
        break;
    }
}

void HttpExchange::fail(Kind kind, const QString& detail, const QUrl& target) {
    domain::Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    failure.httpStatus = m_answer.status;
    failure.target = target;
    if (kind == Kind::ConnectionReset && m_phase != Phase::FirstByte && m_bodySize > longBody) {
        // Who finds a question too large says so and hangs up on the rest of it, and of that Qt tells the
        // latter alone. Asked again by itself, it would be as large.
        failure.shouldRetry = false;
    }
    if (kind == Kind::UnexpectedStatus && isEncoded(m_answer)) {
        m_answer.body.clear(); // nothing anyone could read
    }
    const providers::HttpReply answer = std::exchange(m_answer, {});
    release();
    Q_EMIT failed(failure, answer);
}

void HttpExchange::finish() {
    const providers::HttpReply answer = std::exchange(m_answer, {});
    release();
    Q_EMIT finished(answer);
}

void HttpExchange::release() {
    ++m_sends;
    m_phase = Phase::Nothing;
    m_clockTimer.stop();
    m_nextTurn.stop();
    m_flows = false;
    if (std::exchange(m_awaits, false)) {
        m_options.beats->leave(*this);
    }
    if (QNetworkReply* const reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater(); // this may run inside one of its signals
    }
    m_lease = {};
}

} // namespace rivulet::stream
