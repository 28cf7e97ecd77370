// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "MarkdownOracle.h"

#include <QByteArray>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstring>
#include <utility>

namespace rivulet::text {

namespace {

bool is(cmark_node* node, const char* type) {
    return std::strcmp(cmark_node_get_type_string(node), type) == 0;
}

class Flattener {
public:
    std::vector<Block> blocks;

    void read(cmark_node* node) {
        if (is(node, "document")) {
            readChildren(node);
        } else if (is(node, "block_quote")) {
            ++m_quotes;
            readChildren(node);
            --m_quotes;
        } else if (is(node, "list")) {
            ++m_lists;
            int number = cmark_node_get_list_start(node);
            for (cmark_node* item = cmark_node_first_child(node); item != nullptr;
                 item = cmark_node_next(item))
                readItem(item, node, number++);
            --m_lists;
        } else {
            readLeaf(node);
        }
    }

private:
    void readChildren(cmark_node* node) {
        for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
             child = cmark_node_next(child))
            read(child);
    }

    void readItem(cmark_node* item, cmark_node* list, int number) {
        placePending();
        m_pending = QString(QChar(u'\u2022'));
        if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
            m_pending = QString::number(number) +
                        (cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? QChar(u')') : QChar(u'.'));
        if (is(item, "tasklist"))
            m_pending =
                QString(QChar(cmark_gfm_extensions_get_tasklist_item_checked(item) ? u'\u2611' : u'\u2610'));
        m_pendingQuotes = m_quotes;
        m_pendingLists = m_lists;
        readChildren(item);
        placePending();
    }

    void placePending() {
        if (m_pending.isEmpty())
            return;
        Block block;
        block.quoteDepth = m_pendingQuotes;
        block.listDepth = m_pendingLists;
        block.marker = std::exchange(m_pending, {});
        blocks.push_back(block);
    }

    void readLeaf(cmark_node* node) {
        Block block;
        block.quoteDepth = m_quotes;
        block.listDepth = m_lists;
        block.marker = std::exchange(m_pending, {});
        if (is(node, "heading")) {
            block.kind = Block::Kind::Heading;
            block.level = cmark_node_get_heading_level(node);
            block.runs = runs(node);
        } else if (is(node, "code_block")) {
            block.kind = Block::Kind::Code;
            block.language = QString::fromUtf8(cmark_node_get_fence_info(node)).section(u' ', 0, 0);
            block.literal = literal(node);
        } else if (is(node, "html_block")) {
            block.kind = Block::Kind::Html;
            block.literal = literal(node);
        } else if (is(node, "thematic_break")) {
            block.kind = Block::Kind::Rule;
        } else if (is(node, "table")) {
            readTable(node, block);
        } else {
            block.runs = runs(node);
        }
        blocks.push_back(block);
    }

    static QString literal(cmark_node* node) {
        QString text = QString::fromUtf8(cmark_node_get_literal(node));
        if (text.endsWith(u'\n'))
            text.chop(1);
        return text;
    }

    static void readTable(cmark_node* node, Block& block) {
        block.kind = Block::Kind::Table;
        const int columns = cmark_gfm_extensions_get_table_columns(node);
        const uint8_t* aligns = cmark_gfm_extensions_get_table_alignments(node);
        for (int i = 0; i < columns; ++i)
            block.aligns.push_back(aligns[i] == 'l'   ? Block::Align::Left
                                   : aligns[i] == 'c' ? Block::Align::Centre
                                   : aligns[i] == 'r' ? Block::Align::Right
                                                      : Block::Align::Default);
        for (cmark_node* row = cmark_node_first_child(node); row != nullptr; row = cmark_node_next(row)) {
            block.rows.emplace_back();
            for (cmark_node* cell = cmark_node_first_child(row); cell != nullptr;
                 cell = cmark_node_next(cell))
                block.rows.back().push_back({runs(cell)});
        }
    }

    static std::vector<Run> runs(cmark_node* node) {
        std::vector<Run> result;
        for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
             child = cmark_node_next(child))
            readInline(child, Run::Plain, {}, result);
        // After a break the library keeps the indentation of a lazy line, which CommonMark says is taken off.
        std::vector<Run> trimmed;
        for (Run& run : result) {
            while (!trimmed.empty() && trimmed.back().styles == Run::LineBreak && run.text.startsWith(u' '))
                run.text.remove(0, 1);
            if (!run.text.isEmpty() || run.styles == Run::LineBreak)
                trimmed.push_back(run);
        }
        return trimmed;
    }

    static void add(std::vector<Run>& result, const QString& text, unsigned styles, const QString& target) {
        if (text.isEmpty())
            return;
        const unsigned alone = Run::LineBreak | Run::Image;
        if (!result.empty() && result.back().styles == styles && result.back().target == target &&
            (styles & alone) == 0)
            result.back().text += text;
        else
            result.push_back({text, styles, target});
    }

    static void readInline(cmark_node* node, unsigned styles, const QString& target,
                           std::vector<Run>& result) {
        unsigned inner = styles;
        QString innerTarget = target;
        if (is(node, "softbreak"))
            return add(result, u" "_qs, styles, target);
        if (is(node, "linebreak")) {
            result.push_back({{}, Run::LineBreak, {}});
            return;
        }
        if (is(node, "image")) {
            QString text;
            std::vector<Run> parts;
            for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
                 child = cmark_node_next(child))
                readInline(child, 0, {}, parts);
            for (const Run& part : parts)
                text += part.styles == Run::LineBreak ? u" "_qs : part.text;
            const QString url = QString::fromUtf8(cmark_node_get_url(node));
            return add(result, text.isEmpty() ? url : text, styles | Run::Image, url);
        }
        if (is(node, "code"))
            inner |= Run::Code;
        if (const char* text = cmark_node_get_literal(node)) {
            const QString string = QString::fromUtf8(text);
            if (is(node, "html_inline") && string.startsWith(u"<br"))
                result.push_back({{}, Run::LineBreak, {}});
            else
                add(result, string, inner, target);
            return;
        }
        if (is(node, "emph"))
            inner |= Run::Emphasis;
        if (is(node, "strong"))
            inner |= Run::Strong;
        if (is(node, "strikethrough"))
            inner |= Run::Strikethrough;
        if (is(node, "link"))
            innerTarget = QString::fromUtf8(cmark_node_get_url(node));
        for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
             child = cmark_node_next(child))
            readInline(child, inner, innerTarget, result);
    }

    int m_quotes = 0;
    int m_lists = 0;
    QString m_pending;
    int m_pendingQuotes = 0;
    int m_pendingLists = 0;
};

} // namespace

std::vector<Block> readWhole(const QString& text) {
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);
    for (const char* name : {"table", "strikethrough", "autolink", "tasklist"})
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
    QString whole = text;
    for (qsizetype i = 0; i < whole.size(); ++i) {
        const bool pair = whole[i].isHighSurrogate() && i + 1 < whole.size() && whole[i + 1].isLowSurrogate();
        if (pair)
            ++i;
        else if (whole[i].isSurrogate())
            whole[i] = QChar::ReplacementCharacter;
    }
    const QByteArray utf8 = whole.toUtf8();
    cmark_parser_feed(parser, utf8.constData(), static_cast<size_t>(utf8.size()));
    cmark_node* root = cmark_parser_finish(parser);
    Flattener flattener;
    flattener.read(root);
    cmark_node_free(root);
    cmark_parser_free(parser);
    return flattener.blocks;
}

} // namespace rivulet::text
