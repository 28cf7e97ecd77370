// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Secret.h"

#include <QAbstractListModel>
#include <QQmlEngine>

#include <vector>

namespace rivulet::app {

class Endpoints;

/// The endpoints of the settings page: where they are, whether a key is there, what the last test of it said.
class EndpointModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    Q_PROPERTY(int count READ rowCount NOTIFY countChanged)
    Q_PROPERTY(QStringList dialects READ dialects CONSTANT)
    Q_PROPERTY(QString keychainProblem READ keychainProblem NOTIFY keychainChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< endpointId
        NameRole,                  ///< name
        UrlRole,                   ///< url
        DialectRole,               ///< dialect: what people call it
        NeedsKeyRole,              ///< needsKey
        HasKeyRole,                ///< hasKey
        CustomRole,                ///< custom: the user's own, may be removed
        StatusRole,                ///< status: what the last test said, one sentence; empty: none yet
        ToneRole,                  ///< tone: TranscriptModel.Tone of the status
        BusyRole,                  ///< busy: a test or the keychain is being waited for
        ModelsRole,                ///< models: how many are known
    };

    /// Where a key is to be kept.
    enum class Keep { Keychain, SessionOnly };
    Q_ENUM(Keep)

    explicit EndpointModel(Endpoints* endpoints, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QStringList dialects() const;
    /// Why keys can't be kept in the keychain at present, as a sentence; empty: they can.
    [[nodiscard]] QString keychainProblem() const { return m_keychainProblem; }
    /// Asks the keychain how it is; keychainProblem follows. Called when settings open.
    Q_INVOKABLE void refreshKeychain();

    /// Tests the key against its endpoint and, when it is good (or can't be tested), keeps it. The status
    /// tells.
    Q_INVOKABLE void saveKey(const QString& endpointId, const QString& key,
                             rivulet::app::EndpointModel::Keep keep);
    Q_INVOKABLE void removeKey(const QString& endpointId);
    /// Asks the endpoint for its models.
    Q_INVOKABLE void test(const QString& endpointId);
    /// Adds or changes an endpoint. Empty, or the sentence that says what is wrong.
    Q_INVOKABLE QString addEndpoint(const QString& name, const QString& dialect, const QString& url,
                                    bool needsKey);
    Q_INVOKABLE QString setUrl(const QString& endpointId, const QString& url);
    Q_INVOKABLE void removeEndpoint(const QString& endpointId);
    /// Adds a model by its id to an endpoint that does not list it.
    Q_INVOKABLE QString addModel(const QString& endpointId, const QString& model);

Q_SIGNALS:
    void countChanged();
    void keychainChanged();

private:
    struct Row {
        domain::Endpoint endpoint;
        QString status;
        int tone = 0;
        bool busy = false;
    };
    void reload();
    void setStatus(const QString& id, const QString& status, int tone, bool busy);
    void keep(const domain::Endpoint& tested, const domain::Secret& secret, bool sessionOnly,
              const QString& verdict, int tone);

    Endpoints* m_endpoints;
    QString m_keychainProblem;
    std::vector<Row> m_rows;
};

} // namespace rivulet::app
