// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Settings.h"

#include "providers/Catalog.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <iterator>

namespace rivulet::app {

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr double shortestTimeout = 0.1;
constexpr double longestTimeout = 86'400;
constexpr int mostRetries = 10;
constexpr double smallestScale = 0.75;
constexpr double largestScale = 2.0;

stream::BatchSettings::Mode toStream(Settings::BatchMode mode) {
    switch (mode) {
    case Settings::BatchMode::Token:
        return stream::BatchSettings::Mode::Token;
    case Settings::BatchMode::Word:
        return stream::BatchSettings::Mode::Word;
    case Settings::BatchMode::Character:
        return stream::BatchSettings::Mode::Character;
    case Settings::BatchMode::Immediate:
        return stream::BatchSettings::Mode::Immediate;
    }
    return stream::BatchSettings::Mode::Token;
}

Settings::BatchMode fromStream(stream::BatchSettings::Mode mode) {
    switch (mode) {
    case stream::BatchSettings::Mode::Token:
        return Settings::BatchMode::Token;
    case stream::BatchSettings::Mode::Word:
        return Settings::BatchMode::Word;
    case stream::BatchSettings::Mode::Character:
        return Settings::BatchMode::Character;
    case stream::BatchSettings::Mode::Immediate:
        return Settings::BatchMode::Immediate;
    }
    return Settings::BatchMode::Token;
}

/// An enumerator kept as a number that a file may hold wrongly: out of range means the default.
template <typename Enum>
Enum checked(const QVariant& value, Enum last, Enum fallback) {
    bool ok = false;
    const int number = value.toInt(&ok);
    return ok && number >= 0 && number <= static_cast<int>(last) ? static_cast<Enum>(number) : fallback;
}

/// A number that a file may hold wrongly.
double bounded(const QVariant& value, double fallback, double least, double most) {
    bool ok = false;
    const double number = value.toDouble(&ok);
    return ok && qIsFinite(number) ? qBound(least, number, most) : fallback;
}

double timeout(const QVariant& value, double fallback) {
    return bounded(value, fallback, shortestTimeout, longestTimeout);
}

QString waitKey(const QString& endpointId, Settings::Wait wait) {
    const QString start = QStringLiteral("patience/") + endpointId;
    switch (wait) {
    case Settings::Wait::Connect:
        return start + QStringLiteral("/connect");
    case Settings::Wait::FirstByte:
        return start + QStringLiteral("/first_byte");
    case Settings::Wait::Idle:
        break;
    }
    return start + QStringLiteral("/idle");
}

constexpr Settings::Wait allWaits[] = {Settings::Wait::Connect, Settings::Wait::FirstByte,
                                       Settings::Wait::Idle};

QString goOnKey(const QString& endpointId) {
    return QStringLiteral("patience/%1/go_on").arg(endpointId);
}

constexpr qint64 largestBudget = 999'999'999;

QString budgetKey(const QString& endpointId, Settings::Budget budget) {
    const QString start = QStringLiteral("budgets/") + endpointId;
    switch (budget) {
    case Settings::Budget::Requests:
        return start + QStringLiteral("/requests");
    case Settings::Budget::InputTokens:
        return start + QStringLiteral("/input_tokens");
    case Settings::Budget::OutputTokens:
        break;
    }
    return start + QStringLiteral("/output_tokens");
}

constexpr Settings::Budget allBudgets[] = {Settings::Budget::Requests, Settings::Budget::InputTokens,
                                           Settings::Budget::OutputTokens};

bool isTimeout(double seconds) {
    return seconds >= shortestTimeout && seconds <= longestTimeout;
}

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

/// Makes the file for its owner alone before anything stands in it: writing keeps its permissions.
QString ownersAlone(const QString& path) {
    QFile file(path);
    if (!file.exists()) {
        static_cast<void>(file.open(QFile::WriteOnly | QFile::Append, ownerOnly));
    } else if ((file.permissions() & ~(ownerOnly | QFile::ReadUser | QFile::WriteUser)) != 0) {
        file.setPermissions(ownerOnly);
    }
    return path;
}

/// The sentence about the number that a batching can't have, in the words of the settings.
QString batchingProblem(const QString& field, const stream::BatchSettings& wanted) {
    using stream::BatchSettings;
    if (field == QLatin1String("size")) {
        return Settings::tr("At a time from %1 to %2 can appear; %3 can't.")
            .arg(BatchSettings::leastSize)
            .arg(BatchSettings::mostSize)
            .arg(wanted.size);
    }
    if (field == QLatin1String("delay")) {
        return Settings::tr("Text can wait from %1 to %2 ms; %3 ms can't be.")
            .arg(BatchSettings::leastDelay.count())
            .arg(BatchSettings::mostDelay.count())
            .arg(wanted.delay.count());
    }
    return Settings::tr("Updates can be limited to %1 a second at most; %2 is more.")
        .arg(BatchSettings::mostRate)
        .arg(wanted.highestRate);
}

Milliseconds seconds(double value) {
    return Milliseconds{static_cast<qint64>(value * 1000.0)};
}

QJsonObject toJson(const domain::Endpoint& endpoint) {
    return providers::Catalog::row(endpoint);
}

/// A row as it was kept, also by versions that had other names for two of its fields.
domain::Endpoint toEndpoint(QJsonObject json) {
    for (const auto& [older, newer] :
         {std::pair{"header", "key_header"}, std::pair{"prefix", "key_prefix"}}) {
        const auto value = json.take(QLatin1String(older));
        if (value.isString() && !json.contains(QLatin1String(newer))) {
            json.insert(QLatin1String(newer), value);
        }
    }
    domain::Endpoint endpoint = providers::Catalog::read(json).endpoint;
    // What is wrong with an address is told when it is used, in the words that the user wrote.
    endpoint.baseUrl = QUrl(json.value(u"base_url").toString());
    return endpoint;
}

} // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent)
    , m_file(ownersAlone(file), QSettings::IniFormat) {}

QVariant Settings::value(const QString& key, const QVariant& fallback) const {
    return m_file.value(key, fallback);
}

Settings::Theme Settings::theme() const {
    return checked(value(QStringLiteral("appearance/theme"), 0), Theme::Dark, Theme::System);
}

void Settings::setTheme(Theme theme) {
    if (theme == this->theme()) {
        return;
    }
    m_file.setValue(QStringLiteral("appearance/theme"), static_cast<int>(theme));
    Q_EMIT themeChanged();
}

double Settings::textScale() const {
    return bounded(value(QStringLiteral("appearance/text_scale"), 1.0), 1.0, smallestScale, largestScale);
}

void Settings::setTextScale(double scale) {
    const double wanted = bounded(scale, textScale(), smallestScale, largestScale);
    if (qFuzzyCompare(wanted, textScale())) {
        return;
    }
    m_file.setValue(QStringLiteral("appearance/text_scale"), wanted);
    Q_EMIT textScaleChanged();
}

Settings::Profile Settings::profile() const {
    return checked(value(QStringLiteral("batching/profile"), 0), Profile::Custom, Profile::Smooth);
}

void Settings::setProfile(Profile profile) {
    if (profile == this->profile()) {
        return;
    }
    if (profile == Profile::Custom) {
        // A custom batching starts from what was in force.
        const auto current = batching();
        setBatching(fromStream(current.mode), current.size, static_cast<int>(current.delay.count()),
                    current.highestRate);
        return;
    }
    m_file.setValue(QStringLiteral("batching/profile"), static_cast<int>(profile));
    Q_EMIT batchingChanged();
}

stream::BatchSettings Settings::batching() const {
    switch (profile()) {
    case Profile::Smooth:
        return stream::BatchSettings::smooth();
    case Profile::Instant:
        return stream::BatchSettings::instant();
    case Profile::Economical:
        return stream::BatchSettings::economical();
    case Profile::Custom:
        break;
    }
    stream::BatchSettings custom;
    custom.mode =
        toStream(checked(value(QStringLiteral("batching/mode"), 0), BatchMode::Immediate, BatchMode::Token));
    custom.size = value(QStringLiteral("batching/size"), custom.size).toInt();
    custom.delay = Milliseconds{value(QStringLiteral("batching/delay"), 16).toInt()};
    custom.highestRate = value(QStringLiteral("batching/highest_rate"), 0).toInt();
    return custom.validate().ok() ? custom : stream::BatchSettings::smooth();
}

Settings::BatchMode Settings::batchMode() const {
    return fromStream(batching().mode);
}

int Settings::batchSize() const {
    return batching().size;
}

int Settings::batchDelay() const {
    return static_cast<int>(batching().delay.count());
}

int Settings::highestRate() const {
    return batching().highestRate;
}

QString Settings::setBatching(BatchMode mode, int size, int delay, int highestRate) {
    stream::BatchSettings wanted;
    wanted.mode = toStream(mode);
    wanted.size = size;
    wanted.delay = Milliseconds{delay};
    wanted.highestRate = highestRate;
    if (const auto valid = wanted.validate(); !valid) {
        return batchingProblem(valid.failure().field, wanted);
    }
    m_file.setValue(QStringLiteral("batching/profile"), static_cast<int>(Profile::Custom));
    m_file.setValue(QStringLiteral("batching/mode"), static_cast<int>(mode));
    m_file.setValue(QStringLiteral("batching/size"), size);
    m_file.setValue(QStringLiteral("batching/delay"), delay);
    m_file.setValue(QStringLiteral("batching/highest_rate"), highestRate);
    Q_EMIT batchingChanged();
    return {};
}

bool Settings::pauseHoldsWire() const {
    return value(QStringLiteral("streaming/pause_holds_wire"), false).toString() == u"true";
}

void Settings::setPauseHoldsWire(bool holds) {
    m_file.setValue(QStringLiteral("streaming/pause_holds_wire"), holds);
    Q_EMIT streamingChanged();
}

bool Settings::noticeWhenComplete() const {
    return value(QStringLiteral("streaming/notice_when_complete"), true).toString() != u"false";
}

void Settings::setNoticeWhenComplete(bool notice) {
    m_file.setValue(QStringLiteral("streaming/notice_when_complete"), notice);
    Q_EMIT streamingChanged();
}

bool Settings::keepsStatistics() const {
    return value(QStringLiteral("statistics/keep"), true).toString() != u"false";
}

void Settings::setKeepsStatistics(bool keeps) {
    m_file.setValue(QStringLiteral("statistics/keep"), keeps);
    Q_EMIT statisticsChanged();
}

std::chrono::days Settings::statisticsAge() const {
    constexpr int usual = 400;
    constexpr int longest = 36'500;
    bool ok = false;
    const int days = value(QStringLiteral("statistics/days"), usual).toInt(&ok);
    return std::chrono::days(ok ? qBound(1, days, longest) : usual);
}

int Settings::retries() const {
    const int usual = stream::RetryPolicy{}.retries;
    bool ok = false;
    const int number = value(QStringLiteral("streaming/retries"), usual).toInt(&ok);
    return ok ? qBound(0, number, mostRetries) : usual;
}

double Settings::connectTimeout() const {
    return timeout(value(QStringLiteral("streaming/connect_timeout"), 10.0), 10.0);
}

double Settings::firstByteTimeout() const {
    return timeout(value(QStringLiteral("streaming/first_byte_timeout"), 120.0), 120.0);
}

double Settings::localFirstByteTimeout() const {
    return timeout(value(QStringLiteral("streaming/local_first_byte_timeout"), 300.0), 300.0);
}

double Settings::idleTimeout() const {
    return timeout(value(QStringLiteral("streaming/idle_timeout"), 600.0), 600.0);
}

QString Settings::setLimits(int retries, double connect, double firstByte, double localFirstByte,
                            double idle) {
    if (retries < 0 || retries > mostRetries) {
        return tr("Retries must be from 0 to 10; %1 is not.").arg(retries);
    }
    const std::pair<QString, double> timeouts[] = {
        {tr("The time to reach the server"), connect},
        {tr("The time for the first word"), firstByte},
        {tr("The time for the first word of a local model"), localFirstByte},
        {tr("The time between two words"), idle}};
    for (const auto& [name, seconds] : timeouts) {
        if (!isTimeout(seconds)) {
            return tr("%1 must be from 0.1 to 86,400 seconds.").arg(name);
        }
    }
    m_file.setValue(QStringLiteral("streaming/retries"), retries);
    m_file.setValue(QStringLiteral("streaming/connect_timeout"), connect);
    m_file.setValue(QStringLiteral("streaming/first_byte_timeout"), firstByte);
    m_file.setValue(QStringLiteral("streaming/local_first_byte_timeout"), localFirstByte);
    m_file.setValue(QStringLiteral("streaming/idle_timeout"), idle);
    Q_EMIT streamingChanged();
    return {};
}

stream::RetryPolicy Settings::retryPolicy() const {
    stream::RetryPolicy policy;
    policy.retries = retries();
    return policy;
}

stream::Timeouts Settings::timeouts(const domain::Endpoint& endpoint) const {
    stream::Timeouts timeouts;
    timeouts.connect = seconds(wait(endpoint, Wait::Connect));
    timeouts.firstByte = seconds(wait(endpoint, Wait::FirstByte));
    timeouts.idle = seconds(wait(endpoint, Wait::Idle));
    return timeouts;
}

double Settings::wait(const domain::Endpoint& endpoint, Wait wait) const {
    double usual = idleTimeout();
    if (wait == Wait::Connect) {
        usual = connectTimeout();
    } else if (wait == Wait::FirstByte) {
        usual = endpoint.isLocal() ? localFirstByteTimeout() : firstByteTimeout();
    }
    return timeout(value(waitKey(endpoint.id, wait), QVariant()), usual);
}

bool Settings::hasOwnWaits(const QString& endpointId) const {
    return std::any_of(std::begin(allWaits), std::end(allWaits),
                       [&](Wait wait) { return m_file.contains(waitKey(endpointId, wait)); });
}

QString Settings::setWait(const QString& endpointId, Wait wait, double seconds) {
    if (!isTimeout(seconds)) {
        return tr("A wait must be from 0.1 to 86,400 seconds.");
    }
    m_file.setValue(waitKey(endpointId, wait), seconds);
    Q_EMIT endpointsChanged();
    return {};
}

void Settings::forgetWaits(const QString& endpointId) {
    for (const Wait wait : allWaits) {
        m_file.remove(waitKey(endpointId, wait));
    }
    Q_EMIT endpointsChanged();
}

Settings::GoOn Settings::goOn(const QString& endpointId) const {
    return checked(value(goOnKey(endpointId), QVariant()), GoOn::Never, GoOn::IfLocal);
}

void Settings::setGoOn(const QString& endpointId, GoOn goOn) {
    m_file.setValue(goOnKey(endpointId), static_cast<int>(goOn));
    Q_EMIT endpointsChanged();
}

stream::ContinuePolicy Settings::continuation(const domain::Endpoint& endpoint) const {
    switch (goOn(endpoint.id)) {
    case GoOn::Always:
        return stream::ContinuePolicy::Always;
    case GoOn::IfLocal:
        return stream::ContinuePolicy::LocalOnly;
    case GoOn::Never:
        break;
    }
    return stream::ContinuePolicy::Never;
}

std::optional<qint64> Settings::budget(const QString& endpointId, Budget budget) const {
    bool ok = false;
    const qint64 most = value(budgetKey(endpointId, budget), QVariant()).toLongLong(&ok);
    return ok && most >= 1 && most <= largestBudget ? std::optional(most) : std::nullopt;
}

stream::MinuteBudget Settings::minuteBudget(const QString& endpointId) const {
    return {budget(endpointId, Budget::Requests), budget(endpointId, Budget::InputTokens),
            budget(endpointId, Budget::OutputTokens)};
}

QString Settings::setBudget(const QString& endpointId, Budget budget, std::optional<qint64> most) {
    if (most && (*most < 1 || *most > largestBudget)) {
        return tr("A minute's budget must be from 1 to 999,999,999, or empty.");
    }
    if (most) {
        m_file.setValue(budgetKey(endpointId, budget), *most);
    } else {
        m_file.remove(budgetKey(endpointId, budget));
    }
    Q_EMIT endpointsChanged();
    return {};
}

void Settings::forgetEndpoint(const QString& endpointId) {
    m_file.remove(goOnKey(endpointId));
    for (const Budget budget : allBudgets) {
        m_file.remove(budgetKey(endpointId, budget));
    }
    forgetWaits(endpointId);
}

QString Settings::systemPrompt() const {
    return value(QStringLiteral("streaming/system_prompt"), QString()).toString();
}

void Settings::setSystemPrompt(const QString& prompt) {
    if (prompt == systemPrompt()) {
        return;
    }
    m_file.setValue(QStringLiteral("streaming/system_prompt"), prompt);
    Q_EMIT streamingChanged();
}

std::vector<domain::Endpoint> Settings::endpoints() const {
    std::vector<domain::Endpoint> endpoints;
    const auto rows =
        QJsonDocument::fromJson(value(QStringLiteral("endpoints/rows"), QByteArray()).toByteArray());
    for (const auto& row : rows.array()) {
        domain::Endpoint endpoint = toEndpoint(row.toObject());
        if (!endpoint.id.isEmpty()) {
            endpoints.push_back(std::move(endpoint));
        }
    }
    return endpoints;
}

void Settings::setEndpoints(const std::vector<domain::Endpoint>& endpoints) {
    QJsonArray rows;
    for (const auto& endpoint : endpoints) {
        rows.append(toJson(endpoint));
    }
    m_file.setValue(QStringLiteral("endpoints/rows"), QJsonDocument(rows).toJson(QJsonDocument::Compact));
    Q_EMIT endpointsChanged();
}

QStringList Settings::models(const QString& endpointId) const {
    return value(QStringLiteral("models/") + endpointId, QStringList()).toStringList();
}

void Settings::setModels(const QString& endpointId, const QStringList& models) {
    if (models == this->models(endpointId)) {
        return;
    }
    m_file.setValue(QStringLiteral("models/") + endpointId, models);
    Q_EMIT endpointsChanged();
}

QByteArray Settings::listedModels(const QString& endpointId) const {
    return value(QStringLiteral("listed/") + endpointId, QByteArray()).toByteArray();
}

void Settings::setListedModels(const QString& endpointId, const QByteArray& models) {
    if (models != listedModels(endpointId)) {
        m_file.setValue(QStringLiteral("listed/") + endpointId, models);
        Q_EMIT endpointsChanged();
    }
}

QStringList Settings::favourites() const {
    return value(QStringLiteral("models_liked/keys"), QStringList()).toStringList();
}

void Settings::setFavourites(const QStringList& keys) {
    m_file.setValue(QStringLiteral("models_liked/keys"), keys);
    Q_EMIT endpointsChanged();
}

QString Settings::lastModel(int pane) const {
    return value(QStringLiteral("panes/model_%1").arg(pane), QString()).toString();
}

void Settings::setLastModel(int pane, const QString& key) {
    m_file.setValue(QStringLiteral("panes/model_%1").arg(pane), key);
    if (pane == 0) {
        m_file.remove(QStringLiteral("ask/last"));
    }
}

QStringList Settings::fallbacks(int pane) const {
    return value(QStringLiteral("panes/fallbacks_%1").arg(pane), QStringList()).toStringList();
}

void Settings::setFallbacks(int pane, const QStringList& keys) {
    m_file.setValue(QStringLiteral("panes/fallbacks_%1").arg(pane), keys);
}

QStringList Settings::lastAsked() const {
    QStringList asked = value(QStringLiteral("ask/last"), QStringList()).toStringList();
    if (!asked.isEmpty()) {
        return asked;
    }
    const QString model = lastModel(0);
    return model.isEmpty() ? QStringList() : QStringList{QStringLiteral("--model"), model};
}

void Settings::setLastAsked(const QStringList& arguments) {
    m_file.setValue(QStringLiteral("ask/last"), arguments);
}

QStringList Settings::keyOrigins() const {
    return value(QStringLiteral("keys/origins"), QStringList()).toStringList();
}

void Settings::setKeyOrigins(const QStringList& origins) {
    m_file.setValue(QStringLiteral("keys/origins"), origins);
}

QString Settings::usualRequest() const {
    return value(QStringLiteral("requests/usual"), QString()).toString();
}

void Settings::setUsualRequest(const QString& text) {
    if (text == usualRequest()) {
        return;
    }
    m_file.setValue(QStringLiteral("requests/usual"), text);
    Q_EMIT usualRequestChanged();
}

QStringList Settings::learnt(const QString& name) const {
    return value(QStringLiteral("requests/") + name, QStringList()).toStringList();
}

void Settings::setLearnt(const QString& name, const QStringList& lines) {
    m_file.setValue(QStringLiteral("requests/") + name, lines);
}

QVariant Settings::windowState(const QString& name, const QVariant& fallback) const {
    return value(QStringLiteral("window/") + name, fallback);
}

void Settings::setWindowState(const QString& name, const QVariant& state) {
    m_file.setValue(QStringLiteral("window/") + name, state);
}

} // namespace rivulet::app
