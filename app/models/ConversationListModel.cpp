// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/ConversationListModel.h"

#include "RichText.h"
#include "store/ConversationStore.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace rivulet::app {

namespace {

constexpr int pageSize = 200;
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
    return {{IdRole, "conversationId"}, {TitleRole, "title"}, {SectionRole, "section"},
            {SnippetRole, "snippet"},   {FoundRole, "found"}, {WhenRole, "when"},
            {RunningRole, "running"}};
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
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
        const auto id = m_rows[static_cast<std::size_t>(row)].id;
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
    auto found = isSearching() ? m_store->search(m_query, searchLimit) : m_store->list(pageSize, 0);
    if (!found) {
        return; // locked at present: what was read before is shown until it can be read again
    }
    beginResetModel();
    m_rows = std::move(found.value());
    m_complete = isSearching() || static_cast<int>(m_rows.size()) < pageSize;
    endResetModel();
    Q_EMIT countChanged();
}

bool ConversationListModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_complete;
}

void ConversationListModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent)) {
        return;
    }
    // What waits to be written is in the list and not yet in the database.
    const auto waiting =
        std::ranges::count_if(m_rows, [this](const auto& row) { return m_store->isWaiting(row.id); });
    const auto more = m_store->list(pageSize, rowCount() - static_cast<int>(waiting));
    if (!more || more.value().empty()) {
        m_complete = true;
        return;
    }
    m_complete = static_cast<int>(more.value().size()) < pageSize;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(more.value().size()) - 1);
    m_rows.insert(m_rows.end(), more.value().begin(), more.value().end());
    endInsertRows();
    Q_EMIT countChanged();
}

void ConversationListModel::refresh(qint64 id) {
    if (isSearching()) {
        m_searchTimer.start();
        return;
    }
    const auto known =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const auto& row) { return row.id == id; });
    const auto newest = m_store->list(1, 0);
    const bool onTop = newest && !newest.value().empty() && newest.value().front().id == id;
    if (!onTop || known == m_rows.end()) {
        reload();
        return;
    }
    // The usual case while answers come in: the open conversation moves to, or stays at, the top.
    const int row = static_cast<int>(known - m_rows.begin());
    if (row > 0) {
        beginMoveRows({}, row, row, {}, 0);
        std::rotate(m_rows.begin(), known, known + 1);
        endMoveRows();
    }
    m_rows.front() = newest.value().front();
    Q_EMIT dataChanged(index(0), index(0));
}

} // namespace rivulet::app
