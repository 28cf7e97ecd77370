// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/ModelListModel.h"

#include "Endpoints.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <iterator>

namespace rivulet::app {

namespace {

QString tokens(qint64 count) {
    const QLocale locale;
    return count >= 1'000'000
               ? ModelListModel::tr("%1M").arg(locale.toString(static_cast<double>(count) / 1e6, 'g', 3))
               : ModelListModel::tr("%1K").arg(count / 1000);
}

/// What it can, shortest first.
QString factsOf(const Endpoints::Model& model) {
    if (!model.facts) {
        return {};
    }
    const domain::ModelTraits& facts = *model.facts;
    QStringList parts;
    if (facts.contextTokens && *facts.contextTokens >= 1000) {
        parts.append(ModelListModel::tr("%1 context").arg(tokens(*facts.contextTokens)));
    }
    if (facts.thinks.value_or(!facts.thinking.isEmpty() && facts.thinking != u"none")) {
        parts.append(ModelListModel::tr("thinks"));
    }
    if (facts.takesImages.value_or(false)) {
        parts.append(ModelListModel::tr("images"));
    }
    if (facts.takesPdf.value_or(false)) {
        parts.append(ModelListModel::tr("PDF"));
    }
    if (facts.loaded.value_or(false)) {
        parts.append(ModelListModel::tr("in memory"));
    }
    return parts.join(QStringLiteral(" · "));
}

/// What a million tokens cost in USD, in and out.
QString priceOf(const Endpoints::Model& model) {
    if (!model.facts || !model.facts->inputPrice || !model.facts->outputPrice) {
        return {};
    }
    const double in = *model.facts->inputPrice;
    const double out = *model.facts->outputPrice;
    const QLocale locale;
    return in == 0 && out == 0
               ? ModelListModel::tr("free")
               : QStringLiteral("$%1 / $%2").arg(locale.toString(in, 'g', 4), locale.toString(out, 'g', 4));
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
    return {{KeyRole, "key"},     {NameRole, "name"},           {EndpointRole, "endpointName"},
            {TagRole, "tag"},     {ReadyRole, "ready"},         {FactsRole, "facts"},
            {PriceRole, "price"}, {FavouriteRole, "favourite"}, {SectionRole, "section"}};
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
    case PriceRole:
        return row.price;
    case FavouriteRole:
        return row.favourite;
    case SectionRole:
        return row.favourite ? tr("Favourites") : row.endpointName;
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

void ModelListModel::toggleFavourite(const QString& key) {
    m_endpoints->toggleFavourite(key);
}

void ModelListModel::reload() {
    const QStringList words = m_filter.split(u' ', Qt::SkipEmptyParts);
    beginResetModel();
    m_rows.clear();
    std::vector<Row> others; // behind the favourites
    for (const auto& model : m_endpoints->models()) {
        Row row{model.key(),
                model.name,
                model.endpoint.name,
                model.endpoint.demo ? tr("demo") : (model.endpoint.isLocal() ? tr("local") : QString()),
                m_endpoints->isReady(model.endpoint),
                factsOf(model),
                priceOf(model),
                m_endpoints->isFavourite(model.key())};
        const QString all = row.key + u' ' + row.name + u' ' + row.endpointName + u' ' + row.tag + u' ' +
                            row.facts + u' ' + row.price;
        const bool matches = std::all_of(words.begin(), words.end(), [&](const QString& word) {
            return all.contains(word, Qt::CaseInsensitive);
        });
        if (matches) {
            (row.favourite ? m_rows : others).push_back(std::move(row));
        }
    }
    m_rows.insert(m_rows.end(), std::make_move_iterator(others.begin()),
                  std::make_move_iterator(others.end()));
    endResetModel();
    Q_EMIT countChanged();
}

} // namespace rivulet::app
