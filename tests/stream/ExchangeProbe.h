// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "stream/ConnectionPool.h"
#include "stream/HttpExchange.h"

#include <QObject>
#include <QPointer>
#include <QUrl>

#include <memory>
#include <optional>

/// One HttpExchange with a pool of its own, and a record of all it said.
class ExchangeProbe : public QObject {
    Q_OBJECT

public:
    using Failure = rivulet::domain::Failure;
    using HttpReply = rivulet::providers::HttpReply;
    using HttpRequest = rivulet::providers::HttpRequest;
    using Exchange = rivulet::stream::HttpExchange;

    ExchangeProbe() {
        connect(exchange.get(), &Exchange::headReceived, this, [this](const HttpReply& reply) {
            ++heads;
            head = reply;
        });
        connect(exchange.get(), &Exchange::received, this, [this](const QByteArray& bytes) {
            body += bytes;
            longest = std::max(longest, bytes.size());
        });
        connect(exchange.get(), &Exchange::finished, this, [this](const HttpReply& reply) {
            ++ends;
            last = reply;
        });
        connect(exchange.get(), &Exchange::failed, this,
                [this](const Failure& broken, const HttpReply& reply) {
                    ++ends;
                    failure = broken;
                    last = reply;
                });
    }

    void post(const QUrl& url, const QByteArray& payload = "{}",
              HttpRequest::Method method = HttpRequest::Method::Post) {
        HttpRequest request;
        request.method = method;
        request.url = url;
        request.body = payload;
        request.headers = {{"x-dialect", "yes"}};
        request.credential = {"x-api-key", "Key "};
        exchange->send(request, rivulet::domain::Secret(key), options);
    }
    /// Empty where there is no such header.
    [[nodiscard]] static QByteArray header(const HttpReply& reply, const QByteArray& name) {
        for (const auto& [each, value] : reply.headers) {
            if (each == name) {
                return value;
            }
        }
        return {};
    }
    /// An empty name: no failure.
    [[nodiscard]] QString kind() const {
        return failure ? rivulet::domain::failureName(failure->kind) : QString();
    }

    rivulet::domain::SystemClock clock;
    rivulet::stream::ConnectionPool pool;
    Exchange::Options options;
    QByteArray key = "canary-key";
    std::unique_ptr<Exchange> exchange = std::make_unique<Exchange>(pool, clock);

    int heads = 0;
    int ends = 0;
    QByteArray body;
    qsizetype longest = 0;
    HttpReply head;
    HttpReply last;
    std::optional<Failure> failure;
};
