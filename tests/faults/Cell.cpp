// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Cell.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace rivulet::faults {

using namespace std::chrono_literals;
using domain::Outcome;
using stream::StreamController;

namespace {

/// Nobody decided on requests that still come after the end: time to see them.
constexpr auto settling = 15ms;
constexpr auto pace = 2ms;

Frames healthyAnswer(const QString& dialect, int number) {
    const auto speech = Speech::in(dialect);
    speech->begin();
    for (int i = 0; i < 12; ++i) {
        speech->say(QStringLiteral("Right %1.%2 – still 🌊 flowing. ").arg(number).arg(i));
    }
    speech->end();
    return speech->frames();
}

FaultScript paced(const QString& dialect, const Frames& frames) {
    Act act{{Send{chunkedHead(Speech::in(dialect)->mediaType())}}};
    for (const Frame& frame : frames) {
        act.steps.emplace_back(Send{chunk(frame.bytes)});
        act.steps.emplace_back(Pause{pace});
    }
    act.steps.emplace_back(Send{lastChunk});
    return {act};
}

bool isText(const QString& text, const Expected& expected) {
    if (expected.filledTo == 0) {
        return text == expected.text;
    }
    const QStringView rest = QStringView(text).mid(expected.text.size());
    return text.size() == expected.filledTo && text.startsWith(expected.text) &&
           rest.count(u'w') == rest.size();
}

QString shortened(const QString& text) {
    return text.size() < 90 ? text : QStringLiteral("%1… (%2)").arg(text.left(80)).arg(text.size());
}

} // namespace

Cell::Pane::Pane(World world, FaultScript script, std::unique_ptr<QTcpServer> kind)
    : server(std::move(script), std::move(kind))
    , controller(std::make_unique<StreamController>(world.pool, world.clock, [] { return 0.5; })) {
    registration = controller->addObserver(notes);
    if (!server.reserve()) {
        qFatal("no port to listen on");
    }
}

Cell::Cell(World world, QString dialect, Plan plan, int number)
    : m_world(world)
    , m_beats(std::make_unique<stream::FlushClock>(world.clock))
    , m_dialect(std::move(dialect))
    , m_plan(std::move(plan))
    , m_healthy(healthyAnswer(m_dialect, number))
    , m_left(world, m_plan.script, world.certificates.server(m_plan.wire))
    , m_right(world, paced(m_dialect, m_healthy), nullptr) {
    m_seesItsEnd =
        std::ranges::all_of(m_plan.script, [](const Act& act) { return act.begin == Act::Begin::Request; });
    m_left.key = "sk-canary-left-0123456789-" + QByteArray::number(number);
    m_right.key = "sk-canary-right-0123456789-" + QByteArray::number(number);
    m_limit.setSingleShot(true);
    m_limit.setInterval(limit);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settling);
    connect(&m_limit, &QTimer::timeout, this, &Cell::runOut);
    connect(&m_settle, &QTimer::timeout, this, &Cell::judge);
    for (Pane* const pane : {&m_left, &m_right}) {
        connect(&pane->server, &FaultServer::closed, this, &Cell::look);
        connect(pane->controller.get(), &StreamController::ended, this, &Cell::look);
    }
    // A wait that is not looked at here is cut short.
    connect(m_left.controller.get(), &StreamController::retryScheduled, this,
            [this](int, Milliseconds delay) {
                m_firstDelay = m_firstDelay.value_or(delay);
                if (m_plan.door == Plan::Door::OpensLater && m_left.controller->attempts() == 1 + retries) {
                    expect(m_left.server.open(), QStringLiteral("no port"));
                }
                if (delay > 20ms && m_plan.cancel != CancelAt::Retry) {
                    auto* controller = m_left.controller.get();
                    QMetaObject::invokeMethod(
                        controller, [controller] { controller->reconnect(); }, Qt::QueuedConnection);
                }
            });
}

Cell::~Cell() = default;

stream::StreamRequest Cell::requestTo(const Pane& pane) const {
    const bool isLeft = &pane == &m_left;
    stream::StreamRequest request;
    domain::Endpoint& endpoint = request.endpoint;
    endpoint.id = isLeft ? QStringLiteral("left") : QStringLiteral("right");
    endpoint.dialect = m_dialect;
    endpoint.credential = {"authorization", "Bearer "};
    endpoint.baseUrl.setScheme(isLeft && m_plan.asksForTls ? QStringLiteral("https")
                                                           : QStringLiteral("http"));
    const bool otherName = isLeft && m_plan.wire == Plan::Wire::OtherHost;
    endpoint.baseUrl.setHost(otherName ? QStringLiteral("localhost") : QStringLiteral("127.0.0.1"));
    const FaultServer& server = m_plan.sharesServer ? m_left.server : pane.server;
    endpoint.baseUrl.setPort(isLeft && m_crowdedPort ? *m_crowdedPort : server.port());
    endpoint.baseUrl.setPath(Speech::in(m_dialect)->basePath());
    request.key = domain::Secret(pane.key);
    request.beats = m_beats.get();
    request.prompt.model = QStringLiteral("m");
    request.prompt.turns = {{domain::Role::User, QStringLiteral("Where do rivers go?")}};
    for (auto* const timeout : {&request.timeouts.connect, &request.timeouts.upload, &request.timeouts.slot,
                                &request.timeouts.firstByte, &request.timeouts.idle}) {
        *timeout = 9s;
    }
    request.timeouts.loading = 5ms;
    request.retry.retries = retries;
    request.retry.base = 2ms;
    request.continuation = stream::ContinuePolicy::Never;
    if (isLeft) {
        request.extraAuthority = m_world.certificates.authority(m_plan.wire);
        if (m_plan.adjust) {
            m_plan.adjust(request);
        }
    }
    return request;
}

void Cell::openDoor() {
    if (m_plan.door == Plan::Door::Open) {
        expect(m_left.server.open(), QStringLiteral("no port"));
    } else if (m_plan.door == Plan::Door::Crowded) {
        // A full backlog: the system takes the first connection into the queue and leaves the rest
        // unanswered.
        auto busy = std::make_unique<QTcpServer>();
        busy->setListenBacklogSize(0);
        expect(busy->listen(QHostAddress::LocalHost), QStringLiteral("no port"));
        busy->pauseAccepting();
        m_crowdedPort = busy->serverPort();
        for (int i = 0; i < 4; ++i) {
            auto socket = std::make_unique<QTcpSocket>();
            socket->connectToHost(QHostAddress::LocalHost, *m_crowdedPort);
            m_crowd.push_back(std::move(socket));
        }
        m_crowd.push_back(std::move(busy));
    }
}

void Cell::start() {
    m_since.start();
    m_limit.start();
    if (m_plan.sharesServer) {
        m_left.server.welcome(m_right.key, paced(m_dialect, m_healthy).front());
    }
    openDoor();
    expect(m_right.server.open(), QStringLiteral("no port"));
    watchForCancel();
    m_right.controller->start(requestTo(m_right));
    m_left.controller->start(requestTo(m_left));
    if (m_plan.cancel == CancelAt::Once) {
        cancel();
    }
}

void Cell::watchForCancel() {
    StreamController* const controller = m_left.controller.get();
    switch (m_plan.cancel) {
    case CancelAt::Never:
    case CancelAt::Once:
        break;
    case CancelAt::Played:
        connect(&m_left.server, &FaultServer::played, this, &Cell::cancel, Qt::QueuedConnection);
        break;
    case CancelAt::AllText:
        connect(controller, &StreamController::textArrived, this, [this, controller] {
            if (controller->text().size() >= m_plan.expected.text.size()) {
                cancel();
            }
        });
        break;
    case CancelAt::Retry:
        connect(controller, &StreamController::retryScheduled, this, &Cell::cancel, Qt::QueuedConnection);
        break;
    }
}

void Cell::cancel() {
    m_cancelled.start();
    m_left.controller->cancel();
}

void Cell::look() {
    const bool ended = isEnded(m_left.controller->state()) && isEnded(m_right.controller->state());
    if (m_left.server.openConnections() == 0 && m_cancelled.isValid() && !m_cancelTook && m_seesItsEnd &&
        !m_plan.sharesServer) {
        m_cancelTook = static_cast<double>(m_cancelled.nsecsElapsed()) / 1e6;
    }
    if (ended) {
        m_left.server.readAll();
    }
    if (ended && m_left.server.openConnections() + m_right.server.openConnections() == 0) {
        m_settle.start();
    } else {
        m_settle.stop();
    }
}

QString Cell::state() const {
    return stream::stateName(m_left.controller->state());
}

int Cell::requests() const {
    return m_left.controller->requests() - m_left.server.resumes();
}

void Cell::expect(bool holds, const QString& problem) {
    if (!holds) {
        m_problems.append(problem);
    }
}

void Cell::runOut() {
    const qint64 sent = m_left.server.bytesSent() + m_right.server.bytesSent();
    if (std::exchange(m_sent, sent) != sent && !m_since.hasExpired(Milliseconds(patience).count())) {
        m_limit.start();
    } else {
        judge();
    }
}

void Cell::judge() {
    if (std::exchange(m_judged, true)) {
        return;
    }
    m_limit.stop();
    judgeLeft();
    judgeRight();
    judgeKeys(m_left, m_left.server.requests());
    expect(m_left.server.openConnections() == 0 && m_right.server.openConnections() == 0,
           QStringLiteral("a connection is still open"));
    Q_EMIT done();
}

void Cell::judgeLeft() {
    const StreamController& controller = *m_left.controller;
    const Expected& expected = m_plan.expected;
    if (!controller.ending()) {
        m_problems.append(QStringLiteral("no end in time, but %1").arg(state()));
        return;
    }
    const domain::Ending& ending = *controller.ending();
    const auto kind = ending.failure ? std::optional(ending.failure->kind) : std::nullopt;
    const QString kindName =
        kind ? domain::failureName(*kind) + u' ' + ending.failure->detail : QStringLiteral("no failure");
    expect(ending.outcome == expected.outcome,
           QStringLiteral("%1 (%2) instead of %3")
               .arg(domain::outcomeName(ending.outcome), kindName, domain::outcomeName(expected.outcome)));
    expect(expected.kinds.empty() ? !kind
                                  : kind && std::ranges::find(expected.kinds, *kind) != expected.kinds.end(),
           QStringLiteral("failure: %1 instead of %2")
               .arg(kindName, expected.kinds.empty() ? QStringLiteral("none")
                                                     : domain::failureName(expected.kinds.front())));
    expect(requests() == expected.requests,
           QStringLiteral("%1 requests instead of %2").arg(requests()).arg(expected.requests));
    expect(isText(controller.text(), expected),
           QStringLiteral("text \"%1\" instead of \"%2\"")
               .arg(shortened(controller.text()), shortened(expected.text)));
    expect(controller.thinking() == expected.thinking,
           QStringLiteral("thinking \"%1\" instead of \"%2\"")
               .arg(shortened(controller.thinking()), shortened(expected.thinking)));
    expect(!expected.stop || ending.stop == *expected.stop,
           QStringLiteral("stop reason %1").arg(domain::stopName(ending.stop)));
    expect(!expected.delay || m_firstDelay == expected.delay,
           QStringLiteral("a wait of %1 ms instead of %2")
               .arg(m_firstDelay.value_or(-1ms).count())
               .arg(expected.delay.value_or(-1ms).count()));
    expect(!expected.warned || m_left.notes.warnings > 0, QStringLiteral("no warning"));
    const StreamNotes& notes = m_left.notes;
    expect(notes.inOrder && notes.ends == 1 && notes.length == controller.text().size() &&
               notes.thought == controller.thinking(),
           QStringLiteral("observers were told otherwise (%1 ends)").arg(notes.ends));

    // What the server saw agrees, as far as it can see.
    const auto seen = static_cast<int>(m_left.server.requests().size());
    const bool shakesHands = !m_plan.asksForTls || m_plan.wire == Plan::Wire::Trusted;
    if (!shakesHands) {
        expect(seen == 0, QStringLiteral("%1 requests went out without a good handshake").arg(seen));
    } else if (m_plan.door == Plan::Door::Open && m_seesItsEnd && m_plan.cancel != CancelAt::Once) {
        expect(seen == expected.requests, QStringLiteral("the server saw %1 requests").arg(seen));
    }
    // Not one byte of a request beyond those. A connection by itself is none: where a request waits while two
    // of Qt's connections to its server have just closed, Qt may open both again, asks on one and closes the
    // other.
    const int connections = shakesHands ? m_left.server.heard() : m_left.server.connections();
    expect(!m_seesItsEnd || connections - m_left.server.resumes() <= expected.requests,
           QStringLiteral("%1 connections").arg(connections));
}

void Cell::judgeRight() {
    const StreamController& controller = *m_right.controller;
    const auto& ending = controller.ending();
    expect(ending && ending->outcome == Outcome::Completed,
           QStringLiteral("the other pane: %1").arg(stream::stateName(controller.state())));
    expect(controller.text() == textOf(m_healthy) && m_right.notes.length == controller.text().size() &&
               m_right.notes.inOrder && m_right.notes.ends == 1 && controller.thinking().isEmpty(),
           QStringLiteral("the other pane's text: ") + shortened(controller.text()));
    const auto& asked = m_plan.sharesServer ? m_left.server.guests() : m_right.server.requests();
    expect(controller.requests() == 1 && asked.size() == 1,
           QStringLiteral("the other pane: %1 requests").arg(controller.requests()));
    judgeKeys(m_right, asked);
}

void Cell::judgeKeys(const Pane& pane, const std::vector<loopback::Request>& requests) {
    for (const loopback::Request& request : requests) {
        QByteArray elsewhere = request.path + request.body;
        for (auto header = request.headers.begin(); header != request.headers.end(); ++header) {
            if (header.key() != "authorization") {
                elsewhere += header.key() + header.value();
            }
        }
        expect(request.headers.value("authorization") == "Bearer " + pane.key &&
                   !elsewhere.contains("canary"),
               QStringLiteral("the key is not where it belongs"));
    }
    expect(!pane.notes.words.contains(u"canary") && !pane.controller->text().contains(u"canary"),
           QStringLiteral("a key was told: ") + pane.notes.words);
}

} // namespace rivulet::faults
