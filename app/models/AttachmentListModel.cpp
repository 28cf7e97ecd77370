// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/AttachmentListModel.h"

#include "request/AttachmentReader.h"
#include "request/AttachmentText.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>

#include <algorithm>
#include <numeric>
#include <utility>

namespace rivulet::app {

AttachmentListModel::AttachmentListModel(QObject* parent)
    : QAbstractListModel(parent) {}

int AttachmentListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_files.size());
}

QHash<int, QByteArray> AttachmentListModel::roleNames() const {
    return {{NameRole, "name"}, {SizeRole, "size"}, {KindRole, "kind"}};
}

QVariant AttachmentListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const auto& file = m_files[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return file.name;
    case SizeRole:
        return AttachmentText::size(file);
    case KindRole:
        return AttachmentText::kind(file.kind);
    default:
        return {};
    }
}

QUrl AttachmentListModel::home() {
    return QUrl::fromLocalFile(QDir::homePath());
}

void AttachmentListModel::add(const QList<QUrl>& urls) {
    clearProblems();
    for (const QUrl& url : urls) {
        if (!url.isLocalFile()) {
            addProblem(tr("Only files on this computer can be added."));
            continue;
        }
        if (!hasRoom()) {
            return;
        }
        AttachmentReader::readFile(url.toLocalFile(), this,
                                   [this, generation = m_generation, place = beginReading()](
                                       const auto& read) { take(generation, place, read); });
    }
}

bool AttachmentListModel::paste() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (data == nullptr) {
        return false;
    }
    QList<QUrl> files;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) {
            files.append(url);
        }
    }
    if (!files.isEmpty()) {
        add(files);
        return true;
    }
    // A spreadsheet's cells come as text with a picture of them: what was typed is what is meant.
    const auto image = data->hasText() ? QImage() : qvariant_cast<QImage>(data->imageData());
    if (image.isNull()) {
        return false;
    }
    clearProblems();
    if (hasRoom()) {
        AttachmentReader::readImage(tr("Pasted image.png"), image, this,
                                    [this, generation = m_generation, place = beginReading()](
                                        const auto& read) { take(generation, place, read); });
    }
    return true;
}

void AttachmentListModel::remove(int row) {
    if (row < 0 || row >= rowCount()) {
        return;
    }
    beginRemoveRows({}, row, row);
    m_files.erase(m_files.begin() + row);
    m_places.erase(m_places.begin() + row);
    endRemoveRows();
    clearProblems();
    Q_EMIT countChanged();
}

void AttachmentListModel::clear() {
    restore({});
}

void AttachmentListModel::restore(std::vector<domain::Attachment> files) {
    beginResetModel();
    m_files = std::move(files);
    m_places.resize(m_files.size());
    std::iota(m_places.begin(), m_places.end(), m_added);
    m_added += rowCount();
    endResetModel();
    ++m_generation;
    if (std::exchange(m_reading, 0) > 0) {
        Q_EMIT readingChanged();
    }
    clearProblems();
    Q_EMIT countChanged();
}

bool AttachmentListModel::hasRoom() {
    const bool room = static_cast<int>(m_files.size()) + m_reading < mostFiles;
    if (!room) {
        addProblem(tr("At most %1 files go with one prompt.").arg(mostFiles));
    }
    return room;
}

int AttachmentListModel::beginReading() {
    ++m_reading;
    Q_EMIT readingChanged();
    return m_added++;
}

void AttachmentListModel::take(int generation, int place, const domain::Result<domain::Attachment>& read) {
    if (generation != m_generation) {
        return;
    }
    --m_reading;
    if (read) {
        const auto at = std::ranges::upper_bound(m_places, place) - m_places.begin();
        beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
        m_files.insert(m_files.begin() + at, read.value());
        m_places.insert(m_places.begin() + at, place);
        endInsertRows();
        Q_EMIT countChanged();
    } else {
        addProblem(AttachmentText::refusal(read.failure()));
    }
    Q_EMIT readingChanged();
}

QString AttachmentListModel::problem() const {
    QStringList lines = m_problems.first(std::min<qsizetype>(m_problems.size(), mostProblems));
    if (const auto more = m_problems.size() - lines.size(); more > 0) {
        lines.append(tr("%1 more were not added.").arg(more));
    }
    return lines.join(u'\n');
}

void AttachmentListModel::addProblem(const QString& problem) {
    if (!m_problems.contains(problem)) {
        m_problems.append(problem);
        Q_EMIT problemChanged();
    }
}

void AttachmentListModel::clearProblems() {
    if (!m_problems.isEmpty()) {
        m_problems.clear();
        Q_EMIT problemChanged();
    }
}

} // namespace rivulet::app
