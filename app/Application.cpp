// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Application.h"

#include "AnswerNotice.h"
#include "Appearance.h"
#include "CatalogFiles.h"
#include "DataDirectory.h"
#include "HistoryCheck.h"
#include "HistoryFile.h"
#include "HistoryWatch.h"
#include "LinkOpener.h"
#include "OpenSessions.h"
#include "Services.h"
#include "SystemReachability.h"
#include "ask/AskTarget.h"
#include "demo/DemoServer.h"
#include "metrics/LogFile.h"
#include "secrets/KeychainSecretStore.h"
#include "secrets/SessionSecretStore.h"
#include "store/StoreProblem.h"
#include "store/WriteHealth.h"

#include <QClipboard>
#include <QDBusConnection>
#include <QGuiApplication>
#include <QRandomGenerator>

#include <utility>

namespace rivulet::app {

namespace {

/// How long the end of the application waits for a lock.
constexpr std::chrono::milliseconds lastPatience{2000};

providers::Catalog openCatalog(const DataDirectory& folder, QString& problem) {
    auto loaded = loadCatalog(folder.path());
    problem = loaded.problems.join(u'\n');
    return std::move(loaded.catalog);
}

HistoryFile::Opened openHistory(const DataDirectory& folder, const domain::Clock& clock, QString& problem) {
    auto history = HistoryFile::open(folder.database(), clock);
    // What is wrong with the catalog is not the less true.
    problem += problem.isEmpty() || history.problem.isEmpty() ? QString() : QStringLiteral("\n");
    problem += history.problem;
    return history;
}

} // namespace

class Application::Impl {
public:
    explicit Impl(const Options& options)
        : folder(options.dataDirectory)
        , time(options.clock ? options.clock : std::make_shared<domain::SystemClock>())
        , clock(*time)
        , flushes(clock)
        , logFile(folder.logs())
        , catalog(openCatalog(folder, startProblem))
        , settings(folder.settings())
        , lister(pool, clock)
        , endpoints(settings, catalog, keychain, sessionKeys, lister)
        , memory(settings)
        , reachability(options.reachability ? options.reachability : std::make_shared<SystemReachability>())
        , gate([this](const QString& endpointId) { return settings.minuteBudget(endpointId); }, clock,
               *reachability)
        , demo(QStringLiteral(":/demo"), options.demoSpeed)
        , history(openHistory(folder, clock, startProblem))
        , database(history.database)
        , watch(database)
        , store(database, clock)
        , services{settings,
                   endpoints,
                   memory,
                   pool,
                   gate,
                   clock,
                   flushes,
                   [] { return QRandomGenerator::global()->generateDouble(); },
                   store,
                   database,
                   [this](const QString& line) { logFile.write(line); },
                   options.demo}
        , notice(
              settings, [] { return QGuiApplication::focusWindow() != nullptr; },
              QDBusConnection::sessionBus()) {
        told = startProblem;
    }

    /// What no click takes away: nothing of this run is kept.
    [[nodiscard]] QString lasting() const {
        return HistoryFile::isKept(*database) ? QString() : startProblem;
    }

    QString startProblem;
    /// What is shown until it is put away.
    QString told;
    /// Where the file lies whose repair was told of.
    QString aside;
    DataDirectory folder;
    QString optionProblem;
    std::shared_ptr<const domain::Clock> time;
    const domain::Clock& clock;
    stream::FlushClock flushes;
    metrics::LogFile logFile;
    providers::Catalog catalog;
    Settings settings;
    Appearance appearance;
    stream::ConnectionPool pool;
    stream::ModelLister lister;
    secrets::KeychainSecretStore keychain;
    secrets::SessionSecretStore sessionKeys;
    Endpoints endpoints;
    RequestMemory memory;
    std::shared_ptr<Reachability> reachability;
    SendGate gate;
    RequestForm usualRequest;
    DemoServer demo;
    HistoryFile::Opened history;
    std::shared_ptr<store::Database> database;
    HistoryWatch watch;
    store::ConversationStore store;
    Services services;
    AnswerNotice notice;
    std::optional<Settings::Theme> theme;
    std::unique_ptr<OpenSessions> sessions;
    std::unique_ptr<ConversationListModel> conversations;
    std::unique_ptr<ModelListModel> models;
    std::unique_ptr<EndpointModel> endpointRows;
    std::unique_ptr<HistoryCheck> check;
};

Application::Application(const Options& options, QObject* parent)
    : QObject(parent)
    , m(std::make_unique<Impl>(options)) {
    m->theme = options.theme;
    if (!m->history.log.isEmpty()) {
        m->logFile.write(m->history.log);
    }
    heal();
    for (const auto& model : m->demo.models()) {
        m->endpoints.addTransient(model.endpoint, {{model.model, model.endpoint.name}});
    }
    m->sessions = std::make_unique<OpenSessions>(m->services);
    m->conversations = std::make_unique<ConversationListModel>(&m->store);
    m->models = std::make_unique<ModelListModel>(&m->endpoints);
    m->endpointRows = std::make_unique<EndpointModel>(&m->endpoints, &m->settings);
    takeModels(options);
    m->usualRequest.setParameters(RequestParameters::fromText(m->settings.usualRequest()), {});
    connect(&m->usualRequest, &RequestForm::edited, this, [this] {
        const auto& own = m->usualRequest.own();
        m->settings.setUsualRequest(own ? own->toText() : QString());
    });

    connect(m->sessions.get(), &OpenSessions::made, this, &Application::watch);
    connect(m->sessions.get(), &OpenSessions::made, this, &Application::sessionMade);
    connect(m->sessions.get(), &OpenSessions::currentChanged, this, [this] {
        serveDemo();
        Q_EMIT sessionChanged();
        Q_EMIT problemChanged();
    });
    connect(m->sessions.get(), &OpenSessions::runningChanged, this, [this] {
        m->conversations->setRunning(m->sessions->running());
        serveDemo();
        Q_EMIT runningChanged();
    });
    watch(session());
    serveDemo();
    watchHistory();
    connect(&m->settings, &Settings::endpointsChanged, &m->gate, &SendGate::takeBudgets);
    connect(&m->endpoints, &Endpoints::changed, this, &Application::onlyDemoChanged);
    connect(&m->settings, &Settings::themeChanged, this, &Application::darkChanged);
    connect(&m->appearance, &Appearance::changed, this, &Application::darkChanged);
    connect(this, &Application::darkChanged, this, &Application::takeColours);
    takeColours();
}

Application::~Application() {
    // What still waits is written while the sessions go; nobody is told of it any more.
    m->database->health().disconnect(this);
    m->sessions.reset();
}

void Application::watch(CompareSession* session) {
    for (auto* pane : {session->first(), session->second()}) {
        connect(pane, &ChatSession::modelChanged, this, &Application::serveDemo);
    }
    connect(session, &CompareSession::paneCountChanged, this, &Application::serveDemo);
    connect(session, &CompareSession::problemChanged, this, &Application::problemChanged);
    // Whether its last answer is whole is known when it begins and when it ends.
    connect(session, &CompareSession::runningChanged, this,
            [this, session] { m->conversations->refreshMark(session->conversation()); });
    tellOfAnswers(session);
    takeColours();
}

void Application::heal() {
    const auto running = m->sessions ? m->sessions->running() : std::set<domain::ConversationId>{};
    if (const auto healed = m->store.healUnfinished(running); healed && healed.value() > 0) {
        m->logFile.write(QStringLiteral("%1 unfinished answers kept as interrupted").arg(healed.value()));
    }
}

void Application::watchHistory() {
    connect(&m->database->health(), &store::WriteHealth::changed, this, &Application::healthChanged);
    connect(&m->watch, &HistoryWatch::changed, m->conversations.get(), &ConversationListModel::refreshAll);
    if (m->history.needsCheck) {
        m->check = std::make_unique<HistoryCheck>(m->database->file());
        connect(m->check.get(), &HistoryCheck::finished, this, [this] {
            if (m->check->found()) {
                // Which has it repaired.
                m->database->health().reportFailure(*m->check->found());
            }
        });
    }
}

void Application::healthChanged() {
    const auto& failure = m->database->health().failure();
    m->logFile.write(failure ? QStringLiteral("history: can't be written, %1").arg(failure->detail)
                             : QStringLiteral("history: can be written again"));
    if (failure) {
        Q_EMIT problemChanged();
        return;
    }
    const auto& repaired = m->database->repaired();
    if (repaired && repaired->aside != std::exchange(m->aside, repaired->aside)) {
        m->logFile.write(QStringLiteral("history: damaged, %1 conversations and %2 messages recovered")
                             .arg(repaired->conversations)
                             .arg(repaired->messages));
        m->told = HistoryFile::whenRepaired(*repaired, m->database->file());
    }
    // What is being written here just now is not unfinished; what it leaves is healed when it is opened.
    heal();
    m->conversations->refreshAll();
    Q_EMIT problemChanged();
}

void Application::setNotice(const QString& notice) {
    if (m->told != notice) {
        m->told = notice;
        Q_EMIT problemChanged();
    }
}

QString Application::problem() const {
    if (const auto& failure = m->database->health().failure()) {
        return HistoryFile::whileItFails(*failure);
    }
    return m->told.isEmpty() ? session()->problem() : m->told;
}

bool Application::problemLasts() const {
    return m->database->health().isFailing() || m->told.isEmpty() || m->told == m->lasting();
}

bool Application::isUnwritten() const {
    return m->database->health().isFailing();
}

void Application::dismissProblem() {
    setNotice(m->lasting());
}

void Application::takeModels(const Options& options) {
    int pane = 0;
    for (const auto& wanted : options.models) {
        auto endpoint = m->endpoints.endpoint(wanted.provider);
        if (!wanted.dialect.isEmpty() || !wanted.baseUrl.isEmpty() || !endpoint) {
            // The same words mean the same as to `rivulet ask`.
            AskOptions::Model asked;
            asked.provider = wanted.provider;
            asked.model = wanted.model;
            if (!wanted.baseUrl.isEmpty()) {
                asked.baseUrl = wanted.baseUrl;
            }
            if (!wanted.dialect.isEmpty()) {
                asked.dialect = wanted.dialect;
            }
            const auto target = resolveTarget(asked, m->catalog, m->endpoints.all());
            if (!target) {
                m->optionProblem = tr("%1 can't be used: %2").arg(wanted.provider, target.failure().detail);
                return;
            }
            endpoint = target.value().endpoint;
        }
        m->endpoints.addTransient(*endpoint, {{wanted.model, {}}});
        auto* chosen = pane == 0 ? session()->first() : session()->second();
        chosen->useModel(endpoint->id + u':' + wanted.model);
        ++pane;
    }
    if (pane > 0) {
        session()->showPanes(pane);
    } else if (options.demo) {
        session()->showPanes(2);
    }
}

void Application::serveDemo() {
    const auto inUse = [this](const ChatSession* pane) {
        const auto model = m->endpoints.model(pane->modelKey());
        return model && model->endpoint.demo;
    };
    const bool wanted =
        inUse(session()->first()) || (session()->paneCount() == 2 && inUse(session()->second()));
    if (wanted == m->demo.isListening()) {
        return;
    }
    if (!wanted) {
        // Another model was chosen for the next prompt; what is being answered is answered to its end.
        if (!m->sessions->isRunning()) {
            m->demo.stop();
        }
        return;
    }
    if (const auto started = m->demo.start(); !started) {
        m->logFile.write(QStringLiteral("demo: %1").arg(started.failure().detail));
        return;
    }
    for (const auto& model : m->demo.models()) {
        m->endpoints.addTransient(model.endpoint, {{model.model, model.endpoint.name}});
    }
}

void Application::tellOfAnswers(CompareSession* session) {
    struct Asked {
        domain::Clock::Instant at;
        QString complete; ///< what the last answer that is complete is known by
    };
    const auto asked = std::make_shared<Asked>();
    connect(session, &CompareSession::runningChanged, this, [this, session, asked] {
        if (session->isRunning()) {
            *asked = {m->clock.now(), {}};
        }
    });
    for (auto* pane : {session->first(), session->second()}) {
        connect(pane, &ChatSession::ended, this, [this, session, pane, asked] {
            const auto ending = pane->ending();
            if (ending && ending->outcome == domain::Outcome::Completed) {
                const QString title = session->title();
                asked->complete = title.isEmpty() ? pane->modelName() : title;
            }
            if (!session->isRunning() && !asked->complete.isEmpty()) {
                m->notice.complete(asked->complete, std::chrono::duration_cast<std::chrono::milliseconds>(
                                                        m->clock.now() - asked->at));
            }
        });
    }
}

void Application::takeColours() {
    const QColor link(isDark() ? 0x56c2d6 : 0x0c6f88);
    const QColor code(isDark() ? 0x262e32 : 0xeef1f2);
    for (const CompareSession* each : m->sessions->all()) {
        each->first()->setColours(link, code);
        each->second()->setColours(link, code);
    }
}

Settings* Application::settings() const {
    return &m->settings;
}

CompareSession* Application::session() const {
    return m->sessions->current();
}

bool Application::isRunning() const {
    return m->sessions->isRunning();
}

ConversationListModel* Application::conversations() const {
    return m->conversations.get();
}

ModelListModel* Application::models() const {
    return m->models.get();
}

EndpointModel* Application::endpoints() const {
    return m->endpointRows.get();
}

RequestForm* Application::usualRequest() const {
    return &m->usualRequest;
}

RequestMemory* Application::requestMemory() const {
    return &m->memory;
}

bool Application::isDark() const {
    switch (m->theme.value_or(m->settings.theme())) {
    case Settings::Theme::Light:
        return false;
    case Settings::Theme::Dark:
        return true;
    case Settings::Theme::System:
        break;
    }
    return m->appearance.isDark();
}

bool Application::hasReducedMotion() const {
    return m->appearance.hasReducedMotion();
}

bool Application::isOnlyDemo() const {
    for (const auto& endpoint : m->endpoints.all()) {
        const bool chosen = !endpoint.demo && ((endpoint.needsKey && m->endpoints.hasKey(endpoint)) ||
                                               !m->settings.models(endpoint.id).isEmpty());
        if (chosen) {
            return false;
        }
    }
    return true;
}

QString Application::startHint() const {
    // The local server that most people have is the first such row of the catalog.
    for (const auto& endpoint : m->catalog.endpoints()) {
        if (endpoint.isLoopback() && !endpoint.needsKey) {
            return tr("Add a key or start %1 to use your own models.").arg(endpoint.name);
        }
    }
    return tr("Add a key to use your own models.");
}

QString Application::version() const {
    return QCoreApplication::applicationVersion();
}

QString Application::startProblem() const {
    return m->startProblem;
}

QString Application::optionProblem() const {
    return m->optionProblem;
}

void Application::newConversation() {
    if (!m->sessions->startNew()) {
        tellTooMany();
    }
}

void Application::openConversation(qint64 id) {
    if (id == session()->conversation()) {
        return;
    }
    const auto found = m->store.summary(id);
    if (found && !m->sessions->open(id, found.value().title, found.value().panes)) {
        tellTooMany();
    }
}

void Application::tellTooMany() {
    setNotice(
        tr("Answers are still coming in %1 conversations that you left. Wait for one of them or stop it, "
           "then this one can be left too.")
            .arg(OpenSessions::mostLeft));
}

void Application::deleteConversation(qint64 id) {
    m->sessions->discard(id);
    if (const auto removed = m->store.remove(id); !removed) {
        setNotice(tr("The conversation can't be deleted: %1").arg(removed.failure().detail));
    }
}

void Application::renameConversation(qint64 id, const QString& title) {
    if (CompareSession* const open = m->sessions->find(id)) {
        open->rename(title);
    } else {
        if (const auto renamed = m->store.rename(id, title.simplified()); !renamed) {
            setNotice(tr("The conversation can't be renamed: %1").arg(renamed.failure().detail));
        }
    }
}

void Application::openLink(const QString& target) {
    if (!LinkOpener::open(target)) {
        m->logFile.write(QStringLiteral("a link was not opened"));
    }
}

QString Application::linkTarget(const QString& target) const {
    return LinkOpener::target(target);
}

void Application::copyText(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

void Application::follow(QWindow& window) {
    m->watch.follow(window);
}

void Application::close() {
    m->sessions->close();
    if (m->database->health().isFailing()) {
        // Nobody watches any more: the last words may wait for somebody who writes a little.
        m->database->setPatience(lastPatience);
        m->database->health().retry();
        m->database->setPatience(store::DatabaseOptions{}.patience);
    }
    m->demo.stop();
}

} // namespace rivulet::app
