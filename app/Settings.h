// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "stream/RateBudget.h"
#include "stream/RetryPolicy.h"
#include "stream/StreamController.h"
#include "stream/Timeouts.h"
#include "stream/TokenBatcher.h"

#include <QObject>
#include <QQmlEngine>
#include <QSettings>

#include <chrono>
#include <optional>
#include <vector>

namespace rivulet::app {

/// Typed settings in one file: defaults, checks with a clear sentence, change signals. Never holds a key.
class Settings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    Q_PROPERTY(Theme theme READ theme WRITE setTheme NOTIFY themeChanged)
    Q_PROPERTY(Profile profile READ profile WRITE setProfile NOTIFY batchingChanged)
    Q_PROPERTY(BatchMode batchMode READ batchMode NOTIFY batchingChanged)
    Q_PROPERTY(int batchSize READ batchSize NOTIFY batchingChanged)
    Q_PROPERTY(int batchDelay READ batchDelay NOTIFY batchingChanged)
    Q_PROPERTY(int highestRate READ highestRate NOTIFY batchingChanged)
    Q_PROPERTY(bool pauseHoldsWire READ pauseHoldsWire WRITE setPauseHoldsWire NOTIFY streamingChanged)
    Q_PROPERTY(
        bool noticeWhenComplete READ noticeWhenComplete WRITE setNoticeWhenComplete NOTIFY streamingChanged)
    Q_PROPERTY(bool keepsStatistics READ keepsStatistics WRITE setKeepsStatistics NOTIFY statisticsChanged)
    Q_PROPERTY(int retries READ retries NOTIFY streamingChanged)
    Q_PROPERTY(double connectTimeout READ connectTimeout NOTIFY streamingChanged)
    Q_PROPERTY(double firstByteTimeout READ firstByteTimeout NOTIFY streamingChanged)
    Q_PROPERTY(double localFirstByteTimeout READ localFirstByteTimeout NOTIFY streamingChanged)
    Q_PROPERTY(double idleTimeout READ idleTimeout NOTIFY streamingChanged)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY textScaleChanged)
    Q_PROPERTY(QString systemPrompt READ systemPrompt WRITE setSystemPrompt NOTIFY streamingChanged)

public:
    enum class Theme { System, Light, Dark };
    Q_ENUM(Theme)
    enum class Profile { Smooth, Instant, Economical, Custom };
    Q_ENUM(Profile)
    enum class BatchMode { Token, Word, Character, Immediate };
    Q_ENUM(BatchMode)
    /// What is waited for at one endpoint.
    enum class Wait { Connect, FirstByte, Idle };
    Q_ENUM(Wait)
    /// Where a cut answer is gone on with unasked: at this endpoint wherever it is, where it is local, never.
    enum class GoOn { Always, IfLocal, Never };
    Q_ENUM(GoOn)
    /// What of an endpoint may be taken in a minute.
    enum class Budget { Requests, InputTokens, OutputTokens };
    Q_ENUM(Budget)

    /// `file`: where they are kept; the folder exists.
    explicit Settings(const QString& file, QObject* parent = nullptr);

    [[nodiscard]] Theme theme() const;
    void setTheme(Theme theme);
    [[nodiscard]] Profile profile() const;
    void setProfile(Profile profile);
    [[nodiscard]] BatchMode batchMode() const;
    [[nodiscard]] int batchSize() const;
    [[nodiscard]] int batchDelay() const;
    [[nodiscard]] int highestRate() const;
    [[nodiscard]] bool pauseHoldsWire() const;
    void setPauseHoldsWire(bool holds);
    /// A desktop notification tells of a long answer that is complete.
    [[nodiscard]] bool noticeWhenComplete() const;
    void setNoticeWhenComplete(bool notice);
    /// Streams are counted once they have ended.
    [[nodiscard]] bool keepsStatistics() const;
    void setKeepsStatistics(bool keeps);
    /// How long what was counted is kept.
    [[nodiscard]] std::chrono::days statisticsAge() const;
    [[nodiscard]] int retries() const;
    [[nodiscard]] double connectTimeout() const;
    [[nodiscard]] double firstByteTimeout() const;
    [[nodiscard]] double localFirstByteTimeout() const;
    [[nodiscard]] double idleTimeout() const;
    [[nodiscard]] double textScale() const;
    void setTextScale(double scale);
    [[nodiscard]] QString systemPrompt() const;
    void setSystemPrompt(const QString& prompt);

    /// Takes over a whole custom batching; an empty string, or the sentence that says what is wrong (nothing
    /// changes then).
    Q_INVOKABLE QString setBatching(rivulet::app::Settings::BatchMode mode, int size, int delay,
                                    int highestRate);
    /// Retries 0..10; timeouts in seconds, 0.1..86400. Empty, or the sentence that says what is wrong.
    Q_INVOKABLE QString setLimits(int retries, double connect, double firstByte, double localFirstByte,
                                  double idle);

    [[nodiscard]] stream::BatchSettings batching() const;
    [[nodiscard]] stream::RetryPolicy retryPolicy() const;
    /// The endpoint's own where it has some, else those of all.
    [[nodiscard]] stream::Timeouts timeouts(const domain::Endpoint& endpoint) const;
    /// In seconds, as timeouts() has it.
    [[nodiscard]] double wait(const domain::Endpoint& endpoint, Wait wait) const;
    [[nodiscard]] bool hasOwnWaits(const QString& endpointId) const;
    /// A timeout of this endpoint alone, 0.1..86400 seconds. Empty, or the sentence that says what is wrong.
    [[nodiscard]] QString setWait(const QString& endpointId, Wait wait, double seconds);
    void forgetWaits(const QString& endpointId);
    [[nodiscard]] GoOn goOn(const QString& endpointId) const;
    void setGoOn(const QString& endpointId, GoOn goOn);
    /// Nothing: as much as it likes.
    [[nodiscard]] std::optional<qint64> budget(const QString& endpointId, Budget budget) const;
    [[nodiscard]] stream::MinuteBudget minuteBudget(const QString& endpointId) const;
    /// 1..999,999,999, or nothing. Empty, or the sentence that says what is wrong.
    [[nodiscard]] QString setBudget(const QString& endpointId, Budget budget, std::optional<qint64> most);
    [[nodiscard]] stream::ContinuePolicy continuation(const domain::Endpoint& endpoint) const;
    /// Forgets what was set for this endpoint alone.
    void forgetEndpoint(const QString& endpointId);

    /// Endpoints the user added or changed; rows of the catalog with the same id give way to these.
    [[nodiscard]] std::vector<domain::Endpoint> endpoints() const;
    void setEndpoints(const std::vector<domain::Endpoint>& endpoints);
    /// Models the user added to an endpoint by hand.
    [[nodiscard]] QStringList models(const QString& endpointId) const;
    void setModels(const QString& endpointId, const QStringList& models);
    /// What its server listed last, in the form of ListedModels.
    [[nodiscard]] QByteArray listedModels(const QString& endpointId) const;
    void setListedModels(const QString& endpointId, const QByteArray& models);
    /// Keys ("endpoint:model") of the models that come first in a picker, in the order they were chosen.
    [[nodiscard]] QStringList favourites() const;
    void setFavourites(const QStringList& keys);
    /// Keys of the models that answer in a pane where its own can't, in their order.
    [[nodiscard]] QStringList fallbacks(int pane) const;
    void setFallbacks(int pane, const QStringList& keys);
    /// The model key ("endpoint:model") last used in a pane; empty at first.
    [[nodiscard]] QString lastModel(int pane) const;
    void setLastModel(int pane, const QString& key);
    /// The arguments of `ask` that name the model used last; empty at first.
    [[nodiscard]] QStringList lastAsked() const;
    /// For a model at an address of the command line, which the window does not know. Holds until a model is
    /// chosen for the first pane.
    void setLastAsked(const QStringList& arguments);
    /// Origins that have a key in the keychain: only that there is one, never the key.
    [[nodiscard]] QStringList keyOrigins() const;
    void setKeyOrigins(const QStringList& origins);
    /// How new conversations ask, in the words of RequestParameters; empty: as Rivulet is made.
    [[nodiscard]] QString usualRequest() const;
    void setUsualRequest(const QString& text);
    /// What RequestMemory has to remember, by name.
    [[nodiscard]] QStringList learnt(const QString& name) const;
    void setLearnt(const QString& name, const QStringList& lines);
    /// Window geometry and the like, by name.
    Q_INVOKABLE QVariant windowState(const QString& name, const QVariant& fallback) const;
    Q_INVOKABLE void setWindowState(const QString& name, const QVariant& value);

Q_SIGNALS:
    void themeChanged();
    void batchingChanged();
    void streamingChanged();
    void statisticsChanged();
    void textScaleChanged();
    void endpointsChanged();
    void usualRequestChanged();

private:
    [[nodiscard]] QVariant value(const QString& key, const QVariant& fallback) const;

    QSettings m_file;
};

} // namespace rivulet::app
