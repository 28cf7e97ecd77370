// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "store/HistoryReader.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QTimer>

#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rivulet::store {
class ConversationStore;
}

namespace rivulet::app {

/// The history: newest first by day, or what a search finds. All of it is listed, however long it is; of each
/// conversation no more than its number is read before it comes into view.
class ConversationListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    Q_PROPERTY(int count READ rowCount NOTIFY countChanged)
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(bool searching READ isSearching NOTIFY queryChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< conversationId
        TitleRole,                 ///< title: plain
        SectionRole,               ///< section: "Today", "Yesterday", "This week", a month; empty in a search
        SnippetRole, ///< snippet: our own safe rich text with the hits in bold; empty outside a search
        FoundRole,   ///< found: the snippet as plain text, for screen readers
        WhenRole,    ///< when: a short time or date
        MarkRole,    ///< mark: that its last answer broke off, in words; else empty
        RunningRole, ///< running: an answer is coming there
    };

    explicit ConversationListModel(store::ConversationStore* store, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QString query() const { return m_query; }
    void setQuery(const QString& query);
    [[nodiscard]] bool isSearching() const { return !m_query.trimmed().isEmpty(); }
    /// In which conversations an answer is coming.
    void setRunning(const std::set<domain::ConversationId>& running);
    /// Reads it again, where more may have changed than the store tells of. Rows that stay are not
    /// made anew: whoever looks at them keeps the place.
    void refreshAll();
    /// Whether the last answer of this one broke off may have changed.
    void refreshMark(qint64 id);

Q_SIGNALS:
    void countChanged();
    void queryChanged();

private:
    struct Row {
        domain::ConversationSummary conversation;
        bool interrupted = false;
        friend bool operator==(const Row&, const Row&) = default;
    };

    using Id = domain::ConversationId;
    using Rows = std::unordered_map<Id, Row>;

    /// The newest at once, the rest from the reader.
    void reload();
    void refresh(qint64 id);
    void takeOrder(const std::vector<Id>& order);
    void takeFound(const std::vector<domain::ConversationSummary>& hits);
    [[nodiscard]] Rows rowsOf(const std::vector<domain::ConversationSummary>& conversations) const;
    [[nodiscard]] bool showsFound() const { return !m_shown.trimmed().isEmpty(); }
    /// Shows these for m_query, with what was just read of them (of the first ones, in a long list).
    void show(const std::vector<Id>& ids, Rows rows);
    void takeRows(Rows rows);
    /// From what is shown to `ids`, by as little as there is to do.
    void become(const std::vector<Id>& ids);
    void removeOthers(const std::unordered_set<Id>& staying);
    void removeRowsAt(int begin, int end);
    void moveRow(int from, int to);
    [[nodiscard]] const Row& rowAt(int row) const;
    [[nodiscard]] int rowOf(qint64 id, int from = 0) const;

    store::ConversationStore* m_store;
    QString m_query;
    /// What the rows were read for.
    QString m_shown;
    std::vector<Id> m_ids;
    /// What was read of them so far.
    mutable Rows m_rows;
    /// The list as it was before a search.
    std::vector<Id> m_order;
    /// Null where there is no store.
    std::unique_ptr<store::HistoryReader> m_reader;
    std::set<domain::ConversationId> m_running;
    QTimer m_searchTimer;
};

} // namespace rivulet::app
