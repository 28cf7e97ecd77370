// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/ModelListModel.h"

#include "Endpoints.h"

#include <QLocale>
#include <QStringList>

namespace rivulet::app {

namespace {

QString factsOf(const Endpoints::Model& model) {
    if (!model.facts) {
        return {};
    }
    QStringList parts;
    const QLocale locale;
    if (const auto tokens = model.facts->contextTokens) {
        parts.append(*tokens >= 1'000'000
                         ? ModelListModel::tr("%1M context")
                               .arg(locale.toString(static_cast<double>(*tokens) / 1e6, 'g', 3))
                         : ModelListModel::tr("%1K context").arg(*tokens / 1000));
    }
    if (model.facts->inputPrice && model.facts->outputPrice) {
        parts.append(QStringLiteral("$%1 / $%2")
                         .arg(locale.toString(*model.facts->inputPrice, 'g', 4),
                              locale.toString(*model.facts->outputPrice, 'g', 4)));
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace

ModelListModel::ModelListModel(Endpoints* endpoints, QObject* parent)
    : QAbstractListModel(parent)
    , m_endpoints(endpoints) {
    connect(m_endpoints, &Endpoints::changed, this, &ModelListModel::reload);
    reload();
}

int ModelListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QHash<int, QByteArray> ModelListModel::roleNames() const {
    return {{KeyRole, "key"}, {NameRole, "name"},   {EndpointRole, "endpointName"},
            {TagRole, "tag"}, {ReadyRole, "ready"}, {FactsRole, "facts"}};
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case KeyRole:
        return row.key;
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case EndpointRole:
        return row.endpointName;
    case TagRole:
        return row.tag;
    case ReadyRole:
        return row.ready;
    case FactsRole:
        return row.facts;
    default:
        return {};
    }
}

void ModelListModel::setFilter(const QString& filter) {
    if (filter == m_filter) {
        return;
    }
    m_filter = filter;
    Q_EMIT filterChanged();
    reload();
}

void ModelListModel::reload() {
    const QStringList words = m_filter.split(u' ', Qt::SkipEmptyParts);
    beginResetModel();
    m_rows.clear();
    for (const auto& model : m_endpoints->models()) {
        Row row{model.key(),
                model.name,
                model.endpoint.name,
                model.endpoint.demo ? tr("demo") : (model.endpoint.isLocal() ? tr("local") : QString()),
                m_endpoints->isReady(model.endpoint),
                factsOf(model)};
        const QString all = row.key + u' ' + row.name + u' ' + row.endpointName + u' ' + row.tag;
        const bool matches = std::all_of(words.begin(), words.end(), [&](const QString& word) {
            return all.contains(word, Qt::CaseInsensitive);
        });
        if (matches) {
            m_rows.push_back(std::move(row));
        }
    }
    endResetModel();
    Q_EMIT countChanged();
}

} // namespace rivulet::app
