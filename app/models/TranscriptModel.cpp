// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/TranscriptModel.h"

#include "models/RowContent.h"
#include "models/TranscriptAnswer.h"
#include "models/TranscriptPrompt.h"

#include <QElapsedTimer>

#include <algorithm>
#include <chrono>
#include <deque>
#include <iterator>
#include <utility>

namespace rivulet::app {

namespace {

using Kind = TranscriptModel::RowKind;

Kind kindOf(AnswerMarks::Kind mark) {
    return mark == AnswerMarks::Kind::Tool ? Kind::Tool : Kind::Seam;
}

/// So many characters have rows as soon as a conversation is open: more than any window shows.
constexpr qsizetype firstCharacters = 12'000;
/// Later ones in pieces of about so many, read in slices for so long.
constexpr qsizetype laterCharacters = 4'000;
constexpr qsizetype sliceCharacters = 2'000;
constexpr std::chrono::milliseconds pieceTime{4};

struct Row {
    Kind kind = Kind::Prose;
    int answer = -1; ///< -1: a prompt
    int part = 0;    ///< block, tool or seam number, or the prompt's
    int piece = 0;   ///< of a prompt
};

} // namespace

class TranscriptModel::Impl {
public:
    std::vector<Row> rows;
    std::deque<TranscriptPrompt> prompts;
    std::deque<std::unique_ptr<TranscriptAnswer>> answers;
    /// Messages above the first row, in order, as far as they are in memory; and those above them.
    std::vector<domain::Message> earlier;
    qsizetype earlierCharacters = 0;
    Unread unread;
    qsizetype unreadLength = 0; ///< of each of them, as a guess
    /// Those of them that get rows next, as far as they are read: they become part of this transcript when
    /// all of them are.
    std::unique_ptr<TranscriptModel> piece;
    std::size_t pieceStart = 0;
    std::size_t pieceNext = 0;
    qsizetype pieceRead = 0; ///< of the text of the next one
    qsizetype pieceCharacters = 0;
    std::function<QString(const domain::Message&)> nameOf;
    std::function<QDateTime(const domain::Message&, const domain::Seam&)> timeOf;
    RichText::Colours colours{QColor(0x2f6feb), QColor(0xf0f0f0)};

    [[nodiscard]] TranscriptAnswer* running() const {
        return !answers.empty() && answers.back()->running ? answers.back().get() : nullptr;
    }

    /// The first row of the last answer that is of this kind, or -1.
    [[nodiscard]] int findRow(Kind kind, int part = -1) const {
        const int last = static_cast<int>(answers.size()) - 1;
        for (int row = static_cast<int>(rows.size()) - 1; row >= 0; --row) {
            const Row& each = rows[static_cast<std::size_t>(row)];
            if (each.answer != last) {
                break;
            }
            if (each.kind == kind && (part < 0 || each.part == part)) {
                return row;
            }
        }
        return -1;
    }

    [[nodiscard]] int footerRow() const { return static_cast<int>(rows.size()) - 1; }
    /// Where the last turns begin that have no rows yet and are so long together, or one that is longer.
    [[nodiscard]] std::size_t startOfPiece(qsizetype characters) const {
        std::size_t first = earlier.size();
        while (first > 0 && (characters > 0 || earlier[first].role != domain::Role::User)) {
            characters -= earlier[--first].text.size() + 200;
        }
        return first;
    }
    /// Nothing comes after this answer.
    [[nodiscard]] bool isLast(int answer) const { return !rows.empty() && rows.back().answer == answer; }
    /// The row where the last answer's text begins: after it come only blocks, the marks among them, the
    /// sources and the footer.
    [[nodiscard]] int firstBlockRow() const {
        const TranscriptAnswer& answer = *answers.back();
        return footerRow() - (answer.hasSources ? 1 : 0) - answer.marks.shown() -
               static_cast<int>(answer.tables.size());
    }
    /// The row of one of the last answer's blocks, or where the next one will be.
    [[nodiscard]] int blockRow(int block) const {
        return firstBlockRow() + block + answers.back()->marks.shownAbove(block);
    }
};

TranscriptModel::TranscriptModel(QObject* parent)
    : QAbstractListModel(parent)
    , m(std::make_unique<Impl>()) {}

TranscriptModel::~TranscriptModel() = default;

int TranscriptModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m->rows.size());
}

QHash<int, QByteArray> TranscriptModel::roleNames() const {
    return {{KindRole, "kind"},
            {TextRole, "text"},
            {PlainRole, "plain"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {LevelRole, "level"},
            {IndentRole, "indent"},
            {QuoteRole, "quoteDepth"},
            {MarkerRole, "marker"},
            {TightRole, "tight"},
            {ActiveRole, "active"},
            {ExpandedRole, "expanded"},
            {ToneRole, "tone"},
            {TableRole, "table"},
            {StatsRole, "stats"},
            {BadgeRole, "badge"},
            {CanReconnectRole, "canReconnect"},
            {CanRetryRole, "canRetry"},
            {CanSettingsRole, "canOpenSettings"},
            {CanCopyRole, "canCopy"},
            {MessageRole, "messageId"},
            {FilesRole, "files"},
            {NotesRole, "notes"},
            {FiguresRole, "figures"},
            {SourcesRole, "sources"},
            {LinksRole, "links"},
            {CodeRole, "code"},
            {GoesOnRole, "goesOn"},
            {StyledRole, "styled"},
            {CanPutBackRole, "canPutBack"}};
}

QVariant TranscriptModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m->rows[static_cast<std::size_t>(index.row())];
    if (role == KindRole) {
        return QVariant::fromValue(row.kind);
    }
    if (row.answer < 0) {
        return m->prompts[static_cast<std::size_t>(row.part)].content(row.piece, role);
    }
    const TranscriptAnswer& answer = *m->answers[static_cast<std::size_t>(row.answer)];
    if (row.kind == Kind::Seam && role != MessageRole) {
        return seamContent(row.answer, row.part, role);
    }
    return role == MessageRole ? QVariant(answer.message.id)
                               : answer.content(row.kind, row.part, m->colours, role);
}

TranscriptModel::RowLength TranscriptModel::rowLength(int row) const {
    const Row& where = m->rows[static_cast<std::size_t>(row)];
    RowLength length{where.kind};
    if (where.answer < 0) {
        const QString text = m->prompts[static_cast<std::size_t>(where.part)].textOf(where.piece);
        length.characters = static_cast<int>(text.size());
        length.lines = 1 + static_cast<int>(text.count(u'\n'));
        return length;
    }
    const TranscriptAnswer& answer = *m->answers[static_cast<std::size_t>(where.answer)];
    const auto block = static_cast<std::size_t>(where.part);
    if (where.kind >= Kind::Prose && where.kind <= Kind::Rule && block < answer.blocks.blocks().size()) {
        const text::Block& content = answer.blocks.blocks()[block];
        for (const text::Run& run : content.runs) {
            length.characters += static_cast<int>(run.text.size());
        }
        length.lines = where.kind == Kind::Code ? 1 + static_cast<int>(content.literal.count(u'\n'))
                                                : static_cast<int>(content.rows.size());
    }
    return length;
}

int TranscriptModel::turn(int row) const {
    const Row& where = m->rows[static_cast<std::size_t>(row)];
    return where.answer < 0 ? m->prompts[static_cast<std::size_t>(where.part)].message().turn
                            : m->answers[static_cast<std::size_t>(where.answer)]->message.turn;
}

int TranscriptModel::firstRowOf(int turn) const {
    int first = 0;
    for (int last = rowCount(); first < last;) {
        const int middle = first + (last - first) / 2;
        if (this->turn(middle) < turn) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    return first;
}

QVariant TranscriptModel::seamContent(int number, int first, int role) const {
    const TranscriptAnswer& answer = *m->answers[static_cast<std::size_t>(number)];
    const QString& text = answer.message.text;
    std::vector<RowContent::Cut> cuts;
    for (const domain::Seam& seam : answer.seams(first)) {
        cuts.push_back({seam, QStringView(text).first(std::clamp<qsizetype>(seam.at, 0, text.size())),
                        m->timeOf ? m->timeOf(answer.message, seam) : QDateTime()});
    }
    // What came after it may be taken back, as long as nothing else stands on it.
    const bool mayUndo = m->isLast(number) && !answer.running && !cuts.empty();
    return RowContent::ofSeam(cuts, mayUndo ? text.size() - cuts.back().before.size() : 0, role);
}

void TranscriptModel::setExpanded(int row, bool expanded) {
    if (row < 0 || row >= rowCount()) {
        return;
    }
    const Row where = m->rows[static_cast<std::size_t>(row)];
    if (where.answer < 0) {
        unfoldPrompt(row - where.piece, where.part, expanded);
        return;
    }
    if (m->answers[static_cast<std::size_t>(where.answer)]->unfold(where.kind, where.part, expanded)) {
        Q_EMIT dataChanged(index(row), index(row), {ExpandedRole, TextRole});
    }
}

void TranscriptModel::unfoldPrompt(int first, int number, bool expanded) {
    TranscriptPrompt& prompt = m->prompts[static_cast<std::size_t>(number)];
    const int before = prompt.rows();
    if (!prompt.unfold(expanded)) {
        return;
    }
    const auto rest = m->rows.begin() + first + 1;
    if (const int more = prompt.rows() - before; more > 0) {
        std::vector<Row> pieces;
        for (int piece = 1; piece <= more; ++piece) {
            pieces.push_back({Kind::Prompt, -1, number, piece});
        }
        beginInsertRows({}, first + 1, first + more);
        m->rows.insert(rest, pieces.begin(), pieces.end());
        endInsertRows();
        Q_EMIT countChanged();
    } else if (more < 0) {
        beginRemoveRows({}, first + 1, first - more);
        m->rows.erase(rest, rest - more);
        endRemoveRows();
        Q_EMIT countChanged();
    }
    touch(first);
}

QString TranscriptModel::markdown(int row) const {
    if (row < 0 || row >= rowCount()) {
        return {};
    }
    const Row& where = m->rows[static_cast<std::size_t>(row)];
    return where.answer < 0 ? m->prompts[static_cast<std::size_t>(where.part)].message().text
                            : m->answers[static_cast<std::size_t>(where.answer)]->blocks.source();
}

QString TranscriptModel::lastAnswer() const {
    const bool isAnswer = !m->rows.empty() && m->rows.back().answer >= 0;
    return isAnswer ? markdown(rowCount() - 1) : QString();
}

TranscriptModel::Span TranscriptModel::messageRows(int row) const {
    const auto same = [&](int other) {
        const Row& a = m->rows[static_cast<std::size_t>(row)];
        const Row& b = m->rows[static_cast<std::size_t>(other)];
        return a.answer == b.answer && (a.answer >= 0 || a.part == b.part);
    };
    Span span{row, row};
    while (span.first > 0 && same(span.first - 1)) {
        --span.first;
    }
    while (span.last + 1 < rowCount() && same(span.last + 1)) {
        ++span.last;
    }
    return span;
}

TranscriptModel::BlockPlace TranscriptModel::blockOf(int row) const {
    const Row& where = m->rows[static_cast<std::size_t>(row)];
    switch (where.kind) {
    case Kind::Prose:
    case Kind::Heading:
    case Kind::Code:
    case Kind::Table:
    case Kind::Rule:
        return {m->answers[static_cast<std::size_t>(where.answer)].get(), where.part};
    default:
        return {};
    }
}

void TranscriptModel::reset() {
    beginResetModel();
    m->rows.clear();
    m->prompts.clear();
    m->answers.clear();
    m->earlier.clear();
    m->earlierCharacters = 0;
    m->unread = {};
    m->piece.reset();
    endResetModel();
    Q_EMIT countChanged();
}

TranscriptModel::Earlier TranscriptModel::earlier() const {
    return {static_cast<qsizetype>(m->earlier.size()) + m->unread.messages,
            m->earlierCharacters + m->unread.messages * m->unreadLength};
}

void TranscriptModel::show(const std::vector<domain::Message>& conversation, Unread unread) {
    reset();
    m->earlier = conversation;
    for (const auto& message : conversation) {
        m->earlierCharacters += message.text.size();
    }
    m->unread = std::move(unread);
    m->unreadLength = m->earlierCharacters / std::max<qsizetype>(1, std::ssize(conversation));
    beginPiece(firstCharacters);
    if (m->pieceCharacters <= 2 * firstCharacters) {
        showLast();
    }
}

void TranscriptModel::showEarlier() {
    QElapsedTimer timer;
    timer.start();
    while (earlier().messages > 0 && std::chrono::nanoseconds(timer.nsecsElapsed()) < pieceTime) {
        if (!m->piece) {
            readBack();
            beginPiece(laterCharacters);
        }
        if (readOn()) {
            takePiece();
        }
    }
}

void TranscriptModel::readBack() {
    if (!m->earlier.empty() || m->unread.messages <= 0) {
        return;
    }
    auto last = m->unread.takeLast();
    m->earlier = std::move(last.messages);
    for (const auto& message : m->earlier) {
        m->earlierCharacters += message.text.size();
    }
    m->unread.messages = last.isAll ? 0 : std::max<qsizetype>(1, m->unread.messages - std::ssize(m->earlier));
}

void TranscriptModel::showLast() {
    while (m->rows.empty() && !m->earlier.empty()) {
        if (!m->piece) {
            beginPiece(firstCharacters);
        }
        while (!readOn()) {
        }
        takePiece();
    }
}

void TranscriptModel::beginPiece(qsizetype characters) {
    m->pieceStart = m->startOfPiece(characters);
    m->pieceNext = m->pieceStart;
    m->pieceRead = 0;
    m->pieceCharacters = 0;
    for (std::size_t message = m->pieceStart; message < m->earlier.size(); ++message) {
        m->pieceCharacters += m->earlier[message].text.size();
    }
    m->piece = std::make_unique<TranscriptModel>();
    m->piece->m->colours = m->colours;
}

bool TranscriptModel::readOn() {
    if (m->pieceNext == m->earlier.size()) {
        return true;
    }
    const domain::Message& message = m->earlier[m->pieceNext];
    if (message.role == domain::Role::User) {
        m->piece->addPrompt(message);
        ++m->pieceNext;
        return false;
    }
    if (m->pieceRead == 0) {
        domain::Message begun = message;
        begun.text.clear();
        m->piece->beginAnswer(begun);
    }
    const qsizetype length = std::min(sliceCharacters, message.text.size() - m->pieceRead);
    m->piece->appendText(message.text.mid(m->pieceRead, length));
    m->pieceRead += length;
    if (m->pieceRead == message.text.size()) {
        m->piece->endAnswer(message);
        m->pieceRead = 0;
        ++m->pieceNext;
    }
    return false;
}

void TranscriptModel::takePiece() {
    const auto piece = std::move(m->piece);
    m->earlierCharacters -= m->pieceCharacters;
    m->earlier.resize(m->pieceStart);
    if (m->nameOf) {
        piece->nameAuthors(m->nameOf);
    }
    auto& rows = piece->m->rows;
    if (rows.empty()) {
        return;
    }
    auto& prompts = piece->m->prompts;
    auto& answers = piece->m->answers;
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    for (Row& row : m->rows) {
        auto& number = row.answer < 0 ? row.part : row.answer;
        number += static_cast<int>(row.answer < 0 ? prompts.size() : answers.size());
    }
    m->rows.insert(m->rows.begin(), rows.begin(), rows.end());
    m->prompts.insert(m->prompts.begin(), std::make_move_iterator(prompts.begin()),
                      std::make_move_iterator(prompts.end()));
    m->answers.insert(m->answers.begin(), std::make_move_iterator(answers.begin()),
                      std::make_move_iterator(answers.end()));
    endInsertRows();
    Q_EMIT countChanged();
}

void TranscriptModel::insert(int at, RowKind kind, int answer, int part) {
    beginInsertRows({}, at, at);
    m->rows.insert(m->rows.begin() + at, Row{kind, answer, part});
    endInsertRows();
    Q_EMIT countChanged();
}

void TranscriptModel::addPrompt(const domain::Message& prompt) {
    setTakenBack(0);
    m->prompts.emplace_back(prompt);
    insert(rowCount(), Kind::Prompt, -1, static_cast<int>(m->prompts.size()) - 1);
    touchSeams();
    Q_EMIT grew();
}

void TranscriptModel::addAnswer(const domain::Message& message) {
    beginAnswer(message);
    endAnswer(message);
}

void TranscriptModel::beginAnswer(const domain::Message& message) {
    showLast();
    const int number = static_cast<int>(m->answers.size());
    const auto same = [&](const domain::Message& last) {
        return last.turn == message.turn && last.variant == message.variant;
    };
    if (number > 0 && same(m->answers.back()->message)) {
        // The same answer goes on (Reconnect): its rows stay where they are.
        TranscriptAnswer& last = *m->answers.back();
        last.running = true;
        last.message.ending.reset();
        last.takenBack = 0;
        hideSources();
        for (int tool = 0; tool < last.marks.placedTools(); ++tool) {
            touch(m->findRow(Kind::Tool, tool));
        }
        apply(last.reopen());
        touchSeams();
        touch(m->footerRow());
        return;
    }
    m->answers.push_back(std::make_unique<TranscriptAnswer>(message));
    if (!message.thinking.isEmpty() || message.thinkingTime.count() > 0) {
        insert(rowCount(), Kind::Thinking, number, 0);
    }
    insert(rowCount(), Kind::Footer, number, 0);
    placeMarks();
    if (!message.text.isEmpty()) {
        appendText(message.text);
    }
    Q_EMIT grew();
}

void TranscriptModel::appendText(const QString& text) {
    TranscriptAnswer* answer = m->running();
    if (answer == nullptr || text.isEmpty()) {
        return;
    }
    // The place of a tool or a seam is where the text before it ends: what comes is cut there.
    QStringView rest(text);
    while (!rest.isEmpty()) {
        qsizetype length = rest.size();
        if (const auto next = answer->marks.next()) {
            length = std::min(length, next->at - answer->message.text.size());
        }
        apply(answer->append(rest.first(length)));
        placeMarks();
        rest = rest.sliced(length);
    }
    Q_EMIT grew();
}

void TranscriptModel::placeMarks() {
    TranscriptAnswer& answer = *m->answers.back();
    const qsizetype length = answer.message.text.size();
    for (auto next = answer.marks.next(); next && next->at <= length; next = answer.marks.next()) {
        // As a rule the text has just come as far as this; only what is told of late is looked for.
        const bool here = next->at == length;
        if (here && next->kind == AnswerMarks::Kind::Tool) {
            apply(answer.endSentence());
        }
        answer.marks.place((here ? static_cast<int>(answer.tables.size()) : answer.blocksBefore(next->at)) -
                           1);
    }
    showMarks();
}

void TranscriptModel::showMarks() {
    TranscriptAnswer& answer = *m->answers.back();
    const int last = static_cast<int>(answer.tables.size()) - 1;
    while (answer.marks.shown() < answer.marks.due(answer.message.text.size())) {
        const int above = m->firstBlockRow() + answer.marks.shown();
        const auto& mark = answer.marks.show(answer.message.text.size());
        insert(above + std::min(mark.block, last) + 1, kindOf(mark.kind),
               static_cast<int>(m->answers.size()) - 1, mark.number);
    }
    for (const int seam : answer.marks.recount(answer.message.text.size())) {
        touch(m->findRow(Kind::Seam, seam));
    }
}

void TranscriptModel::hideMarksFrom(int number) {
    TranscriptAnswer& answer = *m->answers.back();
    while (answer.marks.shown() > number) {
        const auto& mark = answer.marks.hide();
        const int row = m->findRow(kindOf(mark.kind), mark.number);
        beginRemoveRows({}, row, row);
        m->rows.erase(m->rows.begin() + row);
        endRemoveRows();
        Q_EMIT countChanged();
    }
}

void TranscriptModel::showSources() {
    TranscriptAnswer& answer = *m->answers.back();
    if (answer.hasSources || answer.message.citations.empty()) {
        return;
    }
    answer.hasSources = true;
    insert(m->footerRow(), Kind::Sources, static_cast<int>(m->answers.size()) - 1, 0);
}

void TranscriptModel::hideSources() {
    TranscriptAnswer& answer = *m->answers.back();
    if (!answer.hasSources) {
        return;
    }
    const int row = m->footerRow() - 1;
    beginRemoveRows({}, row, row);
    m->rows.erase(m->rows.begin() + row);
    answer.hasSources = false;
    endRemoveRows();
    Q_EMIT countChanged();
}

void TranscriptModel::apply(const text::BlockChange& change) {
    const TranscriptAnswer& answer = *m->answers.back();
    // Where an open block turns out to be fewer or more, a mark at its end stands elsewhere for a while.
    const auto fewest =
        static_cast<qsizetype>(answer.tables.size()) + std::min<qsizetype>(0, change.added - change.removed);
    const int moving = answer.marks.shownAbove(static_cast<int>(fewest));
    if (moving < answer.marks.shown() && (change.added > 0 || change.removed > 0)) {
        hideMarksFrom(moving);
    }
    applyBlocks(change);
    showMarks();
}

void TranscriptModel::applyBlocks(const text::BlockChange& change) {
    TranscriptAnswer& answer = *m->answers.back();
    const int number = static_cast<int>(m->answers.size()) - 1;
    const int first = static_cast<int>(change.first);
    const int replaced = static_cast<int>(change.replaced);
    // What comes and goes is at the end, and no mark stands there: an append changes the open block only.
    if (change.removed > 0) {
        const int block = first + replaced;
        const int from = m->blockRow(block);
        const int count = static_cast<int>(change.removed);
        beginRemoveRows({}, from, from + count - 1);
        m->rows.erase(m->rows.begin() + from, m->rows.begin() + from + count);
        answer.tables.erase(answer.tables.begin() + block, answer.tables.begin() + block + count);
        endRemoveRows();
        Q_EMIT countChanged();
    }
    for (int block = first; block < first + replaced; ++block) {
        Row& row = *(m->rows.begin() + m->blockRow(block));
        row.kind = answer.blockKind(block);
        answer.updateTable(block, m->colours);
    }
    if (replaced > 0) {
        Q_EMIT dataChanged(index(m->blockRow(first)), index(m->blockRow(first + replaced - 1)));
    }
    if (change.added > 0) {
        const int from = first + replaced;
        const int count = static_cast<int>(change.added);
        const int row = m->blockRow(from);
        beginInsertRows({}, row, row + count - 1);
        std::vector<Row> added;
        for (int block = from; block < from + count; ++block) {
            added.push_back({answer.blockKind(block), number, block});
        }
        m->rows.insert(m->rows.begin() + row, added.begin(), added.end());
        for (int block = from; block < from + count; ++block) {
            answer.tables.insert(answer.tables.begin() + block, nullptr);
            answer.updateTable(block, m->colours);
        }
        endInsertRows();
        Q_EMIT countChanged();
    }
}

void TranscriptModel::appendThinking(const QString& text) {
    TranscriptAnswer* answer = m->running();
    if (answer == nullptr) {
        return;
    }
    answer->message.thinking += text;
    answer->thinkingActive = true;
    int row = m->findRow(Kind::Thinking);
    if (row < 0) {
        row = m->firstBlockRow();
        insert(row, Kind::Thinking, static_cast<int>(m->answers.size()) - 1, 0);
    } else {
        Q_EMIT dataChanged(index(row), index(row), {TextRole, ActiveRole, TitleRole, PlainRole, ToneRole});
    }
    Q_EMIT grew();
}

void TranscriptModel::setThinkingTime(std::chrono::milliseconds time, bool active) {
    TranscriptAnswer* answer = m->running();
    const int row = answer == nullptr ? -1 : m->findRow(Kind::Thinking);
    if (row < 0 || (answer->thinkingActive == active && !active)) {
        return;
    }
    answer->message.thinkingTime = time;
    answer->thinkingActive = active;
    Q_EMIT dataChanged(index(row), index(row), {ActiveRole, TitleRole, PlainRole, ToneRole});
}

void TranscriptModel::setTool(const domain::ToolActivity& tool) {
    TranscriptAnswer* answer = m->running();
    if (answer == nullptr) {
        return;
    }
    const auto known = answer->message.tools.size();
    const int number = answer->setTool(tool);
    if (answer->message.tools.size() > known) {
        placeMarks();
        Q_EMIT grew();
    } else {
        touch(m->findRow(Kind::Tool, number));
    }
}

void TranscriptModel::addSeam(const domain::Seam& seam) {
    TranscriptAnswer* answer = m->running();
    if (answer == nullptr) {
        return;
    }
    answer->addSeam(seam);
    placeMarks();
}

void TranscriptModel::endAnswer(const domain::Message& message) {
    TranscriptAnswer* answer = m->running();
    if (answer == nullptr) {
        return;
    }
    Q_EMIT ending();
    apply(answer->finish());
    // A tool that the text never reached stands at its end.
    while (answer->marks.next()) {
        answer->marks.place(std::max(0, static_cast<int>(answer->tables.size()) - 1));
    }
    showMarks();
    answer->end(message);
    touch(m->findRow(Kind::Thinking));
    for (int tool = 0; tool < static_cast<int>(answer->message.tools.size()); ++tool) {
        touch(m->findRow(Kind::Tool, tool));
    }
    if (const int first = m->firstBlockRow(); first < m->footerRow()) {
        // Blocks and seams are as they were, but now the message has its number.
        Q_EMIT dataChanged(index(first), index(m->footerRow() - 1), {MessageRole});
    }
    touchSeams();
    showSources();
    touch(m->footerRow());
    Q_EMIT grew();
}

void TranscriptModel::dropLastAnswer() {
    showLast();
    if (m->answers.empty()) {
        return;
    }
    const int last = static_cast<int>(m->answers.size()) - 1;
    int from = rowCount();
    while (from > 0 && m->rows[static_cast<std::size_t>(from - 1)].answer == last) {
        --from;
    }
    beginRemoveRows({}, from, rowCount() - 1);
    m->rows.erase(m->rows.begin() + from, m->rows.end());
    m->answers.pop_back();
    endRemoveRows();
    Q_EMIT countChanged();
}

void TranscriptModel::setTakenBack(qsizetype characters) {
    showLast();
    if (!m->answers.empty() && m->isLast(static_cast<int>(m->answers.size()) - 1) &&
        std::exchange(m->answers.back()->takenBack, characters) != characters) {
        touch(m->footerRow());
    }
}

void TranscriptModel::setSeamTimes(
    std::function<QDateTime(const domain::Message&, const domain::Seam&)> timeOf) {
    m->timeOf = std::move(timeOf);
}

void TranscriptModel::nameAuthors(const std::function<QString(const domain::Message&)>& nameOf) {
    m->nameOf = nameOf;
    for (int row = 0; row < rowCount(); ++row) {
        const Row& each = m->rows[static_cast<std::size_t>(row)];
        if (each.kind != Kind::Footer) {
            continue;
        }
        TranscriptAnswer& answer = *m->answers[static_cast<std::size_t>(each.answer)];
        if (const QString author = nameOf(answer.message); author != answer.author) {
            answer.author = author;
            Q_EMIT dataChanged(index(row), index(row), {StatsRole, PlainRole});
        }
    }
}

void TranscriptModel::touch(int row) {
    if (row >= 0) {
        Q_EMIT dataChanged(index(row), index(row));
    }
}

void TranscriptModel::touchSeams() {
    const int last = static_cast<int>(m->answers.size()) - 1;
    for (int row = rowCount() - 1; row >= 0; --row) {
        const Row& each = m->rows[static_cast<std::size_t>(row)];
        if (each.kind == Kind::Seam && each.answer == last) {
            Q_EMIT dataChanged(index(row), index(row), {CanRetryRole, DetailRole});
        } else if (each.answer >= 0 && each.answer != last) {
            break;
        }
    }
}

void TranscriptModel::setColours(const QColor& link, const QColor& codeBackground) {
    if (m->colours.link == link && m->colours.codeBackground == codeBackground) {
        return;
    }
    m->colours = {link, codeBackground};
    for (const auto& answer : m->answers) {
        for (std::size_t block = 0; block < answer->tables.size(); ++block) {
            if (answer->tables[block]) {
                answer->updateTable(static_cast<int>(block), m->colours);
            }
        }
    }
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {TextRole, StyledRole});
    }
}

} // namespace rivulet::app
