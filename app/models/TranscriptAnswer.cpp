// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/TranscriptAnswer.h"

#include "models/RowContent.h"

#include <algorithm>

namespace rivulet::app {

namespace {

using Kind = TranscriptModel::RowKind;

/// So many are shown unasked.
constexpr std::size_t fewSources = 6;

bool endsSentence(QStringView text) {
    if (text.endsWith(u'\n')) {
        return true;
    }
    // "(Let me see.)", "**Let me see:**"
    constexpr QStringView closing = u")]}\"'*_`»”’）」』";
    text = text.trimmed();
    while (!text.isEmpty() && closing.contains(text.back())) {
        text.chop(1);
    }
    constexpr QStringView ends = u".!?:;…。！？：；";
    return !text.isEmpty() && ends.contains(text.back());
}

} // namespace

TranscriptAnswer::TranscriptAnswer(const domain::Message& begun)
    : message(begun) {
    message.text.clear();
    m_toolExpanded.assign(message.tools.size(), false);
    for (const auto& tool : message.tools) {
        marks.addTool(tool.at);
    }
    for (const auto& seam : message.seams) {
        marks.addSeam(seam.at);
    }
}

Kind TranscriptAnswer::blockKind(int block) const {
    switch (blocks.blocks()[static_cast<std::size_t>(block)].kind) {
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

QVariant TranscriptAnswer::content(Kind kind, int number, const RichText::Colours& colours, int role) const {
    const auto part = static_cast<std::size_t>(number);
    switch (kind) {
    case Kind::Thinking:
        return RowContent::ofThinking(message, shownThinking(role), thinkingActive, m_thinkingExpanded, role);
    case Kind::Tool:
        return RowContent::ofTool(message.tools[part], message.ending, m_toolExpanded[part], role);
    case Kind::Seam:
        return RowContent::empty(role); // more than this answer is needed to tell
    case Kind::Sources:
        return RowContent::ofSources(message.citations, m_sourcesExpanded, role);
    case Kind::Footer:
        return RowContent::ofFooter(message, author, running, takenBack, role);
    case Kind::Prompt:
        return {};
    default:
        break;
    }
    if (part >= tables.size() || part >= blocks.blocks().size()) {
        return RowContent::empty(role); // while rows come and go
    }
    if (role == TranscriptModel::TableRole) {
        return QVariant::fromValue(tables[part].get());
    }
    if (role == TranscriptModel::CodeRole) {
        return QVariant::fromValue(kind == Kind::Code ? fenceOf(number) : nullptr);
    }
    if (role == TranscriptModel::LevelRole && kind != Kind::Heading) {
        return partOf(number);
    }
    return RowContent::ofBlock(blocks.blocks()[part], colours, role);
}

QString TranscriptAnswer::shownThinking(int role) const {
    // Folded it is not seen, however long it grows.
    return role == TranscriptModel::TextRole && m_thinkingExpanded ? m_thought.of(message.thinking)
                                                                   : QString();
}

int TranscriptAnswer::partOf(int block) const {
    int first = block;
    while (first > 0 && blocks.blocks()[static_cast<std::size_t>(first)].joint != text::Block::Joint::None) {
        --first;
    }
    return block - first;
}

CodeFence* TranscriptAnswer::fenceOf(int block) const {
    const int first = block - partOf(block);
    auto& fence = m_fences[first];
    if (!fence) {
        fence = std::make_unique<CodeFence>(blocks, static_cast<std::size_t>(first));
    }
    return fence.get();
}

std::vector<domain::Seam> TranscriptAnswer::seams(int first) const {
    const auto from = message.seams.begin() + first;
    const auto to = message.seams.begin() + marks.lastSeam(first, message.text.size()) + 1;
    std::vector<domain::Seam> places;
    for (auto seam = from; seam != to; ++seam) {
        if (!places.empty() && places.back().at == seam->at) {
            places.pop_back();
        }
        places.push_back(*seam);
    }
    return places;
}

bool TranscriptAnswer::unfold(Kind kind, int part, bool expanded) {
    switch (kind) {
    case Kind::Thinking:
        m_thinkingExpanded = expanded;
        return true;
    case Kind::Tool:
        m_toolExpanded[static_cast<std::size_t>(part)] = expanded;
        return true;
    case Kind::Sources:
        m_sourcesExpanded = expanded;
        return true;
    default:
        return false;
    }
}

text::BlockChange TranscriptAnswer::append(QStringView text) {
    message.text += text;
    return blocks.append(text);
}

text::BlockChange TranscriptAnswer::endSentence() {
    const bool inParagraph =
        !blocks.blocks().empty() && blocks.blocks().back().kind == text::Block::Kind::Paragraph;
    if (!inParagraph || !endsSentence(message.text)) {
        return {};
    }
    m_divided.push_back(message.text.size());
    return blocks.finish();
}

text::BlockChange TranscriptAnswer::finish() {
    return blocks.finish();
}

void TranscriptAnswer::write(text::MarkdownBlocks& into, QStringView text) const {
    qsizetype from = 0;
    for (const qsizetype at : m_divided) {
        if (at > text.size()) {
            break;
        }
        into.append(text.sliced(from, at - from));
        into.finish();
        from = at;
    }
    into.append(text.sliced(from));
}

text::BlockChange TranscriptAnswer::reopen() {
    const std::vector<text::Block> closed = blocks.blocks();
    const QString source = blocks.source();
    blocks.clear();
    write(blocks, source);
    const auto& open = blocks.blocks();
    const auto shorter = std::min(closed.size(), open.size());
    const auto limit = closed.begin() + static_cast<std::ptrdiff_t>(shorter);
    const auto same = std::mismatch(closed.begin(), limit, open.begin()).first - closed.begin();
    text::BlockChange change;
    change.first = same;
    change.replaced = static_cast<qsizetype>(shorter) - same;
    change.added = static_cast<qsizetype>(open.size() - shorter);
    change.removed = static_cast<qsizetype>(closed.size() - shorter);
    return change;
}

int TranscriptAnswer::blocksBefore(qsizetype at) const {
    text::MarkdownBlocks before;
    write(before, QStringView(message.text).first(std::clamp<qsizetype>(at, 0, message.text.size())));
    return static_cast<int>(before.blocks().size());
}

std::vector<qsizetype> TranscriptAnswer::blockStarts() const {
    using BlockKind = text::Block::Kind;
    const QString& source = blocks.source();
    text::MarkdownBlocks read;
    std::vector<qsizetype> starts;
    qsizetype lineAbove = 0;
    const auto note = [&](const text::BlockChange& change, qsizetype at) {
        const auto known = static_cast<std::size_t>(change.first + change.replaced);
        starts.resize(change.isEmpty() ? starts.size() : known);
        for (qsizetype i = 0; i < change.added; ++i) {
            const auto& all = read.blocks();
            const std::size_t block = starts.size();
            // A table's header was a paragraph's last line, until the line below it came.
            const bool hadHeader = block > 0 && all[block].kind == BlockKind::Table &&
                                   all[block - 1].kind == BlockKind::Paragraph;
            starts.push_back(hadHeader ? lineAbove : at);
        }
    };
    auto division = m_divided.begin();
    for (qsizetype at = 0; at < source.size();) {
        const qsizetype newline = source.indexOf(u'\n', at);
        qsizetype end = newline < 0 ? source.size() : newline + 1;
        if (division != m_divided.end()) {
            end = std::min(end, *division);
        }
        note(read.append(QStringView(source).sliced(at, end - at)), at);
        if (division != m_divided.end() && *division == end) {
            note(read.finish(), at);
            ++division;
        }
        lineAbove = at;
        at = end;
    }
    if (!running) {
        note(read.finish(), lineAbove);
    }
    return starts;
}

void TranscriptAnswer::updateTable(int block, const RichText::Colours& colours) {
    const auto& content = blocks.blocks()[static_cast<std::size_t>(block)];
    auto& table = tables[static_cast<std::size_t>(block)];
    if (content.kind != text::Block::Kind::Table) {
        table.reset();
        return;
    }
    if (!table) {
        table = std::make_unique<TableModel>();
    }
    const bool isRest = content.joint != text::Block::Joint::None && block > 0;
    table->setBlock(content, colours.link.name(), colours.codeBackground.name(),
                    isRest ? tables[static_cast<std::size_t>(block) - 1].get() : nullptr);
}

int TranscriptAnswer::setTool(const domain::ToolActivity& tool) {
    auto& tools = message.tools;
    const auto known =
        std::find_if(tools.begin(), tools.end(), [&](const auto& each) { return each.id == tool.id; });
    if (known == tools.end()) {
        tools.push_back(tool);
        m_toolExpanded.push_back(false);
        marks.addTool(tool.at);
        return static_cast<int>(tools.size()) - 1;
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
    return static_cast<int>(known - tools.begin());
}

void TranscriptAnswer::addSeam(const domain::Seam& seam) {
    message.seams.push_back(seam);
    marks.addSeam(seam.at);
}

void TranscriptAnswer::end(const domain::Message& whole) {
    m_sourcesExpanded = whole.citations.size() <= fewSources;
    // What the view was told is the text; the rest of the message is taken as it was stored.
    QString shown = std::move(message.text);
    m_thought = {};
    auto tools = std::move(message.tools);
    auto seams = std::move(message.seams);
    message = whole;
    message.text = std::move(shown);
    // Rows point at tools and seams by number: there are as many as there were.
    if (message.tools.size() != tools.size()) {
        message.tools = std::move(tools);
    }
    message.seams = std::move(seams);
    running = false;
    thinkingActive = false;
}

} // namespace rivulet::app
