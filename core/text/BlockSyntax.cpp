// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/BlockSyntax.h"

#include <algorithm>

namespace rivulet::text::syntax {

namespace {

bool isSpace(QChar c) {
    return c == u' ' || c == u'\t';
}

bool isDigit(QChar c) {
    return c >= u'0' && c <= u'9';
}

qsizetype countLeading(QStringView text, QChar c) {
    qsizetype n = 0;
    while (n < text.size() && text[n] == c)
        ++n;
    return n;
}

QStringView withoutTrailingSpace(QStringView text) {
    while (!text.isEmpty() && isSpace(text.back()))
        text.chop(1);
    return text;
}

QStringView withoutLeadingSpace(QStringView text) {
    while (!text.isEmpty() && isSpace(text.front()))
        text = text.sliced(1);
    return text;
}

} // namespace

std::optional<Heading> heading(QStringView line) {
    const qsizetype level = countLeading(line, u'#');
    if (level < 1 || level > 6 || (level < line.size() && !isSpace(line[level])))
        return std::nullopt;
    QStringView text = withoutTrailingSpace(line.sliced(level));
    // "A closing sequence of #s must be preceded by a space."
    QStringView unclosed = text;
    while (unclosed.endsWith(u'#'))
        unclosed.chop(1);
    if (unclosed.isEmpty() || isSpace(unclosed.back()))
        text = unclosed;
    return Heading{static_cast<int>(level), withoutTrailingSpace(withoutLeadingSpace(text))};
}

int underline(QStringView line) {
    line = withoutTrailingSpace(line);
    if (line.isEmpty())
        return 0;
    const QChar c = line.front();
    if ((c != u'=' && c != u'-') || countLeading(line, c) != line.size())
        return 0;
    return c == u'=' ? 1 : 2;
}

bool isRule(QStringView line) {
    if (line.isEmpty())
        return false;
    const QChar c = line.front();
    if (c != u'*' && c != u'-' && c != u'_')
        return false;
    int count = 0;
    for (const QChar each : line) {
        if (each == c)
            ++count;
        else if (!isSpace(each))
            return false;
    }
    return count >= 3;
}

std::optional<Fence> fence(QStringView line) {
    if (line.isEmpty() || (line.front() != u'`' && line.front() != u'~'))
        return std::nullopt;
    const QChar c = line.front();
    const qsizetype length = countLeading(line, c);
    const QStringView info = line.sliced(length);
    // "If the info string comes after a backtick fence, it may not contain any backtick."
    if (length < 3 || (c == u'`' && info.contains(u'`')))
        return std::nullopt;
    return Fence{c, length, withoutTrailingSpace(withoutLeadingSpace(info))};
}

bool closes(const Fence& fence, QStringView line) {
    const qsizetype length = countLeading(line, fence.character);
    return length >= fence.length && withoutLeadingSpace(line.sliced(length)).isEmpty();
}

std::optional<ListMarker> listMarker(QStringView line) {
    if (line.isEmpty())
        return std::nullopt;
    ListMarker marker;
    const QChar c = line.front();
    if (c == u'*' || c == u'-' || c == u'+') {
        marker.delimiter = c;
        marker.length = 1;
    } else {
        qsizetype digits = 0;
        for (; digits < line.size() && digits < 10 && isDigit(line[digits]); ++digits)
            if (digits < 9)
                marker.number = marker.number * 10 + line[digits].digitValue();
        // "An ordered list marker is a sequence of 1 to 9 digits."
        if (digits < 1 || digits > 9 || digits >= line.size() ||
            (line[digits] != u'.' && line[digits] != u')'))
            return std::nullopt;
        marker.ordered = true;
        marker.delimiter = line[digits];
        marker.length = digits + 1;
    }
    const QStringView rest = line.sliced(marker.length);
    if (!rest.isEmpty() && !isSpace(rest.front()))
        return std::nullopt;
    marker.restIsBlank = withoutLeadingSpace(rest).isEmpty();
    return marker;
}

TaskBox taskBox(QStringView text) {
    if (text.size() < 4 || text[0] != u'[' || text[2] != u']' || !isSpace(text[3]))
        return TaskBox::None;
    if (text[1] == u' ')
        return TaskBox::Open;
    return text[1].toLower() == u'x' ? TaskBox::Done : TaskBox::None;
}

std::vector<Block::Align> delimiterRow(QStringView line) {
    line = withoutTrailingSpace(withoutLeadingSpace(line));
    if (line.startsWith(u'|'))
        line = line.sliced(1);
    if (line.endsWith(u'|'))
        line.chop(1);
    std::vector<Block::Align> aligns;
    for (QStringView cell : line.split(u'|')) {
        cell = withoutTrailingSpace(withoutLeadingSpace(cell));
        const bool left = cell.startsWith(u':');
        if (left)
            cell = cell.sliced(1);
        const bool right = cell.endsWith(u':');
        if (right)
            cell.chop(1);
        if (cell.isEmpty() || countLeading(cell, u'-') != cell.size())
            return {};
        aligns.push_back(left && right ? Block::Align::Centre
                         : left        ? Block::Align::Left
                         : right       ? Block::Align::Right
                                       : Block::Align::Default);
    }
    return aligns;
}

QStringList cells(QStringView line) {
    line = withoutTrailingSpace(withoutLeadingSpace(line));
    if (line.startsWith(u'|'))
        line = line.sliced(1);
    QStringList result;
    QString cell;
    bool closed = true;
    for (qsizetype i = 0; i < line.size(); ++i) {
        closed = line[i] == u'|';
        if (closed) {
            result.append(cell.trimmed());
            cell.clear();
        } else if (line[i] == u'\\' && i + 1 < line.size() && line[i + 1] == u'|') {
            cell += u'|';
            ++i;
        } else {
            cell += line[i];
        }
    }
    if (!closed)
        result.append(cell.trimmed());
    return result;
}

} // namespace rivulet::text::syntax
