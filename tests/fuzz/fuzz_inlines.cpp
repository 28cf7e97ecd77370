// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "RichText.h"
#include "text/Inlines.h"

#include <array>

using namespace rivulet::text;
using rivulet::app::RichText;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

namespace {

/// Every tag is one of the few that show text and load nothing.
void holdNoResource(QStringView html) {
    static constexpr std::array<QStringView, 18> tags{
        u"<p style=\"margin:0; white-space:pre-wrap; line-height:150%\">",
        u"<p style=\"margin:0; white-space:pre-wrap; line-height:150%\" align=\"center\">",
        u"<span style=\"background-color:#eeeeee\">",
        u"<sup>",
        u"</sup>",
        u"<sub>",
        u"</sub>",
        u"</p>",
        u"<br/>",
        u"</a>",
        u"<b>",
        u"</b>",
        u"<i>",
        u"</i>",
        u"<s>",
        u"</s>",
        u"<span style=\"font-family:monospace; background-color:#eeeeee\">",
        u"</span>",
    };
    for (qsizetype at = html.indexOf(u'<'); at >= 0; at = html.indexOf(u'<', at + 1)) {
        const QStringView tag = html.sliced(at);
        if (tag.startsWith(u"<a href=\"")) {
            const QStringView behind = tag.sliced(tag.indexOf(u'"', 9) + 1);
            require(behind.startsWith(u" style=\"color:#0000ff\">"),
                    "a link has its target and its colour only", tag.toString());
        } else {
            require(std::ranges::any_of(tags, [tag](QStringView known) { return tag.startsWith(known); }),
                    "no other tag is written", tag.toString());
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    QString text =
        QString::fromUtf8(input.bytes()); // a block's reader has replaced what the parser can't take
    text.remove(QChar(u'\0')).remove(u'\r');
    static const QString definitions = QStringLiteral("[a]: /one 'title'\n[b]: <two words>\n");
    const std::vector<Run> runs = readInlines(text, definitions);
    qsizetype units = 0;
    for (const Run& run : runs) {
        require(run.text.isEmpty() == (run.styles == Run::LineBreak), "a run is a line break or has a text");
        require(run.text.isValidUtf16(), "no half of a surrogate pair reaches the view");
        units += run.text.size();
    }
    require(units <= 16 * text.size() + 64, "what is shown grows with what came");
    require(text.trimmed().isEmpty() || !readInlines(text).empty() || plainText(runs).isEmpty(),
            "a definition takes no text away");
    static const RichText::Colours colours{QColor(0, 0, 255), QColor(0xee, 0xee, 0xee)};
    holdNoResource(RichText::of(runs, colours, 150));
    return 0;
}
