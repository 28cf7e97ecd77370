// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AskRun.h"

#include "CatalogFiles.h"
#include "DataDirectory.h"
#include "FailureText.h"
#include "ListedModels.h"
#include "RequestMemory.h"
#include "SendWaitText.h"
#include "Settings.h"
#include "ask/AskCommand.h"
#include "ask/TextReporter.h"
#include "metrics/LogFile.h"
#include "request/RequestParameters.h"
#include "secrets/KeychainSecretStore.h"
#include "store/Database.h"
#include "stream/ConnectionPool.h"

#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cstdio>

namespace rivulet::app {

namespace {

/// A person at a terminal may be asked to unlock the keychain, but a script must not hang.
constexpr std::chrono::seconds patience{20};

QByteArray readStandardInput(qint64 limit) {
    QFile input;
    return input.open(stdin, QIODevice::ReadOnly) ? input.read(limit) : QByteArray();
}

void write(std::FILE* stream, const QByteArray& bytes) {
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

/// The folder is an option like the others, but the model used last is read from it before they are.
QString dataFolder(const QStringList& arguments) {
    const auto options = parseAskOptions(arguments, {QStringLiteral("--model"), QStringLiteral("any:model")});
    return options && !options.value().dataFolder.isEmpty() ? options.value().dataFolder
                                                            : DataDirectory::defaultPath();
}

bool isKnown(const QString& provider, const Settings& settings, const providers::Catalog& catalog) {
    const auto own = settings.endpoints();
    return catalog.endpoint(provider) ||
           std::any_of(own.begin(), own.end(),
                       [&](const domain::Endpoint& endpoint) { return endpoint.id == provider; });
}

/// What was asked last, or is in the window's first pane, unless its endpoint is one of the window's alone:
/// the demo's, or gone.
QStringList lastUsed(const Settings& settings, const providers::Catalog& catalog) {
    const QStringList last = settings.lastAsked();
    const bool named = last.size() > 2; // and where it is
    return named || (last.size() == 2 && isKnown(last.at(1).section(u':', 0, 0), settings, catalog))
               ? last
               : QStringList();
}

void remember(const std::vector<AskOptions::Model>& models, Settings& settings) {
    for (std::size_t pane = 0; pane < models.size(); ++pane) {
        const auto& model = models[pane];
        if (!model.isElsewhere()) {
            settings.setLastModel(static_cast<int>(pane), model.key());
        } else if (pane == 0 && !(model.baseUrl && model.baseUrl->contains(u'?'))) {
            // A query may hold a secret, and settings hold none.
            settings.setLastAsked(model.arguments());
        }
    }
}

/// What a server told of a model when it was asked for its list.
std::optional<domain::ModelTraits> listedModel(const ListedModels& listed, const QString& endpointId,
                                               const QString& model) {
    const auto& models = listed.of(endpointId);
    const auto told = std::ranges::find(models, model, &domain::ModelTraits::id);
    return told == models.end() ? std::nullopt : std::optional(*told);
}

/// The failures of which AskKey tells what would help.
bool isOfAKey(domain::Failure::Kind kind) {
    using Kind = domain::Failure::Kind;
    return kind == Kind::MissingKey || kind == Kind::KeychainLocked || kind == Kind::KeychainUnavailable;
}

/// Nobody asks a terminal whether the network is there: a request that does not get through says so.
class AskedNetwork final : public Reachability {
public:
    [[nodiscard]] State state() override { return State::Unknown; }
};

QString describeWait(const SendGate::Wait& wait, const QString& endpointName, const domain::Clock& clock) {
    return SendWaitText::headline(wait, endpointName) + QStringLiteral(". ") +
           SendWaitText::sentence(wait, endpointName, clock.now());
}

QString describe(const domain::Failure& failure) {
    const QString sentence = FailureText::sentence(failure, FailureText::tr("the server"));
    return isOfAKey(failure.kind) && !failure.detail.isEmpty()
               ? QStringLiteral("%1 %2.").arg(sentence, failure.detail)
               : sentence;
}

} // namespace

int runAsk(const QStringList& arguments) {
    const DataDirectory folder(dataFolder(arguments));
    const auto [catalog, problems] = loadCatalog(folder.path());
    for (const QString& problem : problems) {
        write(stderr, "rivulet: " + plainText(problem).toUtf8() + '\n');
    }
    Settings settings(folder.settings());
    RequestMemory memory(settings);
    const ListedModels listed(settings);
    metrics::LogFile log(folder.logs());
    const domain::SystemClock clock;
    stream::ConnectionPool pool;
    secrets::KeychainSecretStore keychain(QStringLiteral("rivulet"), patience);

    AskedNetwork network;
    SendGate gate([&settings](const QString& endpointId) { return settings.minuteBudget(endpointId); }, clock,
                  network);

    AskCommand command(
        {.catalog = catalog,
         .clock = clock,
         .pool = pool,
         .random = [] { return QRandomGenerator::global()->generateDouble(); },
         .endpoints = settings.endpoints(),
         .keychain = &keychain,
         .environment = [](const QString& name) { return qgetenv(name.toLatin1().constData()); },
         .openDatabase = [&folder] { return store::Database::open(folder.database()); },
         .readInput = readStandardInput,
         .output = [](const QByteArray& bytes) { write(stdout, bytes); },
         .errors = [](const QByteArray& bytes) { write(stderr, bytes); },
         .log = [&log](const QString& line) { log.write(line); },
         .listed = [&listed](const QString& endpointId,
                             const QString& model) { return listedModel(listed, endpointId, model); },
         .shortPrompts = RequestParameters::fromText(settings.usualRequest()).streaming.shortPrompts,
         .experience = [&memory](const QString& endpointId,
                                 const QString& model) { return memory.experience(endpointId, model); },
         .learn = [&memory](const domain::Message& answer) { memory.learn(answer); },
         .describe = describe,
         .gate = &gate,
         .describeWait =
             [&clock](const SendGate::Wait& wait, const QString& endpointName) {
                 return describeWait(wait, endpointName, clock);
             },
         .remember =
             [&settings](const std::vector<AskOptions::Model>& models) { remember(models, settings); }});
    return command.run(arguments, lastUsed(settings, catalog));
}

} // namespace rivulet::app
