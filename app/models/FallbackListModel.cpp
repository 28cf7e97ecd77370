// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/FallbackListModel.h"

#include "Endpoints.h"
#include "Settings.h"

namespace rivulet::app {

FallbackListModel::FallbackListModel(Settings& settings, const Endpoints& endpoints, int pane,
                                     QObject* parent)
    : QAbstractListModel(parent)
    , m_settings(settings)
    , m_endpoints(endpoints)
    , m_pane(pane)
    , m_keys(settings.fallbacks(pane).mid(0, most)) {
    connect(&endpoints, &Endpoints::changed, this, [this] {
        if (!m_keys.isEmpty()) {
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
            Q_EMIT keysChanged();
        }
    });
}

int FallbackListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
}

QHash<int, QByteArray> FallbackListModel::roleNames() const {
    return {{KeyRole, "key"}, {NameRole, "name"}, {EndpointRole, "endpointName"}, {OwnRole, "own"}};
}

QVariant FallbackListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const QString& key = m_keys[index.row()];
    switch (role) {
    case KeyRole:
        return key;
    case Qt::DisplayRole:
    case NameRole:
        return name(key);
    case EndpointRole: {
        const auto model = m_endpoints.model(key);
        return model ? model->endpoint.name : QString();
    }
    case OwnRole:
        return key == m_own;
    default:
        return {};
    }
}

QString FallbackListModel::name(const QString& key) const {
    const auto model = m_endpoints.model(key);
    return model ? model->name : key;
}

QString FallbackListModel::summary() const {
    QString all;
    for (const QString& key : m_keys) {
        all = all.isEmpty() ? name(key) : tr("%1, then %2").arg(all, name(key));
    }
    return all;
}

void FallbackListModel::setOwn(const QString& key) {
    if (key == m_own) {
        return;
    }
    m_own = key;
    if (!m_keys.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {OwnRole});
    }
}

QString FallbackListModel::whyNot(const QString& key) const {
    if (!m_endpoints.model(key)) {
        return tr("There is no such model.");
    }
    if (key == m_own) {
        return tr("%1 itself answers here. Choose another one for when it can't.").arg(name(key));
    }
    if (m_keys.contains(key)) {
        return tr("%1 is on the list already.").arg(name(key));
    }
    return m_keys.size() < most ? QString() : tr("There are %1 already. Take one off first.").arg(most);
}

void FallbackListModel::setRefusal(const QString& refusal) {
    if (refusal != m_refusal) {
        m_refusal = refusal;
        Q_EMIT refusalChanged();
    }
}

void FallbackListModel::forgetRefusal() {
    setRefusal({});
}

bool FallbackListModel::add(const QString& key) {
    setRefusal(whyNot(key));
    if (!m_refusal.isEmpty()) {
        return false;
    }
    beginInsertRows({}, rowCount(), rowCount());
    m_keys.append(key);
    endInsertRows();
    keep();
    return true;
}

void FallbackListModel::remove(int row) {
    if (row < 0 || row >= rowCount()) {
        return;
    }
    beginRemoveRows({}, row, row);
    m_keys.removeAt(row);
    endRemoveRows();
    keep();
}

void FallbackListModel::raise(int row) {
    if (row < 1 || row >= rowCount()) {
        return;
    }
    beginMoveRows({}, row, row, {}, row - 1);
    m_keys.move(row, row - 1);
    endMoveRows();
    keep();
}

void FallbackListModel::keep() {
    m_settings.setFallbacks(m_pane, m_keys);
    Q_EMIT keysChanged();
}

} // namespace rivulet::app
