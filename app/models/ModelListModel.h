// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"

#include <QAbstractListModel>
#include <QQmlEngine>

#include <vector>

namespace rivulet::app {

class Endpoints;

/// Every model that a pane can be set to, favourites first and then by endpoint, filtered by what is typed:
/// names, endpoints, and what a model can ("images", "thinks").
class ModelListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    Q_PROPERTY(int count READ rowCount NOTIFY countChanged)
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)

public:
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< key: "endpoint:model"
        NameRole,                   ///< name
        EndpointRole,               ///< endpointName
        TagRole,                    ///< tag: "demo", "local" or empty
        ReadyRole,                  ///< ready: false where a key is still missing
        FactsRole,                  ///< facts: e.g. "1M context · thinks"; may be empty
        PriceRole,                  ///< price: "$4 / $20", "free", or empty where it is not known
        FavouriteRole,              ///< favourite
        SectionRole,                ///< section: the endpoint's name, or that of the favourites
    };

    explicit ModelListModel(Endpoints* endpoints, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    Q_INVOKABLE void toggleFavourite(const QString& key);

Q_SIGNALS:
    void countChanged();
    void filterChanged();

private:
    struct Row {
        QString key;
        QString name;
        QString endpointName;
        QString tag;
        bool ready = true;
        QString facts;
        QString price;
        bool favourite = false;
    };
    void reload();

    Endpoints* m_endpoints;
    QString m_filter;
    std::vector<Row> m_rows;
};

} // namespace rivulet::app
