// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QStringList>

namespace rivulet::app {

class Endpoints;
class Settings;

/// The models that answer in a pane where its own can't, in their order. Kept in the settings; knows nothing
/// of when they are asked.
class FallbackListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by ChatSession")
    Q_PROPERTY(int count READ rowCount NOTIFY keysChanged)
    Q_PROPERTY(QString summary READ summary NOTIFY keysChanged)

public:
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< key: "endpoint:model"
        NameRole,                   ///< name
        EndpointRole,               ///< endpointName; empty where the model is not there any more
    };

    static constexpr int most = 5;

    FallbackListModel(Settings& settings, const Endpoints& endpoints, int pane, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] const QStringList& keys() const { return m_keys; }
    /// "Pine, then Brook"; empty where there are none.
    [[nodiscard]] QString summary() const;

    /// At the end; one that is there already, or one too many, changes nothing.
    Q_INVOKABLE void add(const QString& key);
    Q_INVOKABLE void remove(int row);
    /// One place up.
    Q_INVOKABLE void raise(int row);

Q_SIGNALS:
    void keysChanged();

private:
    [[nodiscard]] QString name(const QString& key) const;
    void keep();

    Settings& m_settings;
    const Endpoints& m_endpoints;
    int m_pane;
    QStringList m_keys;
};

} // namespace rivulet::app
