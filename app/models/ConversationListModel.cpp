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

/// As many as no window shows at once.
constexpr int pageSize = 200;
/// Read around one that comes into view.
constexpr int rowsBefore = 16;
constexpr int rowsAfter = 48;
constexpr int searchLimit = 100;
/// A search is made again so long after something changed.
constexpr int changePause = 120;

/// The desktop's way to write a time, without seconds (which the plain "C" locale would show).
QString minutes() {
    return QLocale().timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss"));
}

} // namespace

ConversationListModel::ConversationListModel(store::ConversationStore* store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store) {
    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(changePause);
    connect(&m_searchTimer, &QTimer::timeout, this, &ConversationListModel::reload);
    if (m_store != nullptr) {
        m_reader = std::make_unique<store::HistoryReader>(*m_store);
        connect(m_reader.get(), &store::HistoryReader::ordered, this, &ConversationListModel::takeOrder);
        connect(m_reader.get(), &store::HistoryReader::found, this,
                [this](const QString&, const std::vector<domain::ConversationSummary>& hits) {
                    takeFound(hits);
                });
        connect(m_store, &store::ConversationStore::conversationChanged, this,
                &ConversationListModel::refresh);
    }
    reload();
}

int ConversationListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
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
    const auto& [row, interrupted] = rowAt(index.row());
    const QDateTime when = row.updatedAt.toLocalTime();
    const qint64 days = when.date().daysTo(QDate::currentDate());
    switch (role) {
    case IdRole:
        return row.id;
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case SnippetRole:
        return showsFound() ? RichText::highlighted(row.snippet) : QString();
    case FoundRole:
        return showsFound() ? QString(row.snippet).remove(QChar(2)).remove(QChar(3)) : QString();
    case MarkRole:
        return interrupted ? tr("The last answer was interrupted") : QString();
    case WhenRole:
        return days <= 0 ? QLocale().toString(when.time(), minutes())
                         : QLocale().toString(when.date(), QLocale::ShortFormat);
    case RunningRole:
        return m_running.contains(row.id);
    case SectionRole:
        if (showsFound()) {
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
    m_searchTimer.stop();
    reload();
}

void ConversationListModel::setRunning(const std::set<domain::ConversationId>& running) {
    const auto before = std::exchange(m_running, running);
    for (int row = 0; row < rowCount(); ++row) {
        const Id id = m_ids[static_cast<std::size_t>(row)];
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
    if (isSearching()) {
        // What is shown stays until something is found.
        m_reader->search(m_query, searchLimit);
        return;
    }
    m_reader->cancelSearch();
    auto newest = m_store->list(pageSize, 0);
    if (!newest) {
        return; // locked at present: what was read before is shown until it can be read again
    }
    std::vector<Id> ids;
    for (const auto& conversation : newest.value()) {
        ids.push_back(conversation.id);
    }
    if (static_cast<int>(ids.size()) >= pageSize) {
        // The rest as far as it is known, until the reader knows better.
        const std::unordered_set<Id> above(ids.begin(), ids.end());
        std::ranges::copy_if(showsFound() ? m_order : m_ids, std::back_inserter(ids),
                             [&](Id id) { return !above.contains(id); });
        m_reader->readOrder();
    }
    show(ids, rowsOf(newest.value()));
}

void ConversationListModel::takeOrder(const std::vector<Id>& order) {
    if (order.empty() || isSearching()) {
        return; // it is read again when the search is over
    }
    const auto before = m_ids.size();
    become(order);
    if (m_ids.size() != before) {
        Q_EMIT countChanged();
    }
}

void ConversationListModel::takeFound(const std::vector<domain::ConversationSummary>& hits) {
    std::vector<Id> ids;
    ids.reserve(hits.size());
    for (const auto& hit : hits) {
        ids.push_back(hit.id);
    }
    show(ids, rowsOf(hits));
}

ConversationListModel::Rows
ConversationListModel::rowsOf(const std::vector<domain::ConversationSummary>& conversations) const {
    const auto interrupted = m_store->interrupted(conversations);
    Rows rows;
    for (const auto& conversation : conversations) {
        rows.insert({conversation.id, {conversation, interrupted.contains(conversation.id)}});
    }
    return rows;
}

const ConversationListModel::Row& ConversationListModel::rowAt(int row) const {
    const Id id = m_ids[static_cast<std::size_t>(row)];
    if (const auto known = m_rows.find(id); known != m_rows.end()) {
        return known->second;
    }
    std::vector<Id> wanted;
    const int end = std::min(rowCount(), row + rowsAfter);
    for (int near = std::max(0, row - rowsBefore); near < end; ++near) {
        if (const Id unread = m_ids[static_cast<std::size_t>(near)]; !m_rows.contains(unread)) {
            wanted.push_back(unread);
        }
    }
    m_rows.merge(rowsOf(m_store->summaries(wanted)));
    return m_rows[id]; // an empty one, where it is gone meanwhile
}

int ConversationListModel::rowOf(qint64 id, int from) const {
    const auto found = std::find(m_ids.begin() + from, m_ids.end(), id);
    return found == m_ids.end() ? -1 : static_cast<int>(found - m_ids.begin());
}

void ConversationListModel::show(const std::vector<Id>& ids, Rows rows) {
    const bool counts = ids.size() != m_ids.size();
    if (m_shown != m_query || m_ids.empty()) {
        beginResetModel();
        if (!showsFound()) {
            m_order = std::move(m_ids);
        }
        m_shown = m_query;
        m_ids = ids;
        m_rows = std::move(rows);
        endResetModel();
    } else {
        become(ids);
        takeRows(std::move(rows));
    }
    if (counts) {
        Q_EMIT countChanged();
    }
}

void ConversationListModel::takeRows(Rows rows) {
    // What was read of others before may be old: it is read again when it is looked at.
    const bool others =
        std::ranges::any_of(m_rows, [&](const auto& row) { return !rows.contains(row.first); });
    m_rows.swap(rows);
    int last = -1;
    for (int row = 0; row < rowCount() && row <= static_cast<int>(m_rows.size()); ++row) {
        const Id id = m_ids[static_cast<std::size_t>(row)];
        const auto now = m_rows.find(id);
        if (now == m_rows.end()) {
            break;
        }
        last = row;
        if (const auto before = rows.find(id); before != rows.end() && before->second != now->second) {
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
    if (others && last + 1 < rowCount()) {
        Q_EMIT dataChanged(index(last + 1), index(rowCount() - 1));
    }
}

void ConversationListModel::become(const std::vector<Id>& ids) {
    if (ids == m_ids) {
        return;
    }
    if (ids.size() < m_ids.size() || !std::equal(m_ids.begin(), m_ids.end(), ids.begin())) {
        removeOthers({ids.begin(), ids.end()});
    }
    std::unordered_set<Id> present;
    if (!std::equal(m_ids.begin(), m_ids.end(), ids.begin())) {
        present.insert(m_ids.begin(), m_ids.end());
    }
    for (std::size_t row = 0; row < ids.size(); ++row) {
        const int place = static_cast<int>(row);
        if (row < m_ids.size() && m_ids[row] == ids[row]) {
            continue;
        }
        if (!present.contains(ids[row])) {
            // As many as are new, at once.
            std::size_t end = row + 1;
            while (end < ids.size() && !present.contains(ids[end])) {
                ++end;
            }
            beginInsertRows({}, place, static_cast<int>(end) - 1);
            m_ids.insert(m_ids.begin() + place, ids.begin() + place, ids.begin() + static_cast<int>(end));
            endInsertRows();
            row = end - 1;
            continue;
        }
        moveRow(rowOf(ids[row], place), place);
    }
}

void ConversationListModel::removeOthers(const std::unordered_set<Id>& staying) {
    for (int end = rowCount(); end > 0; --end) {
        int begin = end;
        while (begin > 0 && !staying.contains(m_ids[static_cast<std::size_t>(begin) - 1])) {
            --begin;
        }
        if (begin < end) {
            removeRowsAt(begin, end);
            end = begin + 1;
        }
    }
}

void ConversationListModel::removeRowsAt(int begin, int end) {
    beginRemoveRows({}, begin, end - 1);
    for (int row = begin; row < end; ++row) {
        m_rows.erase(m_ids[static_cast<std::size_t>(row)]);
    }
    m_ids.erase(m_ids.begin() + begin, m_ids.begin() + end);
    endRemoveRows();
}

/// Upwards.
void ConversationListModel::moveRow(int from, int to) {
    beginMoveRows({}, from, from, {}, to);
    std::rotate(m_ids.begin() + to, m_ids.begin() + from, m_ids.begin() + from + 1);
    endMoveRows();
}

void ConversationListModel::refreshMark(qint64 id) {
    const int row = m_store == nullptr ? -1 : rowOf(id);
    const auto shown = m_rows.find(id);
    if (row < 0 || shown == m_rows.end()) {
        return;
    }
    const bool interrupted = m_store->interrupted({shown->second.conversation}).contains(id);
    if (std::exchange(shown->second.interrupted, interrupted) != interrupted) {
        Q_EMIT dataChanged(index(row), index(row), {MarkRole});
    }
}

void ConversationListModel::refresh(qint64 id) {
    if (isSearching()) {
        m_searchTimer.start();
        return;
    }
    auto newest = m_store->list(1, 0);
    const auto now = m_store->summary(id);
    const bool isGone = !now && now.failure().kind == domain::Failure::Kind::NotFound;
    const bool isNewest = newest && !newest.value().empty() && newest.value().front().id == id;
    const int row = rowOf(id);
    if (showsFound() || (!now && !isGone) || (row < 0 && !isNewest && !isGone)) {
        reload();
        return;
    }
    m_reader->noteChange();
    if (isGone) {
        if (row >= 0) {
            removeRowsAt(row, row + 1);
            Q_EMIT countChanged();
        }
        return;
    }
    m_rows.insert_or_assign(id, rowsOf({now.value()}).at(id));
    if (row < 0) {
        beginInsertRows({}, 0, 0);
        m_ids.insert(m_ids.begin(), id);
        endInsertRows();
        Q_EMIT countChanged();
        return;
    }
    // The usual case while answers come in: the open conversation moves to, or stays at, the top.
    if (isNewest && row > 0) {
        moveRow(row, 0);
    }
    const QModelIndex place = index(isNewest ? 0 : row);
    Q_EMIT dataChanged(place, place);
}

} // namespace rivulet::app
