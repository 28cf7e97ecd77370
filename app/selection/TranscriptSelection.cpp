// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "selection/TranscriptSelection.h"

#include "models/AnswerExcerpt.h"
#include "models/CodeFence.h"

#include <algorithm>
#include <utility>

namespace rivulet::app {

namespace {

using Kind = TranscriptModel::RowKind;

/// So much is told of what is selected.
constexpr qsizetype mostWords = 400;

} // namespace

TranscriptSelection::TranscriptSelection(QObject* parent)
    : QObject(parent)
    , m_text(*this) {}

TranscriptSelection::~TranscriptSelection() = default;

template <typename Change>
void TranscriptSelection::change(Change change) {
    const TextStretch before = m_text.stretch();
    change();
    m_fromTop = m_fromTop && !m_text.isEmpty();
    if (m_text.stretch() != before) {
        Q_EMIT changed();
    }
}

void TranscriptSelection::setModel(TranscriptModel* model) {
    if (model == m_model) {
        return;
    }
    if (m_model) {
        m_model->disconnect(this);
    }
    m_model = model;
    change([this] { m_text.clear(); });
    if (!m_model) {
        return;
    }
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) {
                change([&] {
                    m_text.rowsInserted(first, last - first + 1);
                    if (m_fromTop && first == 0) {
                        m_text.growToTop();
                    }
                });
            });
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
        change([&] { m_text.rowsRemoved(first, last - first + 1); });
    });
    connect(m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
                if (m_text.isPlaced() && (roles.isEmpty() || roles.contains(TranscriptModel::TextRole))) {
                    takeChange(first.row(), last.row());
                }
            });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { change([this] { m_text.clear(); }); });
}

void TranscriptSelection::takeChange(int first, int last) {
    const TextStretch all = m_text.stretch();
    const int from = std::max(first, all.from.row);
    const int to = std::min(last, all.to.row);
    if (from > to) {
        return;
    }
    change([&] {
        m_text.textChanged(all.from.row);
        m_text.textChanged(all.to.row);
    });
    for (int row = from; row <= to; ++row) {
        if (m_text.shareOf(row)) {
            Q_EMIT rowChanged(row);
        }
    }
}

int TranscriptSelection::count() const {
    return m_model ? m_model->rowCount() : 0;
}

QVariant TranscriptSelection::at(int row, int role) const {
    return m_model ? m_model->data(m_model->index(row), role) : QVariant();
}

QString TranscriptSelection::text(int row) const {
    return at(row, TranscriptModel::ShownRole).toString();
}

std::vector<int> TranscriptSelection::cellStarts(int row) const {
    std::vector<int> starts{0};
    if (at(row, TranscriptModel::KindRole).value<Kind>() == Kind::Table) {
        const QString all = text(row);
        for (int i = 0; i < all.size(); ++i) {
            if (all[i] == u'\t' || all[i] == u'\n') {
                starts.push_back(i + 1);
            }
        }
    }
    return starts;
}

const text::Block* TranscriptSelection::blockOf(int row) const {
    const auto place = m_model->blockOf(row);
    return place.answer == nullptr ? nullptr
                                   : &place.answer->blocks.blocks()[static_cast<std::size_t>(place.block)];
}

bool TranscriptSelection::isRest(int row) const {
    const auto* block = row < count() ? blockOf(row) : nullptr;
    return block != nullptr && block->joint != text::Block::Joint::None;
}

std::optional<TextSelection::Share> TranscriptSelection::partOf(int row) const {
    const TextStretch all = m_text.stretch();
    const auto share = m_text.shareOf(row);
    const auto size = static_cast<int>(text(row).size());
    if (share && share->from < size) {
        return share;
    }
    if (row > all.from.row && isRest(row)) {
        return TextSelection::Share{0, 0};
    }
    return row < all.to.row && isRest(row + 1) ? std::optional(TextSelection::Share{size, size})
                                               : std::nullopt;
}

QString TranscriptSelection::jointOf(int row) const {
    if (const auto* block = blockOf(row); block != nullptr && block->joint != text::Block::Joint::None) {
        return text::textOf(block->joint);
    }
    return at(row, TranscriptModel::TightRole).toBool() ? QStringLiteral("\n") : QStringLiteral("\n\n");
}

QString TranscriptSelection::piece(int row, int from, int to) const {
    const QString all = text(row);
    QString part = all.sliced(from, std::min<qsizetype>(to, all.size()) - from);
    const bool isWhole = part.size() == all.size();
    const auto kind = at(row, TranscriptModel::KindRole).value<Kind>();
    if (kind == Kind::Prompt && isWhole && !at(row, TranscriptModel::TitleRole).toString().isEmpty() &&
        !at(row, TranscriptModel::ExpandedRole).toBool()) {
        return m_model->markdown(row);
    }
    const int depth = at(row, TranscriptModel::IndentRole).toInt();
    const auto* block = blockOf(row);
    const bool isRest = block != nullptr && block->joint != text::Block::Joint::None;
    if (from > 0 || depth == 0 || isRest) {
        return part;
    }
    const QString marker = at(row, TranscriptModel::MarkerRole).toString();
    return QString(2 * (qsizetype{depth} - 1), u' ') +
           (marker.isEmpty() ? QStringLiteral("  ") : marker + u' ') + part;
}

QString TranscriptSelection::shown() {
    complete();
    QString all;
    bool isFirst = true;
    const TextStretch stretch = m_text.stretch();
    for (int row = stretch.from.row; row <= stretch.to.row; ++row) {
        if (const auto share = partOf(row)) {
            all += std::exchange(isFirst, false) ? QString() : jointOf(row);
            all += piece(row, share->from, share->to);
        }
    }
    return all;
}

QString TranscriptSelection::markdown() {
    complete();
    QString all;
    const TextStretch stretch = m_text.stretch();
    const TranscriptAnswer* answer = nullptr;
    TextStretch blocks;
    const auto addAnswer = [&] {
        if (answer != nullptr) {
            all += (all.isEmpty() ? QString() : QStringLiteral("\n\n")) + AnswerExcerpt(*answer).of(blocks);
        }
        answer = nullptr;
    };
    for (int row = stretch.from.row; row <= stretch.to.row; ++row) {
        const auto share = partOf(row);
        if (!share) {
            continue;
        }
        const auto place = m_model->blockOf(row);
        if (place.answer != answer) {
            addAnswer();
            blocks.from = {place.block, share->from};
        }
        if (place.answer == nullptr) {
            // Nothing in a prompt is taken for Markdown.
            all += (all.isEmpty() ? QString() : jointOf(row)) + piece(row, share->from, share->to);
        }
        answer = place.answer;
        blocks.to = {place.block, share->to};
    }
    addAnswer();
    return all;
}

QString TranscriptSelection::code(int row) const {
    const auto* fence = at(row, TranscriptModel::CodeRole).value<CodeFence*>();
    return fence == nullptr ? QString() : fence->text();
}

bool TranscriptSelection::isPrompt(int row) const {
    return at(row, TranscriptModel::KindRole).value<Kind>() == Kind::Prompt;
}

QString TranscriptSelection::words() const {
    if (isEmpty()) {
        return {};
    }
    QString all;
    const TextStretch stretch = m_text.stretch();
    for (int row = stretch.from.row; row <= stretch.to.row && all.size() <= mostWords; ++row) {
        if (const auto share = m_text.shareOf(row)) {
            const QString whole = text(row);
            all += whole.mid(share->from, std::min<qsizetype>(share->to, whole.size()) - share->from) + u' ';
        }
    }
    all = all.simplified();
    return all.size() > mostWords ? tr("Selected: %1…").arg(all.first(mostWords))
                                  : tr("Selected: %1").arg(all);
}

void TranscriptSelection::begin(TextPlace place, Unit unit) {
    m_fromTop = false;
    change([&] { m_text.begin(place, unit); });
}

void TranscriptSelection::extendTo(TextPlace place) {
    m_fromTop = false;
    change([&] { m_text.extendTo(place); });
}

void TranscriptSelection::moveHead(TextPlace place) {
    m_fromTop = false;
    change([&] { m_text.moveHead(place); });
}

void TranscriptSelection::step(Unit unit, Way way) {
    m_fromTop = false;
    change([&] { m_text.step(unit, way); });
    m_fromTop = unit == Unit::Block && way == Way::Back;
}

void TranscriptSelection::selectAll() {
    change([&] { m_text.selectRows(0, count() - 1); });
    m_fromTop = !isEmpty();
}

void TranscriptSelection::complete() {
    while (m_fromTop && m_model && m_model->earlier().messages > 0) {
        m_model->showEarlier();
    }
}

void TranscriptSelection::selectMessage(int row) {
    if (!m_model || row < 0 || row >= count()) {
        return;
    }
    m_fromTop = false;
    const auto rows = m_model->messageRows(row);
    change([&] { m_text.selectRows(rows.first, rows.last); });
}

void TranscriptSelection::clear() {
    change([&] { m_text.clear(); });
}

} // namespace rivulet::app
