// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "MarkdownCorpus.h"

#include <QRandomGenerator>
#include <QStringList>

#include <array>
#include <iterator>

namespace rivulet::text {

std::vector<Document> smallDocuments() {
    return {
        {"nothing", u""_qs},
        {"answer",
         u"# Sorting\n\nUse **quick** or *merge* sort; see [docs](http://d.example/a?b=1&c) and "
         u"`std::sort`.\n\n"
         "1. Pick a pivot\n2. Split\n   - left\n   - right\n\n```cpp\nint main() {\n\n    return 0;\n}\n```\n\nDone.\n"_qs},
        {"setext", u"Title\n=====\n\nOther\nlines\n---\ntext\n\n---\n***\n"_qs},
        {"lazy quote", u"> quoted\nlazy\n> more\n\n> second\n> > deep\nlazy too\n- item\n> - inside\n"_qs},
        {"quote and code", u"> ```\n> code\nout\n> ~~~js\n> a\n>\n> b\n> ~~~\n> end\n"_qs},
        {"loose and tight", u"- a\n- b\n\n- c\n\n  second\n- d\n\n\n* other\n* list\n+ third\n"_qs},
        {"nested", u"- a\n  - b\n    - c\n\n      text\n    - d\n  - e\n- f\n\n    code\n"_qs},
        {"ordered", u"3. a\n4. b\n9) c\n10) d\ntext\n2. no list\n1. list\n"_qs},
        {"empty items", u"-\n  a\n-\n- \n- b\n-\n\n  out\n1.\n2.\n"_qs},
        {"item of items", u"- - a\n  - b\n- 1. c\n- > q\n- # h\n- ```\n  x\n  ```\n- ---\n"_qs},
        {"tasks", u"- [ ] open\n- [x] done\n- [X] too\n- [] no\n- [ ]no\n1. [x] number\n"_qs},
        {"fences",
         u"```\n``\n```\n````md info\n```\n````\n~~~\n```\n~~~~\n   ```py x\n   a\n  b\n     c\n   ```\n```"_qs},
        {"fence in list",
         u"1. first:\n\n   ```sh\n   ls\n\n   cd\n   ```\n\n   then\n2. second\n   ```\nout\n"_qs},
        {"no fence", u"``` a`b\ntext\n\n`` x\n"_qs},
        {"open fence", u"text\n```js\nlet a = 1;\n\n"_qs},
        {"indented", u"    a\n\n\n     b\n   \n\ntext\n    lazy\n\n\tTab\n  \tTab\n"_qs},
        {"tabs", u"-\tfoo\n\n\tbar\n\n>\t\tcode\n\n- a\n\t- b\n\t\t- c\n\n-\t\ttwo\n"_qs},
        {"table", u"| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| 2 |\n| 3 | **4** | 5 |\nrow\n\nafter\n"_qs},
        {"table in text", u"intro\nmore\n| a | b |\n| - | -: |\n1 | 2\n> quote\n"_qs},
        {"table in list", u"- | a | b |\n  |---|---|\n  | c | d |\n- next\n"_qs},
        {"no table", u"| a | b |\n|---|\n|---|---|\n| c | d |\n\na\n:-:\nb\n"_qs},
        {"html",
         u"<div>\n*x*\n</div>\n\n*y* <b>z</b> <!-- c -->\n\n<!-- a\n\nb --> c\nd\n<script>\n\n1</script>\n"
         "<x-y a=\"1\">\nin\n\n<a> text\n<?php\n?>\n<!X\n>\n<![CDATA[\n]]>\n"_qs},
        {"definitions",
         u"[a]: /one\n[b]: <t w o> 'title'\n[c]:\n/three\n'ti\ntle'\ntext [a] [b][c] ![c]\n\n[A] [d]\n\n"
         "- [e]: /five\n- x [e]\n\n[f]: /a b\n[g]: /g \"no\" x\n"_qs},
        {"definitions only", u"[a]: /one\n\n- [b]: /two\n\n  [b]\n\n[b]: /three\n[b] [a]\n===\n"_qs},
        {"definition above a rule", u"[a]: /one\n---\n[b]: /two\n===\n"_qs},
        {"inlines",
         u"**bold *both*** ~~gone~~ ~kept~ \\*not\\* `a  b` ``c ` d``\nsoft  \nhard\\\nhard <br> &amp; "
         u"&copy; "
         "<http://x.example> www.y.example a@b.example ![alt *t*](img.png \"t\") ![](none.png)\n[![i](j)](k)\n"_qs},
        {"unclosed", u"**bold *it `code [link](http://x ![img](\n"_qs},
        {"headings",
         u"# a #\n## b \\#\n### c ##d\n####### no\n#no\n#\n###### six\ntext\n# h\n   # i\n    # j\n"_qs},
        {"rules", u"***\n- - -\n___ \n--\n**\n_ _ _ a\n* * *\n- * * *\n"_qs},
        {"carriage returns", u"a\r\nb\rc\n\r\n- x\r- y\r\n```\r\ncode\r\r\n```\r"_qs},
        {"signs at the end", u"text\n-"_qs},
        {"equals at the end", u"text\n="_qs},
        {"hash at the end", u"text\n\n#"_qs},
        {"unicode",
         u"caf\u00e9 \U0001F600\u200d\U0001F680 **\u4e2d\u6587**\n\n- \u0645\u0631\u062d\u0628\u0627\n"_qs},
        {"nul and halves", u"a"_qs + QChar(u'\0') + u"b"_qs + QChar(0xD83D) + u" c\n```\n"_qs +
                               QChar(0xDE00) + QChar(0xD83D) + u"\n```\n"_qs},
        {"list then heading", u"- a\n\n\n# h\n- b\n\ntext\n\n- c\n"_qs},
        {"quote in list in quote", u"> 1. a\n>    > b\n>    c\n>\n>    d\n> 2. e\n"_qs},
        {"emphasis over lines", u"*a\nb*\n\n**c\n\nd**\n- *e\n  f*\n"_qs},
    };
}

QString randomDocument(std::uint32_t seed) {
    static const QStringList pieces{u"- "_qs,          u"- "_qs,
                                    u"1. "_qs,         u"2) "_qs,
                                    u"* "_qs,          u"> "_qs,
                                    u">"_qs,           u"  "_qs,
                                    u"    "_qs,        u"\t"_qs,
                                    u" "_qs,           u"\n"_qs,
                                    u"\n"_qs,          u"\n"_qs,
                                    u"\n"_qs,          u"\n\n"_qs,
                                    u"\n\n"_qs,        u"\n  "_qs,
                                    u"\n    "_qs,      u"\n- "_qs,
                                    u"\n> "_qs,        u"text"_qs,
                                    u"word more"_qs,   u"*em*"_qs,
                                    u"**st**"_qs,      u"`c`"_qs,
                                    u"[a]"_qs,         u"[x](y)"_qs,
                                    u"\\"_qs,          u"  \n"_qs,
                                    u"\n```\n"_qs,     u"\n```js\n"_qs,
                                    u"\n~~~\n"_qs,     u"\n---\n"_qs,
                                    u"\n==="_qs,       u"\n# "_qs,
                                    u"##"_qs,          u"\n| a | b |\n"_qs,
                                    u"|---|---|\n"_qs, u"| - |\n"_qs,
                                    u" | "_qs,         u"\n<div>\n"_qs,
                                    u"<b>"_qs,         u"\n<!-- "_qs,
                                    u" -->"_qs,        u"[b]"_qs,
                                    u"*"_qs,           u"_"_qs,
                                    u"~~"_qs,          u"!["_qs,
                                    u"]("_qs,          u")"_qs,
                                    u"&lt;"_qs,        u"1."_qs,
                                    u"-"_qs,           u"+"_qs,
                                    u"\u00e9"_qs,      u"\U0001F600"_qs,
                                    u"***"_qs,         u"<?"_qs,
                                    u"?>"_qs,          u"\n</div>\n"_qs,
                                    u"'t'"_qs};
    QRandomGenerator random(seed);
    QString text;
    const int count = random.bounded(3, 40);
    for (int i = 0; i < count; ++i)
        text += pieces[random.bounded(static_cast<int>(pieces.size()))];
    return text;
}

} // namespace rivulet::text
