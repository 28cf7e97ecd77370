// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Endpoints.h"

#include "Settings.h"
#include "domain/KeyMask.h"
#include "text/ShownText.h"

#include <QPointer>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

namespace rivulet::app {

namespace {

domain::Failure invalid(const QString& detail) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidInput;
    failure.detail = detail;
    return failure;
}

/// "My server" -> "my-server"
QString identifierFrom(const QString& name) {
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    QString id = name.toLower();
    id.replace(other, QStringLiteral("-"));
    while (id.startsWith(u'-')) {
        id.remove(0, 1);
    }
    while (id.endsWith(u'-')) {
        id.chop(1);
    }
    return id;
}

const QString keyInAddress =
    QStringLiteral("a key does not belong in the address, which is kept in a file; paste it as the key");

/// Whether the query holds what is named like a key. Settings hold none.
bool namesKey(const QUrl& url) {
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    return std::any_of(items.begin(), items.end(),
                       [](const auto& item) { return domain::KeyMask::isNameOfKey(item.first); });
}

/// Plain http to another machine.
bool needsChoice(const domain::Endpoint& endpoint) {
    return endpoint.baseUrl.scheme() == u"http" && !endpoint.isLoopback();
}

/// Empty where its variable is not set.
QByteArray environmentKey(const domain::Endpoint& endpoint) {
    return endpoint.keyVariable.isEmpty() ? QByteArray()
                                          : qgetenv(endpoint.keyVariable.toLatin1().constData()).trimmed();
}

} // namespace

Endpoints::Endpoints(Settings& settings, const providers::Catalog& catalog, secrets::SecretStore& keychain,
                     secrets::SecretStore& session, stream::ModelLister& lister, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_catalog(catalog)
    , m_keychain(keychain)
    , m_session(session)
    , m_lister(lister)
    , m_listed(settings) {
    connect(&m_settings, &Settings::endpointsChanged, this, &Endpoints::changed);
}

void Endpoints::addTransient(const domain::Endpoint& endpoint,
                             const std::vector<std::pair<QString, QString>>& models) {
    const auto known = std::find_if(m_transient.begin(), m_transient.end(),
                                    [&](const Transient& each) { return each.endpoint.id == endpoint.id; });
    if (known != m_transient.end()) {
        *known = {endpoint, models};
    } else {
        m_transient.push_back({endpoint, models});
    }
    Q_EMIT changed();
}

std::vector<domain::Endpoint> Endpoints::all() const {
    std::vector<domain::Endpoint> result;
    const auto add = [&result](const domain::Endpoint& endpoint) {
        const auto same = std::find_if(result.begin(), result.end(),
                                       [&](const domain::Endpoint& each) { return each.id == endpoint.id; });
        if (same == result.end()) {
            result.push_back(endpoint);
        }
    };
    for (const auto& each : m_transient) {
        add(each.endpoint);
    }
    const auto own = m_settings.endpoints();
    // The catalog's order first; a row the user changed stands in its place.
    for (const auto& row : m_catalog.endpoints()) {
        const auto changed = std::find_if(own.begin(), own.end(),
                                          [&](const domain::Endpoint& each) { return each.id == row.id; });
        add(changed == own.end() ? row : *changed);
    }
    for (const auto& endpoint : own) {
        add(endpoint);
    }
    return result;
}

std::optional<domain::Endpoint> Endpoints::endpoint(const QString& id) const {
    for (const auto& each : all()) {
        if (each.id == id) {
            return each;
        }
    }
    return std::nullopt;
}

bool Endpoints::isCustom(const QString& id) const {
    const auto own = m_settings.endpoints();
    return !m_catalog.endpoint(id) &&
           std::any_of(own.begin(), own.end(), [&](const domain::Endpoint& each) { return each.id == id; });
}

std::vector<Endpoints::Model> Endpoints::models() const {
    std::vector<Model> result;
    for (const auto& endpoint : all()) {
        QSet<QString> seen;
        const auto add = [&](const QString& id, const QString& name) {
            if (!seen.contains(id)) {
                seen.insert(id);
                auto facts = traits(endpoint.id, id);
                // A list of models is its server's: a name among our words is no more than a name.
                const QString shown = text::ShownText::label(!name.isEmpty() ? name
                                                             : facts         ? facts->title()
                                                                             : id);
                result.push_back({endpoint, id, shown, std::move(facts)});
            }
        };
        for (const auto& each : m_transient) {
            if (each.endpoint.id == endpoint.id) {
                for (const auto& [id, name] : each.models) {
                    add(id, name);
                }
            }
        }
        for (const auto& facts : m_catalog.modelsOf(endpoint.id)) {
            add(facts.id, facts.name);
        }
        for (const auto& listed : m_listed.of(endpoint.id)) {
            add(listed.id, {});
        }
        const auto byHand = m_settings.models(endpoint.id);
        for (const auto& id : byHand) {
            add(id, {});
        }
    }
    return result;
}

std::optional<Endpoints::Model> Endpoints::model(const QString& key) const {
    const auto colon = key.indexOf(u':');
    if (colon <= 0 || colon + 1 >= key.size()) {
        return std::nullopt;
    }
    for (auto& each : models()) {
        if (each.key() == key) {
            return each;
        }
    }
    const auto known = endpoint(key.first(colon));
    if (!known) {
        return std::nullopt;
    }
    const QString id = key.sliced(colon + 1);
    return Model{*known, id, id, traits(known->id, id)};
}

std::optional<domain::ModelTraits> Endpoints::traits(const QString& endpointId, const QString& id) const {
    const auto& listed = m_listed.of(endpointId);
    const auto told = std::find_if(listed.begin(), listed.end(),
                                   [&](const domain::ModelTraits& each) { return each.id == id; });
    return m_catalog.model(endpointId, id, told == listed.end() ? std::nullopt : std::optional(*told));
}

bool Endpoints::isFavourite(const QString& key) const {
    return m_settings.favourites().contains(key);
}

void Endpoints::toggleFavourite(const QString& key) {
    QStringList keys = m_settings.favourites();
    if (keys.removeAll(key) == 0) {
        keys.append(key);
    }
    m_settings.setFavourites(keys);
}

bool Endpoints::hasKey(const domain::Endpoint& endpoint) const {
    return keepsKey(endpoint) || !keyVariable(endpoint).isEmpty();
}

bool Endpoints::keepsKey(const domain::Endpoint& endpoint) const {
    const QString origin = endpoint.origin();
    return m_sessionOrigins.contains(origin) || m_settings.keyOrigins().contains(origin);
}

QString Endpoints::keyVariable(const domain::Endpoint& endpoint) const {
    const bool isFirst = !m_sessionOrigins.contains(endpoint.origin());
    return isFirst && !environmentKey(endpoint).isEmpty() ? endpoint.keyVariable : QString();
}

bool Endpoints::isReady(const domain::Endpoint& endpoint) const {
    return !endpoint.needsKey || hasKey(endpoint);
}

void Endpoints::findKey(const domain::Endpoint& endpoint, KeyFound found) {
    if (endpoint.credential.header.isEmpty()) {
        found(domain::Secret{});
        return;
    }
    const QString origin = endpoint.origin();
    if (m_sessionOrigins.contains(origin)) {
        m_session.read(origin, std::move(found));
        return;
    }
    if (auto fromEnvironment = domain::Secret::taking(environmentKey(endpoint)); !fromEnvironment.isEmpty()) {
        found(std::move(fromEnvironment));
        return;
    }
    if (!m_settings.keyOrigins().contains(origin)) {
        found(domain::Secret{});
        return;
    }
    // Once read it stays in memory for this run, so that the next send does not wait for the keychain.
    m_keychain.read(origin, [self = QPointer(this), origin, needed = endpoint.needsKey,
                             found = std::move(found)](const auto& result) {
        // Not where it was removed, or replaced by another, while the keychain was asked.
        if (self && result.ok() && !result.value().isEmpty() &&
            self->m_settings.keyOrigins().contains(origin) && !self->m_sessionOrigins.contains(origin)) {
            self->m_session.write(origin, result.value(), [](const auto&) {});
            self->m_sessionOrigins.insert(origin);
        }
        if (needed && result.ok() && result.value().isEmpty()) {
            // Kept once, and not by the keychain that answers now; what another one holds is left alone.
            domain::Failure gone;
            gone.kind = domain::Failure::Kind::MissingKey;
            gone.detail = QStringLiteral("the keychain that answers now holds no key for %1, though one was "
                                         "kept; paste it once more")
                              .arg(origin);
            found(gone);
            return;
        }
        found(result);
    });
}

void Endpoints::keepKey(const domain::Endpoint& endpoint, const domain::Secret& key, bool sessionOnly,
                        Done done) {
    const QString origin = endpoint.origin();
    const auto remember = [self = QPointer(this), origin, key] {
        if (self) {
            self->m_session.write(origin, key, [](const auto&) {});
            self->m_sessionOrigins.insert(origin);
            Q_EMIT self->changed();
        }
    };
    if (sessionOnly) {
        remember();
        done(std::monostate{});
        return;
    }
    m_keychain.write(origin, key,
                     [self = QPointer(this), origin, remember, done = std::move(done)](const auto& result) {
                         if (self && result.ok()) {
                             QStringList origins = self->m_settings.keyOrigins();
                             if (!origins.contains(origin)) {
                                 origins.append(origin);
                                 self->m_settings.setKeyOrigins(origins);
                             }
                             remember();
                         }
                         done(result);
                     });
}

void Endpoints::removeKey(const domain::Endpoint& endpoint, Done done) {
    forgetKey(endpoint.origin(), std::move(done));
}

QStringList Endpoints::strayOrigins() const {
    QStringList origins = m_settings.keyOrigins();
    for (const auto& origin : m_sessionOrigins) {
        if (!origins.contains(origin)) {
            origins.append(origin);
        }
    }
    origins.removeIf([this](const QString& origin) { return isUsed(origin); });
    origins.sort();
    return origins;
}

bool Endpoints::isUsed(const QString& origin) const {
    const auto isThere = [&](const domain::Endpoint& endpoint) { return endpoint.origin() == origin; };
    // One that this run hides behind its own is still there in the next.
    const auto own = m_settings.endpoints();
    const auto known = all();
    return std::any_of(known.begin(), known.end(), isThere) || std::any_of(own.begin(), own.end(), isThere) ||
           std::any_of(
               m_catalog.endpoints().begin(), m_catalog.endpoints().end(), [&](const domain::Endpoint& row) {
                   return isThere(row) &&
                          std::none_of(own.begin(), own.end(),
                                       [&](const domain::Endpoint& each) { return each.id == row.id; });
               });
}

void Endpoints::forgetKey(const QString& origin, Done done) {
    m_session.remove(origin, [](const auto&) {});
    m_sessionOrigins.remove(origin);
    if (!m_settings.keyOrigins().contains(origin)) {
        Q_EMIT changed();
        done(std::monostate{});
        return;
    }
    m_keychain.remove(origin, [self = QPointer(this), origin, done = std::move(done)](const auto& result) {
        if (self && result.ok()) {
            QStringList origins = self->m_settings.keyOrigins();
            origins.removeAll(origin);
            self->m_settings.setKeyOrigins(origins);
        }
        if (self) {
            Q_EMIT self->changed();
        }
        done(result);
    });
}

void Endpoints::test(const QString& id, const domain::Secret& key, Tested tested) {
    const auto known = endpoint(id);
    if (!known) {
        tested(invalid(QStringLiteral("no such endpoint")));
        return;
    }
    if (!key.isEmpty()) {
        list(*known, key, tested);
        return;
    }
    findKey(*known,
            [self = QPointer(this), endpoint = *known, tested = std::move(tested)](const auto& found) {
                if (!self) {
                    return;
                }
                if (!found) {
                    tested(found.failure());
                } else {
                    self->list(endpoint, found.value(), tested);
                }
            });
}

void Endpoints::list(const domain::Endpoint& endpoint, const domain::Secret& key, const Tested& tested) {
    if (const QString problem = endpoint.problem(); !problem.isEmpty()) {
        tested(invalid(problem));
        return;
    }
    m_lister.list(endpoint, key, [self = QPointer(this), id = endpoint.id, tested](const auto& listed) {
        if (!listed) {
            tested(listed.failure());
            return;
        }
        const auto& models = listed.value();
        if (self && !models.empty()) {
            self->m_listed.set(id, models);
        }
        tested(static_cast<qsizetype>(models.size()));
    });
}

void Endpoints::checkKeychain(std::function<void(secrets::SecretStore::Availability)> answer) {
    m_keychain.checkAvailability(std::move(answer));
}

domain::Result<QString> Endpoints::add(const QString& name, const QString& dialect, const QUrl& url,
                                       bool needsKey, PlainHttp plain) {
    const QString id = identifierFrom(name);
    if (id.isEmpty()) {
        return invalid(QStringLiteral("the name must hold at least one letter or digit"));
    }
    if (endpoint(id)) {
        return invalid(QStringLiteral("there is an endpoint of this name already"));
    }
    if (namesKey(url)) {
        return invalid(keyInAddress);
    }
    // A row as it would be with encryption; what was chosen comes after.
    QUrl encrypted = url;
    if (plain == PlainHttp::Chosen && encrypted.scheme() == u"http") {
        encrypted.setScheme(QStringLiteral("https"));
    }
    auto made = m_catalog.custom(id, dialect, encrypted);
    if (!made) {
        return made.failure();
    }
    made.value().baseUrl = url;
    made.value().allowsPlainHttp = needsChoice(made.value());
    made.value().name = name.trimmed();
    made.value().needsKey = needsKey;
    replace(made.value());
    return id;
}

domain::Result<std::monostate> Endpoints::setUrl(const QString& id, const QUrl& url, PlainHttp plain) {
    auto known = endpoint(id);
    if (!known) {
        return invalid(QStringLiteral("no such endpoint"));
    }
    if (namesKey(url)) {
        return invalid(keyInAddress);
    }
    const QString before = known->origin();
    known->baseUrl = url;
    // What was chosen for one address is not chosen for another.
    const bool chosen = plain == PlainHttp::Chosen || (known->allowsPlainHttp && known->origin() == before);
    known->allowsPlainHttp = chosen && needsChoice(*known);
    if (const QString problem = known->problem(); !problem.isEmpty()) {
        return invalid(problem);
    }
    if (const auto row = m_catalog.endpoint(id)) {
        // The key of the environment is meant for the catalog's server, like any key for its origin.
        const bool isItsOwn = m_catalog.isAtItsOwnServer(*known);
        known->keyVariable = isItsOwn ? row->keyVariable : QString();
        // Whether another server, and a near one, wants a key is its own to say.
        known->needsKey = row->needsKey && (isItsOwn || !known->isLocal());
    }
    replace(*known);
    return std::monostate{};
}

void Endpoints::replace(const domain::Endpoint& endpoint) {
    auto own = m_settings.endpoints();
    const auto same = std::find_if(own.begin(), own.end(),
                                   [&](const domain::Endpoint& each) { return each.id == endpoint.id; });
    if (same != own.end()) {
        *same = endpoint;
    } else {
        own.push_back(endpoint);
    }
    m_settings.setEndpoints(own);
}

void Endpoints::remove(const QString& id) {
    const auto known = endpoint(id);
    if (!known || !isCustom(id)) {
        return;
    }
    auto own = m_settings.endpoints();
    std::erase_if(own, [&](const domain::Endpoint& each) { return each.id == id; });
    m_settings.setEndpoints(own);
    m_settings.setModels(id, {});
    m_listed.set(id, {});
    m_settings.forgetEndpoint(id);
    if (!isUsed(known->origin())) {
        removeKey(*known, [](const auto&) {});
    }
}

domain::Result<std::monostate> Endpoints::addModel(const QString& id, const QString& model) {
    const QString name = model.trimmed();
    if (name.isEmpty()) {
        return invalid(QStringLiteral("a model needs a name"));
    }
    if (!endpoint(id)) {
        return invalid(QStringLiteral("no such endpoint"));
    }
    QStringList models = m_settings.models(id);
    if (!models.contains(name)) {
        models.append(name);
        m_settings.setModels(id, models);
    }
    return std::monostate{};
}

} // namespace rivulet::app
