// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CodeColours.h"

#include "text/CodeSpans.h"

#include <QMetaObject>
#include <QQuickItem>
#include <QTextCursor>
#include <QTextDocument>

#include <array>

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

} // namespace

/// The highlighter of one document: spans from text::CodeSpans, line by line, state in the block.
class CodeColours::Highlighter : public QSyntaxHighlighter {
public:
    Highlighter(QTextDocument* document, const QString& language, bool dark)
        : QSyntaxHighlighter(document)
        , m_spans(language) {
        for (const auto& shade : shades) {
            QTextCharFormat format;
            format.setForeground(QColor::fromRgb(dark ? shade.dark : shade.light));
            if (shade.kind == Span::Comment) {
                format.setFontItalic(true);
            }
            m_formats[static_cast<std::size_t>(shade.kind)] = format;
        }
    }

protected:
    void highlightBlock(const QString& line) override {
        m_found.clear();
        const int before = qMax(0, previousBlockState());
        setCurrentBlockState(m_spans.scan(line, before, m_found));
        for (const auto& span : m_found) {
            setFormat(span.start, span.length, m_formats.at(static_cast<std::size_t>(span.kind)));
        }
    }

private:
    text::CodeSpans m_spans;
    std::array<QTextCharFormat, shades.size()> m_formats;
    std::vector<text::CodeSpan> m_found;
};

CodeColours::CodeColours(QObject* parent)
    : QObject(parent) {}

CodeColours::~CodeColours() {
    delete m_highlighter;
}

void CodeColours::setTarget(QQuickItem* target) {
    if (target == m_target) {
        return;
    }
    m_target = target;
    m_shown.clear();
    if (m_target) {
        // A TextEdit that grows by insertion builds nodes for its whole text unless it watches the viewport;
        // only a long setText() would turn this on by itself.
        m_target->setFlag(QQuickItem::ItemObservesViewport);
    }
    rebuild();
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
    rebuild();
    Q_EMIT languageChanged();
}

void CodeColours::setDark(bool dark) {
    if (dark == m_dark) {
        return;
    }
    m_dark = dark;
    rebuild();
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

void CodeColours::rebuild() {
    // Highlighting a laid-out document again is quadratic: clear it, attach to the empty document, fill it
    // anew.
    delete m_highlighter;
    m_ready = false;
    auto* text = document();
    if (text == nullptr) {
        return;
    }
    text->setUndoRedoEnabled(false);
    text->clear();
    m_shown.clear();
    const text::CodeSpans spans(m_language);
    if (!spans.isKnown()) {
        m_ready = true;
        show();
        return;
    }
    m_highlighter = new Highlighter(text, m_language, m_dark);
    // The highlighter's own first pass runs from the event loop; edits before it would stay plain.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_ready = true;
            show();
        },
        Qt::QueuedConnection);
}

void CodeColours::show() {
    auto* text = document();
    if (text == nullptr || !m_ready || m_shown == m_code) {
        return;
    }
    QTextCursor cursor(text);
    if (!m_shown.isEmpty() && m_code.startsWith(m_shown)) {
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(m_code.sliced(m_shown.size()));
    } else {
        cursor.select(QTextCursor::Document);
        cursor.insertText(m_code);
    }
    m_shown = m_code;
}

} // namespace rivulet::app
