// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "demo/DemoAnswers.h"
#include "domain/Endpoint.h"
#include "domain/Result.h"
#include "loopback/HttpServer.h"

#include <QObject>
#include <QString>

#include <array>
#include <memory>
#include <optional>
#include <variant>

namespace rivulet::app {

/// One of the two models of the demonstration and where it answers.
struct DemoModel {
    domain::Endpoint endpoint;
    QString model;
};

/// The built-in demonstration: plays recordings over HTTP from a loopback port, so that an answer takes the
/// same way as a provider's. Listens only between start() and stop(). Knows no stream and no window.
class DemoServer : public QObject {
    Q_OBJECT

public:
    /// `folder` holds the recordings (":/demo" are the built-in ones); `speed` as for loopback::BytePlayer.
    explicit DemoServer(QString folder, double speed = 1.0, QObject* parent = nullptr);
    ~DemoServer() override;

    /// Listens on a free port of 127.0.0.1; nothing happens where it does already.
    [[nodiscard]] domain::Result<std::monostate> start();
    /// Drops every answer under way and closes the port.
    void stop();
    [[nodiscard]] bool isListening() const { return m_server != nullptr; }

    /// Answers under way.
    [[nodiscard]] int playing() const;

    /// "demo-a" speaks as Anthropic does, "demo-b" as Ollama. Their base URL is empty unless it listens.
    [[nodiscard]] std::array<DemoModel, 2> models() const;

private:
    void answer(loopback::Exchange& exchange);
    void chat(loopback::Exchange& exchange, const QString& dialect);

    QString m_folder;
    double m_speed;
    std::optional<DemoAnswers> m_answers;
    std::unique_ptr<loopback::HttpServer> m_server;
};

} // namespace rivulet::app
