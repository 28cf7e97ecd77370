// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "diff/DiffModel.h"

#include <algorithm>
#include <utility>

namespace rivulet::app {

namespace {

using namespace std::chrono_literals;
using CompareRelation = compare::DiffRow::Relation;

/// Words are read no faster than that.
constexpr auto leastPause = 150ms;
constexpr auto longestPause = 2000ms;
/// Comparing takes a twentieth of a processor at most.
constexpr int rest = 20;

QString wordFor(CompareRelation relation) {
    switch (relation) {
    case CompareRelation::Same:
        return DiffModel::tr("The same");
    case CompareRelation::Changed:
        return DiffModel::tr("Differs");
    case CompareRelation::Different:
        return DiffModel::tr("Different");
    case CompareRelation::OnlyLeft:
        return DiffModel::tr("Only left");
    case CompareRelation::OnlyRight:
        return DiffModel::tr("Only right");
    case CompareRelation::Awaited:
        return DiffModel::tr("Not there yet");
    }
    return {};
}

} // namespace

DiffModel::DiffModel(Source left, Source right, QObject* parent)
    : QAbstractListModel(parent)
    , m_left(std::move(left))
    , m_right(std::move(right))
    , m_comparison(std::make_shared<Comparison>()) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &DiffModel::look);
}

DiffModel::~DiffModel() {
    setActive(false);
}

int DiffModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_comparison->lines.size());
}

QHash<int, QByteArray> DiffModel::roleNames() const {
    return {{RelationRole, "relation"},     {WordRole, "word"},
            {HasLeftRole, "hasLeft"},       {HasRightRole, "hasRight"},
            {LeftRole, "leftText"},         {RightRole, "rightText"},
            {LeftPlainRole, "leftPlain"},   {RightPlainRole, "rightPlain"},
            {LeftKindRole, "leftKind"},     {RightKindRole, "rightKind"},
            {LeftLevelRole, "leftLevel"},   {RightLevelRole, "rightLevel"},
            {LeftIndentRole, "leftIndent"}, {RightIndentRole, "rightIndent"},
            {LeftMarkerRole, "leftMarker"}, {RightMarkerRole, "rightMarker"}};
}

QVariant DiffModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const DiffLine& line = *m_comparison->lines[static_cast<size_t>(index.row())];
    switch (role) {
    case RelationRole:
        return QVariant::fromValue(static_cast<Relation>(line.relation));
    case WordRole:
        return wordFor(line.relation);
    case HasLeftRole:
        return line.hasLeft;
    case HasRightRole:
        return line.hasRight;
    case LeftRole:
        return markedText(line.left);
    case RightRole:
        return markedText(line.right);
    case LeftPlainRole:
        return line.left.unit.text;
    case RightPlainRole:
        return line.right.unit.text;
    case LeftKindRole:
        return QVariant::fromValue(static_cast<UnitKind>(line.left.unit.kind));
    case RightKindRole:
        return QVariant::fromValue(static_cast<UnitKind>(line.right.unit.kind));
    case LeftLevelRole:
        return line.left.unit.level;
    case RightLevelRole:
        return line.right.unit.level;
    case LeftIndentRole:
        return line.left.unit.indent + line.left.unit.quoteDepth;
    case RightIndentRole:
        return line.right.unit.indent + line.right.unit.quoteDepth;
    case LeftMarkerRole:
        return line.left.unit.marker;
    case RightMarkerRole:
        return line.right.unit.marker;
    default:
        return {};
    }
}

void DiffModel::setActive(bool active) {
    if (active == isActive()) {
        return;
    }
    if (active) {
        m_thread = std::make_unique<QThread>();
        m_thread->setObjectName(QStringLiteral("diff"));
        m_reader = new DiffReader;
        m_reader->moveToThread(m_thread.get());
        connect(m_thread.get(), &QThread::finished, m_reader, &QObject::deleteLater);
        connect(m_reader, &DiffReader::compared, this, &DiffModel::take);
        m_thread->start(QThread::LowPriority);
        m_busy = false;
        m_stale = false;
        look();
    } else {
        m_soon.stop();
        m_reader->disconnect(this);
        m_reader = nullptr;
        m_thread->quit();
        m_thread->wait();
        m_thread.reset();
        take(std::make_shared<Comparison>());
    }
    Q_EMIT activeChanged();
}

void DiffModel::invalidate() {
    if (!isActive()) {
        return;
    }
    if (m_busy) {
        m_stale = true;
    } else if (!m_soon.isActive()) {
        m_soon.start(leastPause);
    }
}

void DiffModel::look() {
    m_stale = false;
    m_busy = true;
    m_askedAt = std::chrono::steady_clock::now();
    QMetaObject::invokeMethod(
        m_reader, [reader = m_reader, left = m_left(), right = m_right()] { reader->read(left, right); });
}

void DiffModel::take(const std::shared_ptr<const Comparison>& comparison) {
    m_busy = false;
    if (std::exchange(m_stale, false)) {
        const auto took = std::chrono::steady_clock::now() - m_askedAt;
        m_soon.start(std::chrono::duration_cast<std::chrono::milliseconds>(
            std::clamp<std::chrono::steady_clock::duration>(took * rest, leastPause, longestPause)));
    }
    const auto& old = m_comparison->lines;
    const auto& now = comparison->lines;
    const auto both = std::min(old.size(), now.size());
    size_t before = 0;
    while (before < both && old[before] == now[before]) {
        ++before;
    }
    size_t behind = 0;
    while (behind < both - before && old[old.size() - 1 - behind] == now[now.size() - 1 - behind]) {
        ++behind;
    }
    const auto first = static_cast<int>(before);
    const auto gone = static_cast<int>(old.size() - before - behind);
    const auto come = static_cast<int>(now.size() - before - behind);
    // What changed stays the row it was; only what is more or less comes or goes.
    const int changed = std::min(gone, come);
    if (come > gone) {
        beginInsertRows({}, first + changed, first + come - 1);
        m_comparison = comparison;
        endInsertRows();
    } else if (gone > come) {
        beginRemoveRows({}, first + changed, first + gone - 1);
        m_comparison = comparison;
        endRemoveRows();
    } else {
        m_comparison = comparison;
    }
    if (changed > 0) {
        Q_EMIT dataChanged(index(first), index(first + changed - 1));
    }
    m_differences = 0;
    for (int row = 0; row < rowCount(); ++row) {
        m_differences += isDifference(row) ? 1 : 0;
    }
    Q_EMIT compared();
}

QString DiffModel::similarity() const {
    if (m_comparison->lines.empty()) {
        return {};
    }
    // Rounded down: 100 is said of equal answers only.
    return tr("%1 % the same").arg(static_cast<int>(m_comparison->similarity * 100));
}

QString DiffModel::tally() const {
    if (m_comparison->lines.empty()) {
        return {};
    }
    return m_differences == 0   ? tr("No differences")
           : m_differences == 1 ? tr("1 difference")
                                : tr("%1 differences").arg(m_differences);
}

bool DiffModel::isDifference(int row) const {
    const auto relation = m_comparison->lines[static_cast<size_t>(row)]->relation;
    return relation != CompareRelation::Same && relation != CompareRelation::Awaited;
}

int DiffModel::next(int row) const {
    for (int i = std::max(-1, row) + 1; i < rowCount(); ++i) {
        if (isDifference(i)) {
            return i;
        }
    }
    return -1;
}

int DiffModel::previous(int row) const {
    for (int i = std::min(row, rowCount()) - 1; i >= 0; --i) {
        if (isDifference(i)) {
            return i;
        }
    }
    return -1;
}

void DiffModel::setMarkColour(const QColor& colour) {
    if (std::exchange(m_markColour, colour) != colour && rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {LeftRole, RightRole});
    }
}

QString DiffModel::markedText(const DiffLine::Side& side) const {
    const bool isCode = side.unit.kind == DiffUnits::Unit::Kind::Code;
    QString html = isCode ? QStringLiteral("<p style=\"margin:0; white-space:pre-wrap\">")
                          : QStringLiteral("<p style=\"margin:0; white-space:pre-wrap; line-height:150%\">");
    const QString open = QStringLiteral("<span style=\"background-color:%1; text-decoration:underline\">")
                             .arg(m_markColour.name());
    qsizetype at = 0;
    const auto add = [&](qsizetype end) {
        QString part = side.unit.text.sliced(at, end - at).toHtmlEscaped();
        html += part.replace(u'\n', QStringLiteral("<br/>"));
        at = end;
    };
    for (const auto& mark : side.marks) {
        add(mark.from);
        html += open;
        add(mark.from + mark.size);
        html += QStringLiteral("</span>");
    }
    add(side.unit.text.size());
    return html + QStringLiteral("</p>");
}

} // namespace rivulet::app
