// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rivulet::store {

class ConversationStore;

/// Reads what may take long in a history of very many conversations, on a thread and a connection of its own,
/// so that nobody waits for it: a search, and the order of all conversations. What is told is as the store
/// tells it, with what waits to be written laid over it. Where no second connection can be had (a database in
/// memory), the store itself is read in a later turn of the event loop.
class HistoryReader : public QObject {
    Q_OBJECT

public:
    enum class Part {
        First, ///< more of it may follow
        All
    };

    /// `store` outlives it.
    explicit HistoryReader(const ConversationStore& store, QObject* parent = nullptr);
    ~HistoryReader() override;

    /// Forgets the search before it, wherever that is: it is interrupted, and nothing of it is told any more.
    void search(const QString& words, int limit);
    void cancelSearch();
    /// Told by ordered().
    void readOrder();
    /// An order that is being read may be old already: it is read once more before it is told.
    void noteChange() { m_orderIsOld = true; }

Q_SIGNALS:
    void found(const QString& words, const std::vector<rivulet::domain::ConversationSummary>& hits,
               rivulet::store::HistoryReader::Part part);
    /// It could not be made now: the database is locked, most likely.
    void searchFailed(const QString& words);
    /// All conversations, the newest first; nothing where they can't be read now.
    void ordered(const std::vector<rivulet::domain::ConversationId>& ids);

private:
    class Worker;
    using Hits = std::vector<domain::ConversationSummary>;
    struct Asked {
        quint64 number = 0;
        QString words;
        int limit = 0;
    };

    void onThread(std::function<void()> job);
    [[nodiscard]] std::optional<Hits> searchHere(const Asked& asked) const;
    void tell(const Asked& asked, const std::optional<Hits>& hits, Part part);
    void tellOrder(const std::vector<domain::ConversationId>& ids);

    const ConversationStore& m_store;
    std::unique_ptr<Worker> m_worker;
    QThread m_thread;
    quint64 m_search = 0;
    bool m_ordering = false;
    bool m_orderIsOld = false;
};

} // namespace rivulet::store
