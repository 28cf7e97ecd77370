// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AskRun.h"

#include "CatalogFiles.h"
#include "DataDirectory.h"
#include "FailureText.h"
#include "Settings.h"
#include "ask/AskCommand.h"
#include "metrics/LogFile.h"
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
    const auto options = parseAskOptions(arguments, QStringLiteral("any:model"));
    return options && !options.value().dataFolder.isEmpty() ? options.value().dataFolder
                                                            : DataDirectory::defaultPath();
}

/// Of the window's first pane, unless its endpoint is one of the window's alone: the demo's, or gone.
std::optional<QString> lastUsedModel(const Settings& settings, const providers::Catalog& catalog) {
    const QString last = settings.lastModel(0);
    const QString provider = last.section(u':', 0, 0);
    const auto own = settings.endpoints();
    const bool known = catalog.endpoint(provider) ||
                       std::any_of(own.begin(), own.end(),
                                   [&](const domain::Endpoint& endpoint) { return endpoint.id == provider; });
    return known ? std::optional(last) : std::nullopt;
}

} // namespace

int runAsk(const QStringList& arguments) {
    const DataDirectory folder(dataFolder(arguments));
    const auto [catalog, problems] = loadCatalog(folder.path());
    for (const QString& problem : problems) {
        write(stderr, "rivulet: " + problem.toUtf8() + '\n');
    }
    const Settings settings(folder.settings());
    metrics::LogFile log(folder.logs());
    const domain::SystemClock clock;
    stream::ConnectionPool pool;
    secrets::KeychainSecretStore keychain(QStringLiteral("rivulet"), patience);

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
         .describe =
             [](const domain::Failure& failure) {
                 return FailureText::sentence(failure, FailureText::tr("the server"));
             }});
    return command.run(arguments, lastUsedModel(settings, catalog));
}

} // namespace rivulet::app
