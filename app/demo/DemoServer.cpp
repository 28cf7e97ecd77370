// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "demo/DemoServer.h"

#include "demo/Continuation.h"
#include "demo/DemoRequest.h"
#include "loopback/BytePlayer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

const auto anthropic = u"anthropic"_s;
const auto ollama = u"ollama"_s;
const auto brook = u"brook-demo"_s;
const auto meander = u"meander-demo"_s;

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// An error in the words of the dialect, so that the real path reads it.
void refuse(loopback::Exchange& exchange, const QString& dialect, int status, const QString& message) {
    const auto type = status == 404 ? u"not_found_error"_s : u"invalid_request_error"_s;
    const QJsonObject body =
        dialect == anthropic
            ? QJsonObject{{u"type"_s, u"error"_s},
                          {u"error"_s, QJsonObject{{u"type"_s, type}, {u"message"_s, message}}}}
            : QJsonObject{{u"error"_s, message}};
    exchange.respond(status, "application/json", compact(body));
}

QByteArray anthropicModels() {
    return compact({{u"data"_s, QJsonArray{QJsonObject{{u"type"_s, u"model"_s},
                                                       {u"id"_s, brook},
                                                       {u"display_name"_s, u"Brook (demo)"_s},
                                                       {u"created_at"_s, u"2026-11-01T09:00:00Z"_s}}}},
                    {u"has_more"_s, false},
                    {u"first_id"_s, brook},
                    {u"last_id"_s, brook}});
}

QByteArray ollamaModels() {
    return compact({{u"models"_s, QJsonArray{QJsonObject{{u"name"_s, meander},
                                                         {u"model"_s, meander},
                                                         {u"modified_at"_s, u"2026-11-01T09:00:00Z"_s},
                                                         {u"size"_s, 0}}}}});
}

void play(loopback::Exchange& exchange, const exchange::Recording& recording, double speed) {
    std::vector<loopback::BytePlayer::Chunk> chunks;
    chunks.reserve(recording.chunks.size());
    for (const auto& chunk : recording.chunks) {
        chunks.push_back({chunk.at, chunk.bytes});
    }
    exchange.sendHead(recording.status, recording.contentType);
    // Belongs to the exchange: when the client goes, the player goes with it.
    auto* player = new loopback::BytePlayer(exchange, std::move(chunks), speed, &exchange);
    QObject::connect(player, &loopback::BytePlayer::finished, &exchange, &loopback::Exchange::finish);
    player->start();
}

} // namespace

DemoServer::DemoServer(QString folder, double speed, QObject* parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_speed(speed) {}

DemoServer::~DemoServer() = default;

domain::Result<std::monostate> DemoServer::start() {
    if (m_server) {
        return std::monostate{};
    }
    if (!m_answers) {
        auto answers = DemoAnswers::load(m_folder);
        if (!answers) {
            return answers.failure();
        }
        m_answers = std::move(answers.value());
    }
    auto server =
        std::make_unique<loopback::HttpServer>([this](loopback::Exchange& exchange) { answer(exchange); });
    if (!server->listen()) {
        domain::Failure failure;
        failure.kind = domain::Failure::Kind::Unsupported;
        failure.detail = server->errorString();
        return failure;
    }
    m_server = std::move(server);
    return std::monostate{};
}

void DemoServer::stop() {
    m_server.reset();
}

int DemoServer::playing() const {
    return m_server ? static_cast<int>(m_server->findChildren<loopback::BytePlayer*>().size()) : 0;
}

std::array<DemoModel, 2> DemoServer::models() const {
    const auto make = [this](const QString& id, const QString& name, const QString& dialect,
                             const QString& model) {
        DemoModel demo;
        demo.endpoint.id = id;
        demo.endpoint.name = name;
        demo.endpoint.dialect = dialect;
        demo.endpoint.demo = true;
        demo.endpoint.baseUrl = m_server ? m_server->url() : QUrl();
        demo.model = model;
        return demo;
    };
    return {make(u"demo-a"_s, u"Demo: Brook"_s, anthropic, brook),
            make(u"demo-b"_s, u"Demo: Meander"_s, ollama, meander)};
}

void DemoServer::answer(loopback::Exchange& exchange) {
    const auto& request = exchange.request();
    const auto target = request.method + ' ' + request.path.split('?').constFirst();
    if (target == "POST /v1/messages") {
        chat(exchange, anthropic);
    } else if (target == "POST /api/chat") {
        chat(exchange, ollama);
    } else if (target == "GET /v1/models") {
        exchange.respond(200, "application/json", anthropicModels());
    } else if (target == "GET /api/tags") {
        exchange.respond(200, "application/json", ollamaModels());
    } else {
        refuse(exchange, {}, 404, u"the demonstration does not serve this"_s);
    }
}

void DemoServer::chat(loopback::Exchange& exchange, const QString& dialect) {
    const auto request = parseDemoRequest(exchange.request().body);
    if (!request) {
        return refuse(exchange, dialect, 400, u"messages: not a chat request"_s);
    }
    if (request->model != m_answers->model(dialect)) {
        return refuse(exchange, dialect, 404, u"model '%1' not found"_s.arg(request->model));
    }
    if (!request->stream) {
        return refuse(exchange, dialect, 400, u"stream: a demonstration always streams"_s);
    }
    const auto recording = m_answers->read(dialect, request->prompt);
    if (!recording) {
        return refuse(exchange, dialect, 500, recording.failure().detail);
    }
    play(exchange,
         request->partial.isEmpty() ? recording.value() : continuation(recording.value(), request->partial),
         m_speed);
}

} // namespace rivulet::app
