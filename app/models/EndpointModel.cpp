// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/EndpointModel.h"

#include "DialectTitle.h"
#include "Endpoints.h"
#include "FailureText.h"
#include "models/TranscriptModel.h"

#include <QPointer>

namespace rivulet::app {

EndpointModel::EndpointModel(Endpoints* endpoints, QObject* parent)
    : QAbstractListModel(parent)
    , m_endpoints(endpoints) {
    connect(m_endpoints, &Endpoints::changed, this, &EndpointModel::reload);
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
            if (known.endpoint.id == endpoint.id) {
                row.status = known.status;
                row.tone = known.tone;
                row.busy = known.busy;
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
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT countChanged();
}

int EndpointModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QHash<int, QByteArray> EndpointModel::roleNames() const {
    return {{IdRole, "endpointId"},   {NameRole, "name"},         {UrlRole, "url"},
            {DialectRole, "dialect"}, {NeedsKeyRole, "needsKey"}, {HasKeyRole, "hasKey"},
            {CustomRole, "custom"},   {StatusRole, "status"},     {ToneRole, "tone"},
            {BusyRole, "busy"},       {ModelsRole, "models"}};
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
    case DialectRole:
        return DialectTitle::of(row.endpoint.dialect);
    case NeedsKeyRole:
        return row.endpoint.needsKey;
    case HasKeyRole:
        return m_endpoints->hasKey(row.endpoint);
    case CustomRole:
        return m_endpoints->isCustom(row.endpoint.id);
    case StatusRole:
        return row.status;
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
    default:
        return {};
    }
}

QStringList EndpointModel::dialects() const {
    QStringList titles;
    for (const QString& id : providers::dialectNames()) {
        titles.append(DialectTitle::of(id));
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

void EndpointModel::saveKey(const QString& endpointId, const QString& key, Keep keep) {
    const auto endpoint = m_endpoints->endpoint(endpointId);
    const QString trimmed = key.trimmed();
    if (!endpoint || trimmed.isEmpty()) {
        setStatus(endpointId, tr("Paste a key first."), static_cast<int>(TranscriptModel::Tone::Attention),
                  false);
        return;
    }
    setStatus(endpointId, tr("Testing the key..."), static_cast<int>(TranscriptModel::Tone::Active), true);
    const domain::Secret secret{trimmed.toUtf8()};
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
                              tested.ok() ? tr("The key works: %n model(s).", nullptr,
                                               static_cast<int>(tested.value()))
                                          : tr("The key could not be tested: %1")
                                                .arg(FailureText::sentence(tested.failure(), endpoint.name));
                          self->keep(endpoint, secret, sessionOnly, verdict,
                                     static_cast<int>(tested.ok() ? TranscriptModel::Tone::Good
                                                                  : TranscriptModel::Tone::Attention));
                      });
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
    m_endpoints->keepKey(
        *endpoint, secret, sessionOnly,
        [self = QPointer(this), endpoint = *endpoint, sessionOnly, verdict, tone](const auto& kept) {
            if (!self) {
                return;
            }
            if (!kept.ok()) {
                self->setStatus(endpoint.id,
                                tr("The key could not be kept: %1 You can keep it for this session only.")
                                    .arg(FailureText::sentence(kept.failure(), endpoint.name)),
                                static_cast<int>(TranscriptModel::Tone::Bad), false);
                self->refreshKeychain();
                return;
            }
            const QString where =
                sessionOnly ? tr("Kept for this session only.") : tr("Saved in the keychain.");
            self->setStatus(endpoint.id, where + u' ' + verdict, tone, false);
        });
}

void EndpointModel::removeKey(const QString& endpointId) {
    const auto endpoint = m_endpoints->endpoint(endpointId);
    if (!endpoint) {
        return;
    }
    setStatus(endpointId, tr("Removing the key..."), static_cast<int>(TranscriptModel::Tone::Active), true);
    m_endpoints->removeKey(*endpoint, [self = QPointer(this), endpoint = *endpoint](const auto& removed) {
        if (!self) {
            return;
        }
        self->setStatus(
            endpoint.id,
            removed.ok() ? tr("The key is removed.")
                         : FailureText::sentence(removed.failure(), endpoint.name),
            static_cast<int>(removed.ok() ? TranscriptModel::Tone::Neutral : TranscriptModel::Tone::Bad),
            false);
    });
}

void EndpointModel::test(const QString& endpointId) {
    const auto endpoint = m_endpoints->endpoint(endpointId);
    if (!endpoint) {
        return;
    }
    setStatus(endpointId, tr("Asking for models..."), static_cast<int>(TranscriptModel::Tone::Active), true);
    m_endpoints->test(
        endpointId, domain::Secret{}, [self = QPointer(this), endpoint = *endpoint](const auto& tested) {
            if (!self) {
                return;
            }
            if (tested.ok()) {
                self->setStatus(endpoint.id,
                                tr("It answers: %n model(s).", nullptr, static_cast<int>(tested.value())),
                                static_cast<int>(TranscriptModel::Tone::Good), false);
            } else {
                self->setStatus(endpoint.id, FailureText::sentence(tested.failure(), endpoint.name),
                                static_cast<int>(TranscriptModel::Tone::Bad), false);
            }
        });
}

QString EndpointModel::addEndpoint(const QString& name, const QString& dialect, const QString& url,
                                   bool needsKey) {
    const auto added =
        m_endpoints->add(name, DialectTitle::id(dialect), QUrl::fromUserInput(url.trimmed()), needsKey);
    return added.ok() ? QString() : tr("This endpoint can't be added: %1.").arg(added.failure().detail);
}

QString EndpointModel::setUrl(const QString& endpointId, const QString& url) {
    const auto changed = m_endpoints->setUrl(endpointId, QUrl(url.trimmed(), QUrl::StrictMode));
    return changed.ok() ? QString() : tr("This address can't be used: %1.").arg(changed.failure().detail);
}

void EndpointModel::removeEndpoint(const QString& endpointId) {
    m_endpoints->remove(endpointId);
}

QString EndpointModel::addModel(const QString& endpointId, const QString& model) {
    const auto added = m_endpoints->addModel(endpointId, model);
    return added.ok() ? QString() : tr("This model can't be added: %1.").arg(added.failure().detail);
}

} // namespace rivulet::app
