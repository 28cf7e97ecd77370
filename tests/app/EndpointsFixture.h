// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Endpoints.h"
#include "FakeSecretStore.h"
#include "Settings.h"
#include "domain/Clock.h"
#include "loopback/HttpServer.h"
#include "stream/ConnectionPool.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

/// Endpoints over a small catalog: a cloud with a key in the environment or the keychain, a local server.
struct EndpointsFixture {
    static rivulet::providers::Catalog smallCatalog() {
        const auto parsed = rivulet::providers::Catalog::parse(
            R"({"providers":[
                {"id":"cloud","name":"Cloud","dialect":"anthropic","base_url":"https://cloud.example",
                 "key_header":"x-api-key","key_variable":"RIVULET_TEST_KEY","needs_key":true},
                {"id":"near","name":"Near","dialect":"openai-chat","base_url":"http://127.0.0.1:9/v1",
                 "key_header":"Authorization","key_prefix":"Bearer ","key_variable":"RIVULET_NEAR_KEY"}]})",
            R"({"models":[
                {"provider":"cloud","id":"big","name":"Big","context":1000000,"input_price":4,"output_price":20},
                {"provider":"cloud","id":"small","name":"Small","context":200000}]})");
        return parsed.ok() ? parsed.value() : rivulet::providers::Catalog{};
    }

    QTemporaryDir folder;
    rivulet::app::Settings settings{folder.filePath(QStringLiteral("settings.ini"))};
    rivulet::providers::Catalog catalog = smallCatalog();
    FakeSecretStore keychain;
    rivulet::secrets::SessionSecretStore session;
    rivulet::domain::SystemClock clock;
    rivulet::stream::ConnectionPool pool;
    rivulet::stream::ModelLister lister{pool, clock};
    rivulet::app::Endpoints endpoints{settings, catalog, keychain, session, lister};

    [[nodiscard]] rivulet::domain::Endpoint row(const char* id) const {
        return endpoints.endpoint(QString::fromLatin1(id)).value_or(rivulet::domain::Endpoint{});
    }

    /// The key that a request to this endpoint would be sent with; nothing where finding it failed.
    [[nodiscard]] std::optional<QByteArray> key(const rivulet::domain::Endpoint& endpoint) {
        std::optional<QByteArray> bytes;
        bool done = false;
        endpoints.findKey(endpoint, [&](const auto& found) {
            done = true;
            if (found.ok()) {
                found.value().reveal([&](QByteArrayView revealed) { bytes = revealed.toByteArray(); });
            }
        });
        return QTest::qWaitFor([&] { return done; }) ? bytes : std::nullopt;
    }

    [[nodiscard]] bool keep(const rivulet::domain::Endpoint& endpoint, const QByteArray& bytes,
                            bool sessionOnly) {
        std::optional<bool> ok;
        endpoints.keepKey(endpoint, rivulet::domain::Secret{bytes}, sessionOnly,
                          [&](const auto& kept) { ok = kept.ok(); });
        return QTest::qWaitFor([&] { return ok.has_value(); }) && *ok;
    }

    [[nodiscard]] bool removeKey(const rivulet::domain::Endpoint& endpoint) {
        std::optional<bool> ok;
        endpoints.removeKey(endpoint, [&](const auto& removed) { ok = removed.ok(); });
        return QTest::qWaitFor([&] { return ok.has_value(); }) && *ok;
    }

    /// Whether any file of the folder holds these bytes, plain, in base64 or in UTF-16.
    [[nodiscard]] bool isOnDisk(const QByteArray& bytes) {
        settings.setWindowState(QStringLiteral("x"), 1); // writes what waits, with the next event
        QTest::qWait(0);
        const auto text = QString::fromUtf8(bytes);
        const QByteArray wide(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
        const auto names = QDir(folder.path()).entryList(QDir::Files | QDir::Hidden);
        for (const auto& name : names) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly)) {
                return true;
            }
            const QByteArray content = file.readAll();
            if (content.contains(bytes) || content.contains(bytes.toBase64()) || content.contains(wide)) {
                return true;
            }
        }
        return names.isEmpty();
    }
};
