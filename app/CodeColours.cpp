// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CodeColours.h"

#include "text/CodeSpans.h"

#include <QTextCharFormat>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <array>
#include <vector>

namespace rivulet::app {

namespace {

using Span = text::CodeSpan::Kind;

struct Shade {
    Span kind;
    QRgb light;
    QRgb dark;
};

// Each at least 4.5:1 on the code block's background in its theme.
constexpr std::array shades{
    Shade{Span::Keyword, 0xff8250df, 0xffc297ff},      Shade{Span::Type, 0xff0a6e8a, 0xff7cd3f0},
    Shade{Span::Function, 0xff0550ae, 0xff82b8ff},     Shade{Span::String, 0xff0f6b34, 0xff8fdaa0},
    Shade{Span::Number, 0xff9a4b00, 0xffffb77a},       Shade{Span::Comment, 0xff5d6673, 0xff9aa4b2},
    Shade{Span::Preprocessor, 0xff94316b, 0xfff2a0cf}, Shade{Span::Constant, 0xff9a4b00, 0xffffb77a},
    Shade{Span::Attribute, 0xff94316b, 0xfff2a0cf},    Shade{Span::Added, 0xff0f6b34, 0xff8fdaa0},
    Shade{Span::Removed, 0xffb3261e, 0xffffb0a8},
};

/// How much of what is shown stays: all of it where it grew, else the lines that are the same.
qsizetype sameStart(const QString& shown, const QString& code) {
    const qsizetype limit = std::min(shown.size(), code.size());
    const qsizetype same =
        std::mismatch(shown.begin(), shown.begin() + limit, code.begin()).first - shown.begin();
    return same == 0 || same == shown.size() ? same : shown.lastIndexOf(u'\n', same - 1) + 1;
}

constexpr qsizetype longestUnwatched = 20'000;

using Formats = std::array<QTextCharFormat, shades.size()>;

Formats makeFormats(QRgb Shade::* theme) {
    Formats formats;
    for (const auto& shade : shades) {
        QTextCharFormat& format = formats.at(static_cast<std::size_t>(shade.kind));
        format.setForeground(QColor::fromRgb(shade.*theme));
        if (shade.kind == Span::Comment) {
            format.setFontItalic(true);
        }
    }
    return formats;
}

const Formats& formatsOf(bool dark) {
    static const Formats lightOnes = makeFormats(&Shade::light);
    static const Formats darkOnes = makeFormats(&Shade::dark);
    return dark ? darkOnes : lightOnes;
}

} // namespace

CodeColours::CodeColours(QObject* parent)
    : QObject(parent) {}

void CodeColours::setTarget(QQuickItem* target) {
    if (target == m_target) {
        return;
    }
    m_target = target;
    m_shown.clear();
    if (auto* text = document()) {
        text->setUndoRedoEnabled(false);
        text->clear();
        show();
    }
    Q_EMIT targetChanged();
}

QTextDocument* CodeColours::document() const {
    if (!m_target) {
        return nullptr;
    }
    const auto* quickDocument = m_target->property("textDocument").value<QQuickTextDocument*>();
    return quickDocument == nullptr ? nullptr : quickDocument->textDocument();
}

void CodeColours::setLanguage(const QString& language) {
    if (language == m_language) {
        return;
    }
    m_language = language;
    colourAll();
    Q_EMIT languageChanged();
}

void CodeColours::setFirstState(int state) {
    if (state == m_firstState) {
        return;
    }
    m_firstState = state;
    colourAll();
    Q_EMIT firstStateChanged();
}

void CodeColours::setDark(bool dark) {
    if (dark == m_dark) {
        return;
    }
    m_dark = dark;
    colourAll();
    Q_EMIT darkChanged();
}

void CodeColours::setCode(const QString& code) {
    if (code == m_code) {
        return;
    }
    m_code = code;
    show();
    Q_EMIT codeChanged();
}

void CodeColours::show() {
    auto* text = document();
    if (text == nullptr || m_shown == m_code) {
        return;
    }
    // A TextEdit that grows by insertion builds nodes for its whole text unless it watches the viewport; only
    // a long setText() would turn this on by itself. A short one is better off without: it would build what
    // is in sight anew with every step it is scrolled.
    if (m_code.size() > longestUnwatched) {
        m_target->setFlag(QQuickItem::ItemObservesViewport);
    }
    QTextCursor cursor(text);
    // One edit: the new lines are laid out once, with their colours.
    cursor.beginEditBlock();
    const qsizetype same = sameStart(m_shown, m_code);
    cursor.setPosition(static_cast<int>(same));
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    const int line = text->findBlock(static_cast<int>(same)).blockNumber();
    cursor.insertText(m_code.sliced(same));
    colour(text->findBlockByNumber(line));
    cursor.endEditBlock();
    m_shown = m_code;
}

void CodeColours::colour(QTextBlock line) {
    const text::CodeSpans spans(m_language);
    const Formats& formats = formatsOf(m_dark);
    std::vector<text::CodeSpan> found;
    int state = line.previous().isValid() ? line.previous().userState() : m_firstState;
    for (; line.isValid(); line = line.next()) {
        found.clear();
        state = spans.scan(line.text(), state, found);
        line.setUserState(state);
        QList<QTextLayout::FormatRange> ranges;
        ranges.reserve(static_cast<qsizetype>(found.size()));
        for (const auto& span : found) {
            ranges.append({span.start, span.length, formats.at(static_cast<std::size_t>(span.kind))});
        }
        // This alone has a line laid out again that was there before.
        if (ranges != line.layout()->formats()) {
            line.layout()->setFormats(ranges);
        }
    }
}

void CodeColours::colourAll() {
    auto* text = document();
    if (text == nullptr) {
        return;
    }
    QTextCursor cursor(text);
    cursor.beginEditBlock();
    colour(text->firstBlock());
    cursor.endEditBlock();
}

} // namespace rivulet::app
