// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/ConversationListModel.h"

#include "RichText.h"
#include "store/ConversationStore.h"

#include <QLocale>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace rivulet::app {

namespace {

constexpr int pageSize = 200;
/// Read besides those that are shown, so that a new one at the top drops none at the end.
constexpr int spareRows = 20;
constexpr int searchLimit = 100;
constexpr int typingPause = 120;

/// The desktop's way to write a time, without seconds (which the plain "C" locale would show).
QString minutes() {
    return QLocale().timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss"));
}

} // namespace

ConversationListModel::ConversationListModel(store::ConversationStore* store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store) {
    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(typingPause);
    connect(&m_searchTimer, &QTimer::timeout, this, &ConversationListModel::reload);
    if (m_store != nullptr) {
        connect(m_store, &store::ConversationStore::conversationChanged, this,
                &ConversationListModel::refresh);
    }
    reload();
}

int ConversationListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QHash<int, QByteArray> ConversationListModel::roleNames() const {
    return {{IdRole, "conversationId"}, {TitleRole, "title"},    {SectionRole, "section"},
            {SnippetRole, "snippet"},   {FoundRole, "found"},    {WhenRole, "when"},
            {MarkRole, "mark"},         {RunningRole, "running"}};
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const auto& [row, interrupted] = m_rows[static_cast<std::size_t>(index.row())];
    const QDateTime when = row.updatedAt.toLocalTime();
    const qint64 days = when.date().daysTo(QDate::currentDate());
    switch (role) {
    case IdRole:
        return row.id;
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case SnippetRole:
        return isSearching() ? RichText::highlighted(row.snippet) : QString();
    case FoundRole:
        return isSearching() ? QString(row.snippet).remove(QChar(2)).remove(QChar(3)) : QString();
    case MarkRole:
        return interrupted ? tr("The last answer was interrupted") : QString();
    case WhenRole:
        return days <= 0 ? QLocale().toString(when.time(), minutes())
                         : QLocale().toString(when.date(), QLocale::ShortFormat);
    case RunningRole:
        return m_running.contains(row.id);
    case SectionRole:
        if (isSearching()) {
            return QString();
        }
        if (days <= 0) {
            return tr("Today");
        }
        if (days == 1) {
            return tr("Yesterday");
        }
        if (days < 7) {
            return tr("This week");
        }
        return QLocale().toString(when.date(), QStringLiteral("MMMM yyyy"));
    default:
        return {};
    }
}

void ConversationListModel::setQuery(const QString& query) {
    if (query == m_query) {
        return;
    }
    m_query = query;
    Q_EMIT queryChanged();
    if (isSearching()) {
        m_searchTimer.start();
    } else {
        m_searchTimer.stop();
        reload();
    }
}

void ConversationListModel::setRunning(const std::set<domain::ConversationId>& running) {
    const auto before = std::exchange(m_running, running);
    for (int row = 0; row < rowCount(); ++row) {
        const auto id = m_rows[static_cast<std::size_t>(row)].conversation.id;
        if (before.contains(id) != running.contains(id)) {
            Q_EMIT dataChanged(index(row), index(row), {RunningRole});
        }
    }
}

void ConversationListModel::refreshAll() {
    if (isSearching()) {
        m_searchTimer.start();
    } else {
        reload();
    }
}

void ConversationListModel::reload() {
    if (m_store == nullptr) {
        return;
    }
    const int wanted = std::max(pageSize, rowCount() + spareRows);
    auto found = isSearching() ? m_store->search(m_query, searchLimit) : m_store->list(wanted, 0);
    if (!found) {
        return; // locked at present: what was read before is shown until it can be read again
    }
    std::vector<Row> rows = rowsOf(std::move(found.value()));
    const bool complete = isSearching() || static_cast<int>(rows.size()) < wanted;
    m_complete = true; // nobody asks for more halfway
    const bool counts = rows.size() != m_rows.size();
    if (m_rows.empty() || std::exchange(m_shown, m_query) != m_query) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    } else {
        become(std::move(rows));
    }
    m_complete = complete;
    if (counts) {
        Q_EMIT countChanged();
    }
}

std::vector<ConversationListModel::Row>
ConversationListModel::rowsOf(std::vector<domain::ConversationSummary> conversations) const {
    const auto interrupted = m_store->interrupted(conversations);
    std::vector<Row> rows;
    rows.reserve(conversations.size());
    for (auto& conversation : conversations) {
        const bool marked = interrupted.contains(conversation.id);
        rows.push_back({std::move(conversation), marked});
    }
    return rows;
}

int ConversationListModel::rowOf(qint64 id, int from) const {
    const auto found = std::find_if(m_rows.begin() + from, m_rows.end(),
                                    [id](const Row& row) { return row.conversation.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ConversationListModel::become(std::vector<Row> rows) {
    std::set<qint64> staying;
    for (const Row& row : rows) {
        staying.insert(row.conversation.id);
    }
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!staying.contains(m_rows[static_cast<std::size_t>(row)].conversation.id)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    }
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        Row& wanted = rows[static_cast<std::size_t>(row)];
        const int now = rowOf(wanted.conversation.id, row);
        if (now < 0) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, std::move(wanted));
            endInsertRows();
            continue;
        }
        if (now > row) {
            beginMoveRows({}, now, now, {}, row);
            std::rotate(m_rows.begin() + row, m_rows.begin() + now, m_rows.begin() + now + 1);
            endMoveRows();
        }
        if (Row& shown = m_rows[static_cast<std::size_t>(row)]; shown != wanted) {
            shown = std::move(wanted);
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
}

bool ConversationListModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_complete;
}

void ConversationListModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent)) {
        return;
    }
    // What waits to be written is in the list and not yet in the database.
    const auto waiting = std::ranges::count_if(
        m_rows, [this](const Row& row) { return m_store->isWaiting(row.conversation.id); });
    auto more = m_store->list(pageSize, rowCount() - static_cast<int>(waiting));
    if (!more || more.value().empty()) {
        m_complete = true;
        return;
    }
    m_complete = static_cast<int>(more.value().size()) < pageSize;
    std::vector<Row> rows = rowsOf(std::move(more.value()));
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
    std::ranges::move(rows, std::back_inserter(m_rows));
    endInsertRows();
    Q_EMIT countChanged();
}

void ConversationListModel::refreshMark(qint64 id) {
    const int row = m_store == nullptr ? -1 : rowOf(id);
    if (row < 0) {
        return;
    }
    Row& shown = m_rows[static_cast<std::size_t>(row)];
    const bool interrupted = m_store->interrupted({shown.conversation}).contains(id);
    if (std::exchange(shown.interrupted, interrupted) != interrupted) {
        Q_EMIT dataChanged(index(row), index(row), {MarkRole});
    }
}

void ConversationListModel::refresh(qint64 id) {
    if (isSearching()) {
        m_searchTimer.start();
        return;
    }
    auto newest = m_store->list(1, 0);
    const int row = rowOf(id);
    if (row < 0 || !newest || newest.value().empty() || newest.value().front().id != id) {
        reload();
        return;
    }
    // The usual case while answers come in: the open conversation moves to, or stays at, the top.
    newest.value().resize(1);
    if (row > 0) {
        beginMoveRows({}, row, row, {}, 0);
        std::rotate(m_rows.begin(), m_rows.begin() + row, m_rows.begin() + row + 1);
        endMoveRows();
    }
    m_rows.front() = rowsOf(std::move(newest.value())).front();
    Q_EMIT dataChanged(index(0), index(0));
}

} // namespace rivulet::app
