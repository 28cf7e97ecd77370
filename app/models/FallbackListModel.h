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
    Q_PROPERTY(QString refusal READ refusal NOTIFY refusalChanged)

public:
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< key: "endpoint:model"
        NameRole,                   ///< name
        EndpointRole,               ///< endpointName; empty where the model is not there any more
        OwnRole,                    ///< own: it answers in this pane anyway, and is passed over
    };

    static constexpr int most = 5;

    FallbackListModel(Settings& settings, const Endpoints& endpoints, int pane, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] const QStringList& keys() const { return m_keys; }
    /// "Pine, then Brook"; empty where there are none.
    [[nodiscard]] QString summary() const;

    /// Why add() said no the last time, as a sentence, or empty.
    [[nodiscard]] const QString& refusal() const { return m_refusal; }
    /// The pane's own model, which does not stand in for itself.
    void setOwn(const QString& key);

    /// At the end. False, and nothing changes, where it is there already, is the pane's own, or is one too
    /// many.
    Q_INVOKABLE bool add(const QString& key);
    Q_INVOKABLE void forgetRefusal();
    Q_INVOKABLE void remove(int row);
    /// One place up.
    Q_INVOKABLE void raise(int row);

Q_SIGNALS:
    void keysChanged();
    void refusalChanged();

private:
    [[nodiscard]] QString name(const QString& key) const;
    [[nodiscard]] QString whyNot(const QString& key) const;
    void setRefusal(const QString& refusal);
    void keep();

    Settings& m_settings;
    const Endpoints& m_endpoints;
    int m_pane;
    QStringList m_keys;
    QString m_own;
    QString m_refusal;
};

} // namespace rivulet::app
