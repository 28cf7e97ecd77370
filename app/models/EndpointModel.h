// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "LocalServers.h"
#include "Settings.h"
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
    Q_PROPERTY(QString localServers READ localServers NOTIFY localServersChanged)
    Q_PROPERTY(bool looking READ isLooking NOTIFY localServersChanged)
    Q_PROPERTY(QString keychainProblem READ keychainProblem NOTIFY keychainChanged)
    Q_PROPERTY(QStringList strayKeys READ strayKeys NOTIFY strayKeysChanged)
    Q_PROPERTY(QString strayProblem READ strayProblem NOTIFY strayKeysChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< endpointId
        NameRole,                  ///< name
        UrlRole,                   ///< url; empty where only the user knows it and has not told yet
        AddressHintRole,           ///< addressHint: what an address of it looks like
        DialectRole,               ///< dialect: what people call it
        NeedsKeyRole,              ///< needsKey
        TakesKeyRole,              ///< takesKey: a key can be given, whether or not it is needed
        HasKeyRole,                ///< hasKey
        KeepsKeyRole,              ///< keepsKey: one that can be removed
        KeyVariableRole,           ///< keyVariable: the environment variable the key comes from; empty: none
        CustomRole,                ///< custom: the user's own, may be removed
        StatusRole,                ///< status: what the last test said, one sentence; empty: none yet
        ToneRole,                  ///< tone: TranscriptModel.Tone of the status
        BusyRole,                  ///< busy: a test or the keychain is being waited for
        ModelsRole,                ///< models: how many are known
        ConnectRole,               ///< connectWait: seconds, as they are in force
        FirstByteRole,             ///< firstByteWait
        IdleRole,                  ///< idleWait
        OwnWaitsRole,              ///< ownWaits: not those of all endpoints
        GoOnRole,                  ///< goOn: Settings.GoOn
        UnencryptedRole,           ///< unencrypted: by choice, plain http to another machine
        OffersSessionRole,         ///< offersSession: the keychain has not taken a key; this run can
        RequestBudgetRole,         ///< requestBudget: a minute's, as it is written; empty: none
        InputBudgetRole,           ///< inputBudget: tokens
        OutputBudgetRole,          ///< outputBudget: tokens
    };

    /// Where a key is to be kept.
    enum class Keep { Keychain, SessionOnly };
    Q_ENUM(Keep)

    /// How an address may be spoken to: plain http to another machine only where that was chosen for it.
    enum class Wire { Encrypted, Plain };
    Q_ENUM(Wire)

    EndpointModel(Endpoints* endpoints, Settings* settings, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QStringList dialects() const;
    /// The row of a model's ("endpoint:model") endpoint; -1 where there is none.
    Q_INVOKABLE int rowOf(const QString& modelKey) const;
    /// Why keys can't be kept in the keychain at present, as a sentence; empty: they can.
    [[nodiscard]] QString keychainProblem() const { return m_keychainProblem; }
    /// Asks the keychain how it is; keychainProblem follows. Called when settings open.
    Q_INVOKABLE void refreshKeychain();
    /// What the last look for servers on this machine found, as a sentence; empty before the first.
    [[nodiscard]] QString localServers() const { return m_localServers; }
    [[nodiscard]] bool isLooking() const { return m_servers.isLooking(); }
    /// Asks every server that may run on this machine for its models. Called when settings open.
    Q_INVOKABLE void lookForLocalServers();

    /// Tests the key against its endpoint and, when it is good (or can't be tested), keeps it. The status
    /// tells.
    Q_INVOKABLE void saveKey(const QString& endpointId, const QString& key,
                             rivulet::app::EndpointModel::Keep keep);
    /// Where the keychain did not take a key, or still waits: keeps that key for this run.
    Q_INVOKABLE void keepForSession(const QString& endpointId);
    Q_INVOKABLE void removeKey(const QString& endpointId);
    /// Addresses that a key is kept for although no endpoint is there any more.
    [[nodiscard]] QStringList strayKeys() const { return m_strayKeys; }
    /// Why the last of them could not be forgotten, as a sentence; empty: it could.
    [[nodiscard]] QString strayProblem() const { return m_strayProblem; }
    Q_INVOKABLE void forgetKey(const QString& address);
    /// Asks the endpoint for its models.
    Q_INVOKABLE void test(const QString& endpointId);
    /// Adds or changes an endpoint. Empty, or the sentence that says what is wrong.
    Q_INVOKABLE QString addEndpoint(const QString& name, const QString& dialect, const QString& url,
                                    bool needsKey, rivulet::app::EndpointModel::Wire wire = Wire::Encrypted);
    Q_INVOKABLE QString setUrl(const QString& endpointId, const QString& url,
                               rivulet::app::EndpointModel::Wire wire = Wire::Encrypted);
    /// What has to be agreed to before this address can be used, as a question; empty: nothing.
    Q_INVOKABLE QString plainHttpQuestion(const QString& url) const;
    Q_INVOKABLE void removeEndpoint(const QString& endpointId);
    /// How long this endpoint alone is waited for. Empty, or the sentence that says what is wrong.
    Q_INVOKABLE QString setWait(const QString& endpointId, rivulet::app::Settings::Wait wait, double seconds);
    Q_INVOKABLE void useUsualWaits(const QString& endpointId);
    Q_INVOKABLE void setGoOn(const QString& endpointId, rivulet::app::Settings::GoOn goOn);
    /// What may be taken of this endpoint in a minute; empty for as much as one likes. Empty, or the sentence
    /// that says what is wrong.
    Q_INVOKABLE QString setBudget(const QString& endpointId, rivulet::app::Settings::Budget budget,
                                  const QString& most);
    /// Adds a model by its id to an endpoint that does not list it.
    Q_INVOKABLE QString addModel(const QString& endpointId, const QString& model);

Q_SIGNALS:
    void countChanged();
    void keychainChanged();
    void localServersChanged();
    void strayKeysChanged();

private:
    struct Row {
        domain::Endpoint endpoint;
        QString status;
        int tone = 0;
        bool busy = false;
        /// A key that the keychain has not taken yet.
        domain::Secret waiting;
    };
    [[nodiscard]] const Row* rowFor(QStringView id) const;
    /// What a row needs before anything can be asked of it, as a sentence; empty: nothing.
    [[nodiscard]] QString missing(const domain::Endpoint& endpoint) const;
    void reload();
    void refreshStrayKeys(const QString& problem);
    /// Whether it is still where it was when something was asked of it; where it is not, the status says so.
    [[nodiscard]] bool isStillThere(const domain::Endpoint& asked);
    void setStatus(const QString& id, const QString& status, int tone, bool busy);
    /// What the keychain is asked to keep, or nothing any more.
    void setWaiting(const QString& id, const domain::Secret& key);
    void keep(const domain::Endpoint& tested, const domain::Secret& secret, bool sessionOnly,
              const QString& verdict, int tone);

    Endpoints* m_endpoints;
    Settings* m_settings;
    LocalServers m_servers;
    QString m_localServers;
    QString m_keychainProblem;
    QStringList m_strayKeys;
    QString m_strayProblem;
    std::vector<Row> m_rows;
};

} // namespace rivulet::app
