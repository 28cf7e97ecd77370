// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/HistoryReader.h"

#include "store/ConversationStore.h"
#include "store/Search.h"
#include "store/Statement.h"

#include <QMutex>
#include <QMutexLocker>
#include <QSqlDatabase>
#include <QSqlDriver>

#include <atomic>
#include <optional>
#include <sqlite3.h>
#include <utility>

namespace rivulet::store {

namespace {

using domain::ConversationId;

constexpr int mostTries = 5;

/// The handle below a connection. Null where Qt's driver is built on another SQLite than this: of that, a
/// handle means nothing here.
sqlite3* handleOf(const Database& database) {
    Statement source(database, QStringLiteral("SELECT sqlite_source_id()"));
    const bool same = source.select() && source.next() &&
                      source.value(0).toString() == QString::fromLatin1(sqlite3_sourceid());
    const QVariant handle = database.connection().driver()->handle();
    const bool known = handle.isValid() && qstrcmp(handle.typeName(), "sqlite3*") == 0;
    return same && known ? *static_cast<sqlite3* const*>(handle.constData()) : nullptr;
}

} // namespace

/// Lives on the reader's thread, but for its atomics and interrupt(), which are called from the owner's.
class HistoryReader::Worker : public QObject {
public:
    /// The search that is wanted now.
    std::atomic<quint64> wanted{0};

    void interrupt() {
        const QMutexLocker lock(&m_guard);
        if (m_handle != nullptr) {
            sqlite3_interrupt(m_handle);
        }
    }

    /// `opening`: of the file, by the store's count; nothing where it can't be opened.
    const Database* open(const QString& file, int opening) {
        if (m_database && m_opening == opening) {
            return m_database.get();
        }
        close();
        DatabaseOptions options;
        options.access = DatabaseOptions::Access::ReadOnly;
        auto opened = Database::open(file, options);
        if (!opened) {
            return nullptr;
        }
        m_database = std::move(opened.value());
        m_opening = opening;
        sqlite3* const handle = handleOf(*m_database);
        const QMutexLocker lock(&m_guard);
        m_handle = handle;
        return m_database.get();
    }

    void close() {
        {
            const QMutexLocker lock(&m_guard);
            m_handle = nullptr;
        }
        m_database.reset();
    }

private:
    std::shared_ptr<Database> m_database;
    int m_opening = 0;
    QMutex m_guard;
    sqlite3* m_handle = nullptr;
};

HistoryReader::HistoryReader(const ConversationStore& store, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_worker(std::make_unique<Worker>()) {
    m_thread.setObjectName(QStringLiteral("history"));
    m_worker->moveToThread(&m_thread);
    // Its connection goes on the thread that made it.
    connect(
        &m_thread, &QThread::finished, m_worker.get(), [worker = m_worker.get()] { worker->close(); },
        Qt::DirectConnection);
}

HistoryReader::~HistoryReader() {
    cancelSearch();
    m_thread.quit();
    m_thread.wait();
}

void HistoryReader::cancelSearch() {
    m_worker->wanted = ++m_search;
    m_worker->interrupt();
}

void HistoryReader::onThread(std::function<void()> job) {
    if (!m_thread.isRunning()) {
        m_thread.start();
    }
    QMetaObject::invokeMethod(m_worker.get(), std::move(job), Qt::QueuedConnection);
}

void HistoryReader::search(const QString& words, int limit) {
    // The old one is interrupted before the new one is on its way: never the new one.
    cancelSearch();
    const Asked asked{m_search, words, limit};
    if (!m_store.hasFile()) {
        QMetaObject::invokeMethod(
            this, [this, asked] { tell(asked, searchHere(asked), Part::All); }, Qt::QueuedConnection);
        return;
    }
    onThread([this, worker = m_worker.get(), asked, file = m_store.file(), opening = m_store.opening()] {
        if (worker->wanted != asked.number) {
            return;
        }
        const Database* const database = worker->open(file, opening);
        if (database == nullptr) {
            QMetaObject::invokeMethod(
                this, [this, asked] { tell(asked, searchHere(asked), Part::All); }, Qt::QueuedConnection);
            return;
        }
        Search::Course course;
        course.isWanted = [worker, asked] { return worker->wanted == asked.number; };
        course.first = [this, asked](const Search::Hits& hits) {
            QMetaObject::invokeMethod(
                this, [this, asked, hits] { tell(asked, hits, Part::First); }, Qt::QueuedConnection);
        };
        auto hits = Search(*database).find(asked.words, static_cast<std::size_t>(asked.limit), course);
        const auto all = hits ? std::optional(std::move(hits.value())) : std::nullopt;
        QMetaObject::invokeMethod(
            this, [this, asked, all] { tell(asked, all, Part::All); }, Qt::QueuedConnection);
    });
}

std::optional<HistoryReader::Hits> HistoryReader::searchHere(const Asked& asked) const {
    auto hits = asked.number == m_search ? m_store.search(asked.words, asked.limit) : Hits{};
    return hits ? std::optional(std::move(hits.value())) : std::nullopt;
}

void HistoryReader::tell(const Asked& asked, const std::optional<Hits>& hits, Part part) {
    if (asked.number != m_search) {
        return;
    }
    if (hits) {
        Q_EMIT found(asked.words, m_store.laidOver(*hits), part);
    } else {
        Q_EMIT searchFailed(asked.words);
    }
}

void HistoryReader::readOrder() {
    m_orderIsOld = m_ordering;
    if (std::exchange(m_ordering, true)) {
        return;
    }
    if (!m_store.hasFile()) {
        QMetaObject::invokeMethod(this, [this] { tellOrder(m_store.order()); }, Qt::QueuedConnection);
        return;
    }
    onThread([this, worker = m_worker.get(), file = m_store.file(), opening = m_store.opening()] {
        const Database* const database = worker->open(file, opening);
        std::vector<ConversationId> ids;
        // A search that is cancelled meanwhile interrupts this as well.
        for (int tries = 0; database != nullptr && ids.empty() && tries < mostTries; ++tries) {
            ids = ConversationStore::orderIn(*database);
        }
        QMetaObject::invokeMethod(this, [this, ids] { tellOrder(ids); }, Qt::QueuedConnection);
    });
}

void HistoryReader::tellOrder(const std::vector<ConversationId>& ids) {
    m_ordering = false;
    if (m_orderIsOld) {
        readOrder();
        return;
    }
    Q_EMIT ordered(m_store.laidOver(ids));
}

} // namespace rivulet::store
