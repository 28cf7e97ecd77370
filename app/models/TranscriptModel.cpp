// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/TranscriptModel.h"

#include "RichText.h"
#include "models/RowContent.h"

#include <algorithm>

namespace rivulet::app {

namespace {

using Kind = TranscriptModel::RowKind;

Kind kindOf(const text::Block& block) {
    switch (block.kind) {
    case text::Block::Kind::Paragraph:
        return Kind::Prose;
    case text::Block::Kind::Heading:
        return Kind::Heading;
    case text::Block::Kind::Code:
    case text::Block::Kind::Html:
        return Kind::Code;
    case text::Block::Kind::Table:
        return Kind::Table;
    case text::Block::Kind::Rule:
        return Kind::Rule;
    }
    return Kind::Prose;
}

/// What stands among an answer's blocks: a tool or a seam, by its number, after the block that held the end
/// of the text before it (-1: before them all).
struct Mark {
    Kind kind = Kind::Seam;
    int part = 0;
    int block = -1;
};

/// An answer's own things; its rows point to it by number.
struct Answer {
    domain::Message message;
    text::MarkdownBlocks blocks;
    std::vector<std::unique_ptr<TableModel>> tables; ///< by block, null where the block is no table
    /// In the order of their blocks. Tools and seams beyond these are not reached by the text yet.
    std::vector<Mark> marks;
    int shownMarks = 0; ///< how many of those have their row
    std::size_t placedTools = 0;
    std::size_t placedSeams = 0;
    QString author; ///< named in the footer; empty: the pane's own model
    bool hasSources = false;
    bool sourcesExpanded = false;
    bool running = false;
    bool thinkingActive = false;
    bool thinkingExpanded = false;
    std::vector<bool> toolExpanded;

    /// How far the text must have come for the next tool or seam to be placed, if there is one.
    [[nodiscard]] std::optional<qsizetype> nextPlace() const {
        std::optional<qsizetype> place;
        if (placedSeams < message.seams.size()) {
            place = message.seams[placedSeams].at;
        }
        if (placedTools < message.tools.size()) {
            const qsizetype at = message.tools[placedTools].at;
            place = place ? std::min(*place, at) : at;
        }
        return place;
    }
    /// Marks the next tool or seam: a tool where both stand in one place.
    void place(int block) {
        const bool tool = placedTools < message.tools.size() &&
                          (placedSeams == message.seams.size() ||
                           message.tools[placedTools].at <= message.seams[placedSeams].at);
        const auto part = tool ? placedTools++ : placedSeams++;
        const int before = marks.empty() ? -1 : marks.back().block;
        marks.push_back({tool ? Kind::Tool : Kind::Seam, static_cast<int>(part), std::max(before, block)});
    }
    /// The first of the shown marks that stands in this block or below it.
    [[nodiscard]] int marksAbove(int block) const {
        const auto end = marks.begin() + shownMarks;
        return static_cast<int>(std::lower_bound(marks.begin(), end, block,
                                                 [](const Mark& mark, int b) { return mark.block < b; }) -
                                marks.begin());
    }
};

/// How many blocks a text makes.
int blocksIn(const QString& text) {
    text::MarkdownBlocks blocks;
    blocks.append(text);
    return static_cast<int>(blocks.blocks().size());
}

struct Row {
    Kind kind = Kind::Prose;
    int answer = -1; ///< -1: a prompt
    int part = 0;    ///< block, tool or seam number, or the prompt's
};

} // namespace

class TranscriptModel::Impl {
public:
    std::vector<Row> rows;
    std::vector<domain::Message> prompts;
    std::vector<std::unique_ptr<Answer>> answers;
    RichText::Colours colours{QColor(0x2f6feb), QColor(0xf0f0f0)};

    [[nodiscard]] Answer* running() const {
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
    /// Nothing comes after this answer.
    [[nodiscard]] bool isLast(int answer) const { return !rows.empty() && rows.back().answer == answer; }
    /// The row where the last answer's text begins: after it come only blocks, the marks among them, the
    /// sources and the footer.
    [[nodiscard]] int firstBlockRow() const {
        const Answer& answer = *answers.back();
        return footerRow() - (answer.hasSources ? 1 : 0) - answer.shownMarks -
               static_cast<int>(answer.tables.size());
    }
    /// The row of one of the last answer's blocks, or where the next one will be.
    [[nodiscard]] int blockRow(int block) const {
        return firstBlockRow() + block + answers.back()->marksAbove(block);
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
            {LinksRole, "links"}};
}

QVariant TranscriptModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m->rows[static_cast<std::size_t>(index.row())];
    const auto part = static_cast<std::size_t>(row.part);
    if (role == KindRole) {
        return QVariant::fromValue(row.kind);
    }
    if (row.answer < 0) {
        return RowContent::ofPrompt(m->prompts[part], role);
    }
    const Answer& answer = *m->answers[static_cast<std::size_t>(row.answer)];
    if (role == MessageRole) {
        return answer.message.id;
    }
    switch (row.kind) {
    case Kind::Thinking:
        return RowContent::ofThinking(answer.message, answer.thinkingActive, answer.thinkingExpanded, role);
    case Kind::Tool:
        return RowContent::ofTool(answer.message.tools[part], answer.message.ending,
                                  answer.toolExpanded[part], role);
    case Kind::Seam:
        return RowContent::ofSeam(answer.message.seams[part], m->isLast(row.answer) && !answer.running, role);
    case Kind::Sources:
        return RowContent::ofSources(answer.message.citations, answer.sourcesExpanded, role);
    case Kind::Footer:
        return RowContent::ofFooter(answer.message, answer.author, answer.running, role);
    case Kind::Prompt:
        return {};
    default:
        break;
    }
    if (part >= answer.tables.size() || part >= answer.blocks.blocks().size()) {
        return RowContent::empty(role); // while rows come and go
    }
    if (role == TableRole) {
        return QVariant::fromValue(answer.tables[part].get());
    }
    return RowContent::ofBlock(answer.blocks.blocks()[part], m->colours, role);
}

void TranscriptModel::setExpanded(int row, bool expanded) {
    if (row < 0 || row >= rowCount()) {
        return;
    }
    const Row& where = m->rows[static_cast<std::size_t>(row)];
    if (where.answer < 0) {
        return;
    }
    Answer& answer = *m->answers[static_cast<std::size_t>(where.answer)];
    if (where.kind == Kind::Thinking) {
        answer.thinkingExpanded = expanded;
    } else if (where.kind == Kind::Tool) {
        answer.toolExpanded[static_cast<std::size_t>(where.part)] = expanded;
    } else if (where.kind == Kind::Sources) {
        answer.sourcesExpanded = expanded;
    } else {
        return;
    }
    Q_EMIT dataChanged(index(row), index(row), {ExpandedRole});
}

QString TranscriptModel::markdown(int row) const {
    if (row < 0 || row >= rowCount()) {
        return {};
    }
    const Row& where = m->rows[static_cast<std::size_t>(row)];
    return where.answer < 0 ? m->prompts[static_cast<std::size_t>(where.part)].text
                            : m->answers[static_cast<std::size_t>(where.answer)]->blocks.source();
}

void TranscriptModel::reset() {
    beginResetModel();
    m->rows.clear();
    m->prompts.clear();
    m->answers.clear();
    endResetModel();
    Q_EMIT countChanged();
}

void TranscriptModel::insert(int at, RowKind kind, int answer, int part) {
    beginInsertRows({}, at, at);
    m->rows.insert(m->rows.begin() + at, Row{kind, answer, part});
    endInsertRows();
    Q_EMIT countChanged();
}

void TranscriptModel::addPrompt(const domain::Message& prompt) {
    m->prompts.push_back(prompt);
    insert(rowCount(), Kind::Prompt, -1, static_cast<int>(m->prompts.size()) - 1);
    touchSeams();
    Q_EMIT grew();
}

void TranscriptModel::addAnswer(const domain::Message& message) {
    beginAnswer(message);
    endAnswer(message);
}

void TranscriptModel::beginAnswer(const domain::Message& message) {
    const int number = static_cast<int>(m->answers.size());
    const auto same = [&](const domain::Message& last) {
        return last.turn == message.turn && last.variant == message.variant;
    };
    if (number > 0 && same(m->answers.back()->message)) {
        // The same answer goes on (Reconnect): its rows stay where they are.
        Answer& last = *m->answers.back();
        last.running = true;
        last.message.ending.reset();
        hideSources();
        for (std::size_t tool = 0; tool < last.placedTools; ++tool) {
            touch(m->findRow(Kind::Tool, static_cast<int>(tool)));
        }
        reopenBlocks();
        touchSeams();
        touch(m->footerRow());
        return;
    }
    auto answer = std::make_unique<Answer>();
    answer->message = message;
    answer->message.text.clear();
    answer->running = true;
    answer->toolExpanded.assign(message.tools.size(), false);
    m->answers.push_back(std::move(answer));
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
    Answer* answer = m->running();
    if (answer == nullptr || text.isEmpty()) {
        return;
    }
    // The place of a tool or a seam is where the text before it ends: what comes is cut there.
    QStringView rest(text);
    while (!rest.isEmpty()) {
        qsizetype length = rest.size();
        if (const auto next = answer->nextPlace()) {
            length = std::min(length, *next - answer->message.text.size());
        }
        answer->message.text += rest.first(length);
        apply(answer->blocks.append(rest.first(length)));
        placeMarks();
        rest = rest.sliced(length);
    }
    Q_EMIT grew();
}

void TranscriptModel::placeMarks() {
    Answer& answer = *m->answers.back();
    const qsizetype shown = answer.message.text.size();
    for (auto at = answer.nextPlace(); at && *at <= shown; at = answer.nextPlace()) {
        // As a rule the text has just come as far as this; only what is told of late is looked for.
        const int blocks = *at == shown ? static_cast<int>(answer.tables.size())
                                        : blocksIn(answer.message.text.first(std::max<qsizetype>(0, *at)));
        answer.place(blocks - 1);
        showMark();
    }
}

void TranscriptModel::showMark() {
    Answer& answer = *m->answers.back();
    const Mark& mark = answer.marks[static_cast<std::size_t>(answer.shownMarks)];
    const int last = static_cast<int>(answer.tables.size()) - 1;
    const int row = m->firstBlockRow() + std::min(mark.block, last) + 1 + answer.shownMarks;
    ++answer.shownMarks;
    insert(row, mark.kind, static_cast<int>(m->answers.size()) - 1, mark.part);
}

void TranscriptModel::hideMarksFrom(int number) {
    Answer& answer = *m->answers.back();
    while (answer.shownMarks > number) {
        const Mark& mark = answer.marks[static_cast<std::size_t>(answer.shownMarks) - 1];
        const int row = m->findRow(mark.kind, mark.part);
        beginRemoveRows({}, row, row);
        m->rows.erase(m->rows.begin() + row);
        --answer.shownMarks;
        endRemoveRows();
        Q_EMIT countChanged();
    }
}

void TranscriptModel::showSources() {
    Answer& answer = *m->answers.back();
    if (answer.hasSources || answer.message.citations.empty()) {
        return;
    }
    constexpr std::size_t few = 6;
    answer.sourcesExpanded = answer.message.citations.size() <= few;
    answer.hasSources = true;
    insert(m->footerRow(), Kind::Sources, static_cast<int>(m->answers.size()) - 1, 0);
}

void TranscriptModel::hideSources() {
    Answer& answer = *m->answers.back();
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

void TranscriptModel::reopenBlocks() {
    Answer& answer = *m->answers.back();
    const std::vector<text::Block> closed = answer.blocks.blocks();
    const QString source = answer.blocks.source();
    answer.blocks.clear();
    answer.blocks.append(source);
    const auto& open = answer.blocks.blocks();
    const auto shorter = std::min(closed.size(), open.size());
    const auto limit = closed.begin() + static_cast<std::ptrdiff_t>(shorter);
    const auto same = std::mismatch(closed.begin(), limit, open.begin()).first - closed.begin();
    text::BlockChange change;
    change.first = same;
    change.replaced = static_cast<qsizetype>(shorter) - same;
    change.added = static_cast<qsizetype>(open.size() - shorter);
    change.removed = static_cast<qsizetype>(closed.size() - shorter);
    apply(change);
}

void TranscriptModel::apply(const text::BlockChange& change) {
    const Answer& answer = *m->answers.back();
    // Where an open block turns out to be fewer or more, a mark at its end stands elsewhere for a while.
    const auto fewest =
        static_cast<qsizetype>(answer.tables.size()) + std::min<qsizetype>(0, change.added - change.removed);
    const int moving = answer.marksAbove(static_cast<int>(fewest));
    if (moving < answer.shownMarks && (change.added > 0 || change.removed > 0)) {
        hideMarksFrom(moving);
    }
    applyBlocks(change);
    while (answer.shownMarks < static_cast<int>(answer.marks.size())) {
        showMark();
    }
}

void TranscriptModel::applyBlocks(const text::BlockChange& change) {
    Answer& answer = *m->answers.back();
    const auto& blocks = answer.blocks.blocks();
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
        row.kind = kindOf(blocks[static_cast<std::size_t>(block)]);
        updateTable(block);
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
            added.push_back({kindOf(blocks[static_cast<std::size_t>(block)]), number, block});
        }
        m->rows.insert(m->rows.begin() + row, added.begin(), added.end());
        for (int block = from; block < from + count; ++block) {
            answer.tables.insert(answer.tables.begin() + block, nullptr);
            updateTable(block);
        }
        endInsertRows();
        Q_EMIT countChanged();
    }
}

void TranscriptModel::updateTable(int block) {
    Answer& answer = *m->answers.back();
    const auto& content = answer.blocks.blocks()[static_cast<std::size_t>(block)];
    auto& table = answer.tables[static_cast<std::size_t>(block)];
    if (content.kind != text::Block::Kind::Table) {
        table.reset();
        return;
    }
    if (!table) {
        table = std::make_unique<TableModel>();
    }
    table->setBlock(content, m->colours.link.name(), m->colours.codeBackground.name());
}

void TranscriptModel::appendThinking(const QString& text) {
    Answer* answer = m->running();
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
    Answer* answer = m->running();
    const int row = answer == nullptr ? -1 : m->findRow(Kind::Thinking);
    if (row < 0 || (answer->thinkingActive == active && !active)) {
        return;
    }
    answer->message.thinkingTime = time;
    answer->thinkingActive = active;
    Q_EMIT dataChanged(index(row), index(row), {ActiveRole, TitleRole, PlainRole, ToneRole});
}

void TranscriptModel::setTool(const domain::ToolActivity& tool) {
    Answer* answer = m->running();
    if (answer == nullptr) {
        return;
    }
    auto& tools = answer->message.tools;
    const auto known =
        std::find_if(tools.begin(), tools.end(), [&](const auto& each) { return each.id == tool.id; });
    if (known == tools.end()) {
        tools.push_back(tool);
        answer->toolExpanded.push_back(false);
        placeMarks();
        Q_EMIT grew();
        return;
    }
    // Arguments come in pieces; everything else holds once it is known.
    known->arguments += tool.arguments;
    known->state = tool.state;
    if (!tool.name.isEmpty()) {
        known->name = tool.name;
    }
    if (!tool.result.isEmpty()) {
        known->result = tool.result;
    }
    if (tool.duration) {
        known->duration = tool.duration;
    }
    touch(m->findRow(Kind::Tool, static_cast<int>(known - tools.begin())));
}

void TranscriptModel::addSeam(const domain::Seam& seam) {
    Answer* answer = m->running();
    if (answer == nullptr) {
        return;
    }
    answer->message.seams.push_back(seam);
    placeMarks();
}

void TranscriptModel::endAnswer(const domain::Message& message) {
    Answer* answer = m->running();
    if (answer == nullptr) {
        return;
    }
    apply(answer->blocks.finish());
    // What the text never reached stands at its end.
    while (answer->nextPlace()) {
        answer->place(std::max(0, static_cast<int>(answer->tables.size()) - 1));
        showMark();
    }
    // What the view was told is the text; the rest of the message is taken as it was stored.
    QString shown = std::move(answer->message.text);
    const auto tools = answer->message.tools;
    const auto seams = answer->message.seams;
    answer->message = message;
    answer->message.text = std::move(shown);
    // Rows point at tools and seams by number: there are as many as there were.
    if (answer->message.tools.size() != tools.size()) {
        answer->message.tools = tools;
    }
    answer->message.seams = seams;
    answer->running = false;
    answer->thinkingActive = false;
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

void TranscriptModel::nameAuthors(const std::function<QString(const domain::Message&)>& nameOf) {
    for (int row = 0; row < rowCount(); ++row) {
        const Row& each = m->rows[static_cast<std::size_t>(row)];
        if (each.kind != Kind::Footer) {
            continue;
        }
        Answer& answer = *m->answers[static_cast<std::size_t>(each.answer)];
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
            Q_EMIT dataChanged(index(row), index(row), {CanRetryRole});
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
                answer->tables[block]->setBlock(answer->blocks.blocks()[block], link.name(),
                                                codeBackground.name());
            }
        }
    }
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {TextRole});
    }
}

} // namespace rivulet::app
