// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QTimer>

#include <vector>

namespace rivulet::store {
class ConversationStore;
}

namespace rivulet::app {

/// The history: newest first by day, or what a search finds.
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
    };

    explicit ConversationListModel(store::ConversationStore* store, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    [[nodiscard]] QString query() const { return m_query; }
    void setQuery(const QString& query);
    [[nodiscard]] bool isSearching() const { return !m_query.trimmed().isEmpty(); }
    /// Reads all of it again, where more may have changed than the store tells of. Rows that stay are not
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

    void reload();
    void refresh(qint64 id);
    [[nodiscard]] std::vector<Row> rowsOf(std::vector<domain::ConversationSummary> conversations) const;
    /// From what is shown to `rows`, by as little as there is to do.
    void become(std::vector<Row> rows);
    [[nodiscard]] int rowOf(qint64 id, int from = 0) const;

    store::ConversationStore* m_store;
    QString m_query;
    /// What the rows were read for.
    QString m_shown;
    bool m_complete = true;
    std::vector<Row> m_rows;
    QTimer m_searchTimer;
};

} // namespace rivulet::app
