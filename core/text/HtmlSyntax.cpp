// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/BlockSyntax.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace rivulet::text::syntax {

namespace {

/// CommonMark 0.29, section 4.6, start condition 6. Sorted.
constexpr std::array<std::u16string_view, 62> elements{
    u"address",  u"article",  u"aside",    u"base",       u"basefont", u"blockquote", u"body",   u"caption",
    u"center",   u"col",      u"colgroup", u"dd",         u"details",  u"dialog",     u"dir",    u"div",
    u"dl",       u"dt",       u"fieldset", u"figcaption", u"figure",   u"footer",     u"form",   u"frame",
    u"frameset", u"h1",       u"h2",       u"h3",         u"h4",       u"h5",         u"h6",     u"head",
    u"header",   u"hr",       u"html",     u"iframe",     u"legend",   u"li",         u"link",   u"main",
    u"menu",     u"menuitem", u"nav",      u"noframes",   u"ol",       u"optgroup",   u"option", u"p",
    u"param",    u"section",  u"source",   u"summary",    u"table",    u"tbody",      u"td",     u"tfoot",
    u"th",       u"thead",    u"title",    u"tr",         u"track",    u"ul"};
static_assert(std::is_sorted(elements.begin(), elements.end()));

constexpr std::array<std::u16string_view, 3> rawElements{u"pre", u"script", u"style"};

template <std::size_t N>
bool isAmong(const std::array<std::u16string_view, N>& names, const QString& name) {
    const std::u16string wanted = name.toStdU16String();
    return std::binary_search(names.begin(), names.end(), std::u16string_view(wanted));
}

bool isAsciiLetter(QChar c) {
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isSpace(QChar c) {
    return c == u' ' || c == u'\t';
}

/// Reads one complete open or closing tag.
class TagReader {
public:
    explicit TagReader(QStringView text)
        : m_text(text) {}
    /// Where the tag ends, or -1.
    qsizetype read() {
        if (!eat(u'<'))
            return -1;
        const bool closing = eat(u'/');
        if (!readName())
            return -1;
        if (closing)
            skipSpace();
        else if (!readAttributes())
            return -1;
        else
            eat(u'/');
        return eat(u'>') ? m_at : -1;
    }

private:
    [[nodiscard]] QChar peek() const { return m_at < m_text.size() ? m_text[m_at] : QChar(u'\n'); }
    bool eat(QChar c) {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    bool skipSpace() {
        const qsizetype before = m_at;
        while (isSpace(peek()))
            ++m_at;
        return m_at > before;
    }
    bool readName() {
        if (!isAsciiLetter(peek()))
            return false;
        while (isAsciiLetter(peek()) || peek() == u'-' || (peek() >= u'0' && peek() <= u'9'))
            ++m_at;
        return true;
    }
    bool readAttributes() {
        for (;;) {
            const bool spaced = skipSpace();
            const QChar c = peek();
            if (!isAsciiLetter(c) && c != u'_' && c != u':')
                return true;
            if (!spaced)
                return false;
            while (isAsciiLetter(peek()) || QStringView(u"_:.-0123456789").contains(peek()))
                ++m_at;
            const qsizetype afterName = m_at;
            skipSpace();
            if (!eat(u'='))
                m_at = afterName;
            else if (!readValue())
                return false;
        }
    }
    bool readValue() {
        skipSpace();
        const QChar quote = peek();
        if (eat(u'"') || eat(u'\'')) {
            while (m_at < m_text.size() && peek() != quote)
                ++m_at;
            return eat(quote);
        }
        const qsizetype before = m_at;
        while (peek() > u' ' && !QStringView(u"\"'=<>`").contains(peek()))
            ++m_at;
        return m_at > before;
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

} // namespace

HtmlKind htmlStart(QStringView line) {
    if (!line.startsWith(u'<'))
        return HtmlKind::None;
    if (line.startsWith(u"<!--"))
        return HtmlKind::Comment;
    if (line.startsWith(u"<?"))
        return HtmlKind::Instruction;
    if (line.startsWith(u"<![CDATA["))
        return HtmlKind::Data;
    if (line.startsWith(u"<!") && line.size() > 2 && line[2] >= u'A' && line[2] <= u'Z')
        return HtmlKind::Declaration;

    const bool closing = line.startsWith(u"</");
    const qsizetype start = closing ? 2 : 1;
    qsizetype end = start;
    while (end < line.size() && end - start < 16 &&
           (isAsciiLetter(line[end]) || (line[end] >= u'0' && line[end] <= u'9')))
        ++end;
    const QString name = line.sliced(start, end - start).toString().toLower();
    const QStringView rest = line.sliced(end);
    const bool ended = rest.isEmpty() || isSpace(rest.front()) || rest.front() == u'>';
    if (!closing && ended && isAmong(rawElements, name))
        return HtmlKind::Raw;
    if ((ended || rest.startsWith(u"/>")) && isAmong(elements, name))
        return HtmlKind::Element;
    const qsizetype tagEnd = TagReader(line).read();
    return tagEnd > 0 && line.sliced(tagEnd).trimmed().isEmpty() ? HtmlKind::AnyTag : HtmlKind::None;
}

bool endsHtml(HtmlKind kind, QStringView line) {
    switch (kind) {
    case HtmlKind::Raw:
        return line.contains(u"</script>", Qt::CaseInsensitive) ||
               line.contains(u"</pre>", Qt::CaseInsensitive) ||
               line.contains(u"</style>", Qt::CaseInsensitive);
    case HtmlKind::Comment:
        return line.contains(u"-->");
    case HtmlKind::Instruction:
        return line.contains(u"?>");
    case HtmlKind::Declaration:
        return line.contains(u'>');
    case HtmlKind::Data:
        return line.contains(u"]]>");
    default:
        return false;
    }
}

} // namespace rivulet::text::syntax
