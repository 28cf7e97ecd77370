// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/Inlines.h"

#include "text/MathText.h"

#include <QStringBuilder>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <mutex>

namespace rivulet::text {

namespace {

struct FreeParser {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
using Tree = std::unique_ptr<cmark_node, FreeNode>;

/// One tilde is an approximation ("~5 s") more often than an insertion, so only two strike through.
constexpr int options = CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;

struct Extensions {
    cmark_syntax_extension* strikethrough = nullptr;
    cmark_syntax_extension* autolink = nullptr;
};

Extensions findExtensions() {
    cmark_gfm_core_extensions_ensure_registered();
    return {cmark_find_syntax_extension("strikethrough"), cmark_find_syntax_extension("autolink")};
}

/// The first line is a word of ours, all others are indented by four: such a line can be nothing but the
/// paragraph going on, and CommonMark takes its indentation off again.
QByteArray asOneParagraph(QStringView text, QStringView definitions) {
    QString document;
    document.reserve(definitions.size() + text.size() + 64);
    if (!definitions.isEmpty())
        document += definitions.toString() + u'\n';
    document += u"x";
    for (const QStringView line : text.split(u'\n'))
        document += u"\n    " % line;
    return document.toUtf8();
}

Tree parse(const QByteArray& document) {
    // The parser keeps its special characters in globals, so one paragraph at a time.
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    static const Extensions extensions = findExtensions();
    const std::unique_ptr<cmark_parser, FreeParser> parser(cmark_parser_new(options));
    cmark_parser_attach_syntax_extension(parser.get(), extensions.strikethrough);
    cmark_parser_attach_syntax_extension(parser.get(), extensions.autolink);
    cmark_parser_feed(parser.get(), document.constData(), static_cast<size_t>(document.size()));
    return Tree(cmark_parser_finish(parser.get()));
}

/// Maths is hidden from the parser, to which its signs mean other things: each stretch of it is one character
/// of a plane that nobody writes in.
class HiddenMath {
public:
    HiddenMath(QStringView text, QStringView definitions) {
        const auto spans = MathText::find(text);
        // What writes in that plane, or may do so by number, is left alone.
        const auto isFarPlane = [](QChar c) { return c.isHighSurrogate() && c.unicode() >= firstHigh; };
        const auto mayBeMarked = [&](QStringView part) {
            return part.contains(u"&#") || std::any_of(part.begin(), part.end(), isFarPlane);
        };
        if (spans.empty() || mayBeMarked(text) || mayBeMarked(definitions)) {
            m_text = text.toString();
            return;
        }
        qsizetype from = 0;
        for (const auto& span : spans) {
            m_text += text.sliced(from, span.start - from);
            const char32_t mark = firstMark + static_cast<char32_t>(m_sources.size());
            m_text += QString::fromUcs4(&mark, 1);
            m_sources.append(text.sliced(span.start, span.length).toString());
            from = span.start + span.length;
        }
        m_text += text.sliced(from);
    }

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_sources.isEmpty(); }
    /// The maths that a mark at this place of `text` stands for, or an empty text.
    [[nodiscard]] QString sourceAt(QStringView text, qsizetype at) const {
        if (at + 1 >= text.size() || !text[at].isHighSurrogate() || !text[at + 1].isLowSurrogate())
            return {};
        const char32_t code = QChar::surrogateToUcs4(text[at], text[at + 1]);
        return code >= firstMark ? m_sources.value(static_cast<qsizetype>(code - firstMark)) : QString();
    }
    /// `text` with all maths as it was written.
    [[nodiscard]] QString restored(const QString& text) const {
        if (isEmpty())
            return text;
        QString whole;
        for (qsizetype at = 0; at < text.size(); ++at) {
            const QString source = sourceAt(text, at);
            if (source.isEmpty()) {
                whole += text[at];
            } else {
                whole += source;
                ++at;
            }
        }
        return whole;
    }

private:
    static constexpr char32_t firstMark = 0x100000;
    static constexpr char16_t firstHigh = QChar::highSurrogate(firstMark);

    QString m_text;
    QStringList m_sources;
};

/// Collects runs while the tree is walked; neighbours that look alike become one.
class RunList {
public:
    std::vector<Run> runs;

    void add(QString text, unsigned styles, const QString& target) {
        // A line does not start with the space that stood between a break and its text.
        if (!runs.empty() && runs.back().styles == Run::LineBreak)
            while (text.startsWith(u' '))
                text.remove(0, 1);
        if (text.isEmpty())
            return;
        if (!runs.empty()) {
            Run& last = runs.back();
            const bool standsAlone =
                ((last.styles | styles) & (Run::LineBreak | Run::Image | Run::Math)) != 0;
            if (!standsAlone && last.styles == styles && last.target == target) {
                last.text += text;
                return;
            }
        }
        runs.push_back({text, styles, target});
    }
    void addBreak() { runs.push_back({{}, Run::LineBreak, {}}); }
};

bool isLineBreakTag(const QString& html) {
    return html.compare(u"<br>", Qt::CaseInsensitive) == 0 ||
           html.compare(u"<br/>", Qt::CaseInsensitive) == 0 ||
           html.compare(u"<br />", Qt::CaseInsensitive) == 0;
}

/// Walks the paragraph, holding what is switched on around the current node.
class RunReader {
public:
    explicit RunReader(const HiddenMath& math)
        : m_math(math) {}

    std::vector<Run> read(cmark_node* paragraph) {
        const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(paragraph));
        for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
             event = cmark_iter_next(iterator.get())) {
            cmark_node* node = cmark_iter_get_node(iterator.get());
            if (node == paragraph)
                continue;
            if (cmark_node_first_child(node) != nullptr || isSpan(node))
                event == CMARK_EVENT_ENTER ? enter(node) : leave(node);
            else
                leaf(node);
        }
        return std::move(m_list.runs);
    }

private:
    struct Look {
        unsigned styles = Run::Plain;
        QString target;
    };

    static bool isSpan(cmark_node* node) {
        const cmark_node_type type = cmark_node_get_type(node);
        return type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE || type == CMARK_NODE_EMPH ||
               type == CMARK_NODE_STRONG;
    }
    void enter(cmark_node* node) {
        Look look = m_looks.back();
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_EMPH:
            look.styles |= Run::Emphasis;
            break;
        case CMARK_NODE_STRONG:
            look.styles |= Run::Strong;
            break;
        case CMARK_NODE_LINK:
            look.target = targetOf(node);
            break;
        case CMARK_NODE_IMAGE:
            if (m_images++ == 0)
                m_alternative.clear();
            break;
        default: // the one span an extension adds
            look.styles |= Run::Strikethrough;
            break;
        }
        m_looks.push_back(look);
    }
    void leave(cmark_node* node) {
        m_looks.pop_back();
        if (cmark_node_get_type(node) != CMARK_NODE_IMAGE || --m_images > 0)
            return;
        // An image without a text still has to be seen.
        const QString target = targetOf(node);
        m_list.add(m_alternative.isEmpty() ? target : m_alternative, m_looks.back().styles | Run::Image,
                   target);
    }
    void leaf(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_SOFTBREAK:
            text(QStringLiteral(" "), 0);
            break;
        case CMARK_NODE_LINEBREAK:
            lineBreak();
            break;
        case CMARK_NODE_CODE:
            text(QString::fromUtf8(cmark_node_get_literal(node)), Run::Code);
            break;
        case CMARK_NODE_HTML_INLINE:
            // Raw HTML is text; a line break is the one tag that says nothing else and is what tables have.
            if (const QString html = QString::fromUtf8(cmark_node_get_literal(node)); isLineBreakTag(html))
                lineBreak();
            else
                text(html, 0);
            break;
        default:
            text(QString::fromUtf8(cmark_node_get_literal(node)), 0);
            break;
        }
    }
    void text(const QString& text, unsigned styles) {
        if (m_images > 0)
            m_alternative += m_math.restored(text);
        else if (m_math.isEmpty() || (styles & Run::Code) != 0)
            add(m_math.restored(text), styles);
        else
            addWithMath(text, styles);
    }
    void add(const QString& text, unsigned styles) {
        m_list.add(text, m_looks.back().styles | styles, m_looks.back().target);
    }
    void addWithMath(const QString& text, unsigned styles) {
        qsizetype from = 0;
        for (qsizetype at = 0; at < text.size(); ++at) {
            const QString source = m_math.sourceAt(text, at);
            if (source.isEmpty())
                continue;
            add(text.sliced(from, at - from), styles);
            add(source, styles | Run::Math);
            from = at + 2;
        }
        add(text.sliced(from), styles);
    }
    void lineBreak() {
        if (m_images > 0)
            m_alternative += u' ';
        else
            m_list.addBreak();
    }
    /// Equal neighbours share their string: one long target referred to a thousand times is kept once.
    QString targetOf(cmark_node* node) {
        QString target = m_math.restored(QString::fromUtf8(cmark_node_get_url(node)));
        if (target == m_lastTarget)
            return m_lastTarget;
        m_lastTarget = target;
        return target;
    }

    const HiddenMath& m_math;
    RunList m_list;
    std::vector<Look> m_looks{Look{}};
    int m_images = 0;
    QString m_alternative;
    QString m_lastTarget;
};

/// Whether nothing in the text can mean anything but itself. Most table cells and many list items are such,
/// and setting up the parser costs ten times what reading them does.
bool isPlain(QStringView text) {
    // Not by contains(): each character would cost two calls.
    static constexpr auto isSign = [] {
        std::array<bool, 128> table{};
        for (const char c : {'*', '_', '`', '[', ']', '<', '&', '\\', '!', '~', '\n', ':', '@', '$'})
            table.at(static_cast<std::size_t>(c)) = true;
        return table;
    }();
    return std::none_of(text.begin(), text.end(),
                        [](QChar c) { return c.unicode() < isSign.size() && isSign[c.unicode()]; }) &&
           !text.contains(u"www.", Qt::CaseInsensitive);
}

} // namespace

std::vector<Run> readInlines(QStringView text, QStringView definitions) {
    if (text.trimmed().isEmpty())
        return {};
    if (isPlain(text))
        return {Run{text.trimmed().toString(), Run::Plain, {}}};
    const HiddenMath math(text, definitions);
    const Tree tree = parse(asOneParagraph(math.text(), definitions));
    cmark_node* paragraph = cmark_node_last_child(tree.get());
    // Drop our own word and the break behind it.
    for (int i = 0; i < 2; ++i)
        if (cmark_node* own = cmark_node_first_child(paragraph))
            cmark_node_free(own);
    return RunReader(math).read(paragraph);
}

} // namespace rivulet::text
