// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/EndpointModel.h"

#include "Endpoints.h"
#include "FailureText.h"
#include "models/TranscriptModel.h"
#include "providers/Dialect.h"

#include <QPointer>

#include <algorithm>

namespace rivulet::app {

namespace {

QString worksSentence(qsizetype models) {
    return models == 1 ? EndpointModel::tr("The key works: one model.")
                       : EndpointModel::tr("The key works: %1 models.").arg(models);
}

QString answersSentence(qsizetype models) {
    return models == 1 ? EndpointModel::tr("It answers: one model.")
                       : EndpointModel::tr("It answers: %1 models.").arg(models);
}

/// Why the keychain did not do what it was asked to, whatever that was.
QString keychainWords(const domain::Failure& failure, const QString& endpoint) {
    switch (failure.kind) {
    case domain::Failure::Kind::KeychainLocked:
        return EndpointModel::tr("The desktop's keychain is locked.");
    case domain::Failure::Kind::KeychainUnavailable:
        return EndpointModel::tr("The desktop's keychain does not answer.");
    default:
        return FailureText::sentence(failure, endpoint);
    }
}

Endpoints::PlainHttp choice(EndpointModel::Wire wire) {
    return wire == EndpointModel::Wire::Plain ? Endpoints::PlainHttp::Chosen : Endpoints::PlainHttp::Refused;
}

QString written(std::optional<qint64> budget) {
    return budget ? QString::number(*budget) : QString();
}

} // namespace

EndpointModel::EndpointModel(Endpoints* endpoints, Settings* settings, QObject* parent)
    : QAbstractListModel(parent)
    , m_endpoints(endpoints)
    , m_settings(settings)
    , m_servers(*endpoints) {
    connect(m_endpoints, &Endpoints::changed, this, &EndpointModel::reload);
    connect(&m_servers, &LocalServers::looked, this, [this](const QStringList& names) {
        m_localServers = names.isEmpty() ? tr("No model server answers on this computer.")
                                         : tr("Running on this computer: %1.").arg(names.join(tr(", ")));
        Q_EMIT localServersChanged();
    });
    // The waits of all endpoints are those of each that has none of its own.
    connect(m_settings, &Settings::streamingChanged, this, [this] {
        if (!m_rows.empty()) {
            Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ConnectRole, FirstByteRole, IdleRole});
        }
    });
    reload();
}

void EndpointModel::reload() {
    std::vector<Row> rows;
    for (const auto& endpoint : m_endpoints->all()) {
        if (endpoint.demo) {
            continue;
        }
        Row row;
        row.endpoint = endpoint;
        for (const auto& known : m_rows) {
            if (known.endpoint.id != endpoint.id) {
                continue;
            }
            row.busy = known.busy;
            if (known.endpoint.origin() == endpoint.origin()) {
                row.waiting = known.waiting; // a key is for one address alone
            }
            // What was said of another address is not said of this one.
            if (known.busy || known.endpoint.baseUrl == endpoint.baseUrl) {
                row.status = known.status;
                row.tone = known.tone;
            }
        }
        rows.push_back(std::move(row));
    }
    const bool sameRows =
        rows.size() == m_rows.size() &&
        std::equal(rows.begin(), rows.end(), m_rows.begin(),
                   [](const Row& a, const Row& b) { return a.endpoint.id == b.endpoint.id; });
    if (sameRows) {
        // Fields that a person is typing in stay alive.
        m_rows = std::move(rows);
        if (!m_rows.empty()) {
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        }
        refreshStrayKeys({});
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT countChanged();
    refreshStrayKeys({});
}

void EndpointModel::refreshStrayKeys(const QString& problem) {
    QStringList addresses = m_endpoints->strayOrigins();
    if (addresses != m_strayKeys || problem != m_strayProblem) {
        m_strayKeys = std::move(addresses);
        m_strayProblem = problem;
        Q_EMIT strayKeysChanged();
    }
}

int EndpointModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QHash<int, QByteArray> EndpointModel::roleNames() const {
    return {{IdRole, "endpointId"},
            {NameRole, "name"},
            {UrlRole, "url"},
            {AddressHintRole, "addressHint"},
            {DialectRole, "dialect"},
            {NeedsKeyRole, "needsKey"},
            {TakesKeyRole, "takesKey"},
            {HasKeyRole, "hasKey"},
            {KeepsKeyRole, "keepsKey"},
            {KeyVariableRole, "keyVariable"},
            {CustomRole, "custom"},
            {StatusRole, "status"},
            {ToneRole, "tone"},
            {BusyRole, "busy"},
            {ModelsRole, "models"},
            {ConnectRole, "connectWait"},
            {FirstByteRole, "firstByteWait"},
            {IdleRole, "idleWait"},
            {OwnWaitsRole, "ownWaits"},
            {GoOnRole, "goOn"},
            {UnencryptedRole, "unencrypted"},
            {OffersSessionRole, "offersSession"},
            {RequestBudgetRole, "requestBudget"},
            {InputBudgetRole, "inputBudget"},
            {OutputBudgetRole, "outputBudget"}};
}

QVariant EndpointModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case IdRole:
        return row.endpoint.id;
    case Qt::DisplayRole:
    case NameRole:
        return row.endpoint.name;
    case UrlRole:
        return row.endpoint.baseUrl.toString();
    case AddressHintRole: {
        const QString address = m_endpoints->catalog().addressTemplate(row.endpoint.id);
        return address.isEmpty() ? QStringLiteral("https://") : address;
    }
    case DialectRole:
        return providers::dialectTitle(row.endpoint.dialect);
    case NeedsKeyRole:
        return row.endpoint.needsKey;
    case TakesKeyRole:
        return !row.endpoint.credential.header.isEmpty();
    case HasKeyRole:
        return m_endpoints->hasKey(row.endpoint);
    case KeepsKeyRole:
        return m_endpoints->keepsKey(row.endpoint);
    case KeyVariableRole:
        return m_endpoints->keyVariable(row.endpoint);
    case CustomRole:
        return m_endpoints->isCustom(row.endpoint.id);
    case StatusRole:
        return row.status.isEmpty() ? missing(row.endpoint) : row.status;
    case ToneRole:
        return QVariant::fromValue(static_cast<TranscriptModel::Tone>(row.tone));
    case BusyRole:
        return row.busy;
    case ModelsRole: {
        int count = 0;
        for (const auto& model : m_endpoints->models()) {
            count += model.endpoint.id == row.endpoint.id ? 1 : 0;
        }
        return count;
    }
    case ConnectRole:
        return m_settings->wait(row.endpoint, Settings::Wait::Connect);
    case FirstByteRole:
        return m_settings->wait(row.endpoint, Settings::Wait::FirstByte);
    case IdleRole:
        return m_settings->wait(row.endpoint, Settings::Wait::Idle);
    case OwnWaitsRole:
        return m_settings->hasOwnWaits(row.endpoint.id);
    case GoOnRole:
        return QVariant::fromValue(m_settings->goOn(row.endpoint.id));
    case UnencryptedRole:
        return row.endpoint.baseUrl.scheme() == u"http" && !row.endpoint.isLoopback();
    case OffersSessionRole:
        return !row.waiting.isEmpty();
    case RequestBudgetRole:
        return written(m_settings->budget(row.endpoint.id, Settings::Budget::Requests));
    case InputBudgetRole:
        return written(m_settings->budget(row.endpoint.id, Settings::Budget::InputTokens));
    case OutputBudgetRole:
        return written(m_settings->budget(row.endpoint.id, Settings::Budget::OutputTokens));
    default:
        return {};
    }
}

const EndpointModel::Row* EndpointModel::rowFor(QStringView id) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.endpoint.id == id; });
    return found == m_rows.end() ? nullptr : &*found;
}

QString EndpointModel::missing(const domain::Endpoint& endpoint) const {
    if (!endpoint.baseUrl.isEmpty()) {
        return {};
    }
    const QString address = m_endpoints->catalog().addressTemplate(endpoint.id);
    const QString place = address.section(u'{', 1).section(u'}', 0, 0);
    return place.isEmpty() ? tr("Its address is missing.")
                           : tr("Its address is missing: fill in what is yours in place of {%1}.").arg(place);
}

int EndpointModel::rowOf(const QString& modelKey) const {
    const Row* row = rowFor(QStringView(modelKey).first(std::max<qsizetype>(modelKey.indexOf(u':'), 0)));
    return row == nullptr ? -1 : static_cast<int>(row - m_rows.data());
}

QStringList EndpointModel::dialects() const {
    QStringList titles;
    for (const QString& id : providers::dialectNames()) {
        titles.append(providers::dialectTitle(id));
    }
    return titles;
}

void EndpointModel::setStatus(const QString& id, const QString& status, int tone, bool busy) {
    for (int row = 0; row < rowCount(); ++row) {
        Row& each = m_rows[static_cast<std::size_t>(row)];
        if (each.endpoint.id == id) {
            each.status = status;
            each.tone = tone;
            each.busy = busy;
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
}

void EndpointModel::refreshKeychain() {
    m_endpoints->checkKeychain([self = QPointer(this)](secrets::SecretStore::Availability availability) {
        if (!self) {
            return;
        }
        QString problem;
        switch (availability) {
        case secrets::SecretStore::Availability::Available:
            break;
        case secrets::SecretStore::Availability::Locked:
            problem = tr("The desktop's keychain is locked. Unlock it, or keep a key for this session only.");
            break;
        case secrets::SecretStore::Availability::Unavailable:
            problem = tr("No keychain answers on this desktop. Keys can be kept for this session only; "
                         "nothing is written "
                         "to disk.");
            break;
        }
        if (problem != self->m_keychainProblem) {
            self->m_keychainProblem = problem;
            Q_EMIT self->keychainChanged();
        }
    });
}

void EndpointModel::lookForLocalServers() {
    if (m_servers.isLooking()) {
        return;
    }
    m_servers.look();
    m_localServers =
        m_servers.isLooking() ? tr("Looking for model servers on this computer…") : m_localServers;
    Q_EMIT localServersChanged();
}

void EndpointModel::saveKey(const QString& endpointId, const QString& key, Keep keep) {
    const auto endpoint = m_endpoints->endpoint(endpointId);
    const QString trimmed = key.trimmed();
    if (!endpoint || trimmed.isEmpty()) {
        setStatus(endpointId, tr("Paste a key first."), static_cast<int>(TranscriptModel::Tone::Attention),
                  false);
        return;
    }
    if (const QString needed = missing(*endpoint); !needed.isEmpty()) {
        // A key belongs to an address: there is nowhere to keep it yet.
        setStatus(endpointId, needed, static_cast<int>(TranscriptModel::Tone::Attention), false);
        return;
    }
    setStatus(endpointId, tr("Testing the key…"), static_cast<int>(TranscriptModel::Tone::Active), true);
    const auto secret = domain::Secret::taking(trimmed.toUtf8());
    const bool sessionOnly = keep == Keep::SessionOnly;
    m_endpoints->test(endpointId, secret,
                      [self = QPointer(this), endpoint = *endpoint, secret, sessionOnly](const auto& tested) {
                          if (!self) {
                              return;
                          }
                          using Kind = domain::Failure::Kind;
                          const bool refused = !tested.ok() && (tested.failure().kind == Kind::Unauthorized ||
                                                                tested.failure().kind == Kind::Forbidden);
                          if (refused) {
                              self->setStatus(endpoint.id,
                                              FailureText::sentence(tested.failure(), endpoint.name) + u' ' +
                                                  tr("It was not saved."),
                                              static_cast<int>(TranscriptModel::Tone::Bad), false);
                              return;
                          }
                          const QString verdict =
                              tested.ok() ? worksSentence(tested.value())
                                          : tr("The key could not be tested: %1")
                                                .arg(FailureText::sentence(tested.failure(), endpoint.name));
                          self->keep(endpoint, secret, sessionOnly, verdict,
                                     static_cast<int>(tested.ok() ? TranscriptModel::Tone::Good
                                                                  : TranscriptModel::Tone::Attention));
                      });
}

bool EndpointModel::isStillThere(const domain::Endpoint& asked) {
    const auto endpoint = m_endpoints->endpoint(asked.id);
    if (endpoint && endpoint->baseUrl == asked.baseUrl) {
        return true;
    }
    setStatus(asked.id, tr("The address was changed meanwhile; test it again."),
              static_cast<int>(TranscriptModel::Tone::Attention), false);
    return false;
}

void EndpointModel::keep(const domain::Endpoint& tested, const domain::Secret& secret, bool sessionOnly,
                         const QString& verdict, int tone) {
    const auto endpoint = m_endpoints->endpoint(tested.id);
    if (!endpoint) {
        return;
    }
    if (endpoint->origin() != tested.origin()) {
        setStatus(tested.id, tr("The address was changed meanwhile, so the key was not saved."),
                  static_cast<int>(TranscriptModel::Tone::Attention), false);
        return;
    }
    if (!sessionOnly) {
        setWaiting(endpoint->id, secret);
        setStatus(endpoint->id, tr("Waiting for the desktop's keychain. It may ask you to unlock it."),
                  static_cast<int>(TranscriptModel::Tone::Active), true);
    }
    m_endpoints->keepKey(
        *endpoint, secret, sessionOnly,
        [self = QPointer(this), endpoint = *endpoint, sessionOnly, verdict, tone](const auto& kept) {
            if (!self) {
                return;
            }
            if (!kept.ok()) {
                const Row* row = self->rowFor(endpoint.id);
                if (row != nullptr && row->waiting.isEmpty() && !row->busy) {
                    return; // it was kept for this session meanwhile, and that was told
                }
                self->setStatus(endpoint.id,
                                tr("The key could not be kept: %1 You can keep it for this session only.")
                                    .arg(keychainWords(kept.failure(), endpoint.name)),
                                static_cast<int>(TranscriptModel::Tone::Bad), false);
                self->refreshKeychain();
                return;
            }
            self->setWaiting(endpoint.id, {});
            const QString where =
                sessionOnly ? tr("Kept for this session only.") : tr("Saved in the keychain.");
            self->setStatus(endpoint.id, where + u' ' + verdict, tone, false);
        });
}

void EndpointModel::setWaiting(const QString& id, const domain::Secret& key) {
    for (int row = 0; row < rowCount(); ++row) {
        Row& each = m_rows[static_cast<std::size_t>(row)];
        if (each.endpoint.id == id) {
            each.waiting = key;
            Q_EMIT dataChanged(index(row), index(row), {OffersSessionRole});
        }
    }
}

void EndpointModel::keepForSession(const QString& endpointId) {
    const Row* row = rowFor(endpointId);
    if (row == nullptr || row->waiting.isEmpty()) {
        return;
    }
    // Copies: what follows may make the rows anew.
    const auto endpoint = row->endpoint;
    const auto key = row->waiting;
    setWaiting(endpointId, {});
    m_endpoints->keepKey(endpoint, key, true, [](const auto&) {});
    setStatus(endpointId, tr("Kept for this session only."), static_cast<int>(TranscriptModel::Tone::Good),
              false);
}

void EndpointModel::removeKey(const QString& endpointId) {
    const auto endpoint = m_endpoints->endpoint(endpointId);
    if (!endpoint) {
        return;
    }
    setStatus(endpointId, tr("Removing the key…"), static_cast<int>(TranscriptModel::Tone::Active), true);
    m_endpoints->removeKey(*endpoint, [self = QPointer(this), endpoint = *endpoint](const auto& removed) {
        if (!self) {
            return;
        }
        self->setStatus(
            endpoint.id,
            removed.ok()
                ? tr("The key is removed.")
                : tr("The key could not be removed: %1").arg(keychainWords(removed.failure(), endpoint.name)),
            static_cast<int>(removed.ok() ? TranscriptModel::Tone::Neutral : TranscriptModel::Tone::Bad),
            false);
    });
}

void EndpointModel::forgetKey(const QString& address) {
    if (!m_endpoints->strayOrigins().contains(address)) {
        return; // an endpoint is there by now: its key is its own
    }
    m_endpoints->forgetKey(address, [self = QPointer(this), address](const auto& forgotten) {
        if (self) {
            self->refreshStrayKeys(forgotten.ok() ? QString()
                                                  : tr("The key could not be removed: %1")
                                                        .arg(keychainWords(forgotten.failure(), address)));
        }
    });
}

void EndpointModel::test(const QString& endpointId) {
    const auto endpoint = m_endpoints->endpoint(endpointId);
    if (!endpoint) {
        return;
    }
    setStatus(endpointId, tr("Asking for models…"), static_cast<int>(TranscriptModel::Tone::Active), true);
    m_endpoints->test(
        endpointId, domain::Secret{}, [self = QPointer(this), endpoint = *endpoint](const auto& tested) {
            if (!self) {
                return;
            }
            if (!self->isStillThere(endpoint)) {
                return;
            }
            if (tested.ok()) {
                self->setStatus(endpoint.id, answersSentence(tested.value()),
                                static_cast<int>(TranscriptModel::Tone::Good), false);
            } else {
                self->setStatus(endpoint.id, FailureText::sentence(tested.failure(), endpoint.name),
                                static_cast<int>(TranscriptModel::Tone::Bad), false);
            }
        });
}

QString EndpointModel::addEndpoint(const QString& name, const QString& dialect, const QString& url,
                                   bool needsKey, Wire wire) {
    const auto added = m_endpoints->add(name, providers::dialectOfTitle(dialect),
                                        QUrl::fromUserInput(url.trimmed()), needsKey, choice(wire));
    return added.ok() ? QString() : tr("This server can't be added: %1.").arg(added.failure().detail);
}

QString EndpointModel::plainHttpQuestion(const QString& url) const {
    domain::Endpoint asked;
    asked.baseUrl = QUrl::fromUserInput(url.trimmed());
    if (asked.problem().isEmpty()) {
        return {};
    }
    asked.allowsPlainHttp = true;
    if (!asked.problem().isEmpty()) {
        return {}; // nothing that a choice could mend
    }
    return tr("Nothing that is sent to %1 would be encrypted: whoever is on the way can read and change your "
              "prompts, the answers and the key. Use it all the same?")
        .arg(asked.baseUrl.host(QUrl::FullyEncoded));
}

QString EndpointModel::setUrl(const QString& endpointId, const QString& url, Wire wire) {
    const auto before = m_endpoints->endpoint(endpointId);
    const auto changed = m_endpoints->setUrl(endpointId, QUrl(url.trimmed(), QUrl::StrictMode), choice(wire));
    if (!changed.ok()) {
        return tr("This address can't be used: %1.").arg(changed.failure().detail);
    }
    const auto* row = rowFor(endpointId);
    if (row != nullptr && !row->busy && before && m_strayKeys.contains(before->origin())) {
        setStatus(
            endpointId,
            tr("A key for %1 is still kept. It can be forgotten below the servers.").arg(before->origin()),
            static_cast<int>(TranscriptModel::Tone::Neutral), false);
    }
    return {};
}

void EndpointModel::removeEndpoint(const QString& endpointId) {
    m_endpoints->remove(endpointId);
}

QString EndpointModel::setWait(const QString& endpointId, Settings::Wait wait, double seconds) {
    return m_settings->setWait(endpointId, wait, seconds);
}

void EndpointModel::useUsualWaits(const QString& endpointId) {
    m_settings->forgetWaits(endpointId);
}

void EndpointModel::setGoOn(const QString& endpointId, Settings::GoOn goOn) {
    m_settings->setGoOn(endpointId, goOn);
}

QString EndpointModel::setBudget(const QString& endpointId, Settings::Budget budget, const QString& most) {
    const QString text = most.trimmed();
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (text.isEmpty()) {
        return m_settings->setBudget(endpointId, budget, std::nullopt);
    }
    return m_settings->setBudget(endpointId, budget, isNumber ? number : 0);
}

QString EndpointModel::addModel(const QString& endpointId, const QString& model) {
    const auto added = m_endpoints->addModel(endpointId, model);
    return added.ok() ? QString() : tr("This model can't be added: %1.").arg(added.failure().detail);
}

} // namespace rivulet::app
