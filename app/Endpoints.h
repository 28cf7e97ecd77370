// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ListedModels.h"
#include "domain/Endpoint.h"
#include "domain/Result.h"
#include "domain/Secret.h"
#include "providers/Catalog.h"
#include "providers/Dialect.h"
#include "secrets/KeychainSecretStore.h"
#include "secrets/SessionSecretStore.h"
#include "stream/ModelLister.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>
#include <optional>
#include <vector>

namespace rivulet::app {

class Settings;

/// Which servers and models there are, and their keys: the catalog's rows, the user's own, the demo's. Knows
/// no rows of a view and no sentences.
class Endpoints : public QObject {
    Q_OBJECT

public:
    /// One model of one endpoint, with what is known of it, by the catalog and by its server.
    struct Model {
        domain::Endpoint endpoint;
        QString id;
        QString name;
        std::optional<domain::ModelTraits> facts;

        [[nodiscard]] QString key() const { return endpoint.id + u':' + id; }
    };

    using KeyFound = std::function<void(const domain::Result<domain::Secret>&)>;
    using Done = std::function<void(const domain::Result<std::monostate>&)>;
    using Tested = std::function<void(const domain::Result<qsizetype>& models)>;

    Endpoints(Settings& settings, const providers::Catalog& catalog, secrets::SecretStore& keychain,
              secrets::SecretStore& session, stream::ModelLister& lister, QObject* parent = nullptr);

    /// Endpoints that exist for this run only (the demo's, those of the command line), shown first, with
    /// their models.
    void addTransient(const domain::Endpoint& endpoint,
                      const std::vector<std::pair<QString, QString>>& models);

    [[nodiscard]] std::vector<domain::Endpoint> all() const;
    [[nodiscard]] std::optional<domain::Endpoint> endpoint(const QString& id) const;
    [[nodiscard]] bool isCustom(const QString& id) const;
    [[nodiscard]] std::vector<Model> models() const;
    /// The model of an "endpoint:model" key; also one that no list names, as long as its endpoint is known.
    [[nodiscard]] std::optional<Model> model(const QString& key) const;
    [[nodiscard]] bool isFavourite(const QString& key) const;
    void toggleFavourite(const QString& key);
    [[nodiscard]] const providers::Catalog& catalog() const { return m_catalog; }

    [[nodiscard]] bool hasKey(const domain::Endpoint& endpoint) const;
    /// A key is kept here, in the keychain or for this run: one that can be removed.
    [[nodiscard]] bool keepsKey(const domain::Endpoint& endpoint) const;
    /// The environment variable that the key comes from; empty where it comes from elsewhere, or there is
    /// none.
    [[nodiscard]] QString keyVariable(const domain::Endpoint& endpoint) const;
    /// No key is needed, or there is one.
    [[nodiscard]] bool isReady(const domain::Endpoint& endpoint) const;
    /// The key: this run's, the environment's, the keychain's. Empty where none is needed.
    void findKey(const domain::Endpoint& endpoint, KeyFound found);
    void keepKey(const domain::Endpoint& endpoint, const domain::Secret& key, bool sessionOnly, Done done);
    void removeKey(const domain::Endpoint& endpoint, Done done);
    /// Addresses that a key is kept for although no endpoint is there any more.
    [[nodiscard]] QStringList strayOrigins() const;
    /// Forgets the key of an address. Where the keychain can't be reached it stays, and is still known of.
    void forgetKey(const QString& origin, Done done);
    /// Asks for the models with this key (or the kept one, if it is empty) and remembers them.
    void test(const QString& id, const domain::Secret& key, Tested tested);
    void checkKeychain(std::function<void(secrets::SecretStore::Availability)> answer);

    /// Whether an address on another machine may be used although nothing on the way there is encrypted: only
    /// where the user chose so for this one address.
    enum class PlainHttp { Refused, Chosen };

    [[nodiscard]] domain::Result<QString> add(const QString& name, const QString& dialect, const QUrl& url,
                                              bool needsKey, PlainHttp plain = PlainHttp::Refused);
    [[nodiscard]] domain::Result<std::monostate> setUrl(const QString& id, const QUrl& url,
                                                        PlainHttp plain = PlainHttp::Refused);
    /// Its key goes with it, unless another endpoint is at the same address.
    void remove(const QString& id);
    [[nodiscard]] domain::Result<std::monostate> addModel(const QString& id, const QString& model);

Q_SIGNALS:
    void changed();

private:
    struct Transient {
        domain::Endpoint endpoint;
        std::vector<std::pair<QString, QString>> models;
    };
    [[nodiscard]] std::optional<domain::ModelTraits> traits(const QString& endpointId,
                                                            const QString& id) const;
    /// Some endpoint is at this address.
    [[nodiscard]] bool isUsed(const QString& origin) const;
    void replace(const domain::Endpoint& endpoint);
    void list(const domain::Endpoint& endpoint, const domain::Secret& key, const Tested& tested);

    Settings& m_settings;
    const providers::Catalog& m_catalog;
    secrets::SecretStore& m_keychain;
    secrets::SecretStore& m_session;
    stream::ModelLister& m_lister;
    ListedModels m_listed;
    std::vector<Transient> m_transient;
    QSet<QString> m_sessionOrigins;
};

} // namespace rivulet::app
