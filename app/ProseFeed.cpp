// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ProseFeed.h"

#include <QQuickTextDocument>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>
#include <iterator>
#include <utility>

namespace rivulet::app {

namespace {

/// How much of two runs is the same from their start, in whole characters.
qsizetype sameStart(const std::vector<RichText::Piece>& before, const std::vector<RichText::Piece>& now) {
    if (before.size() != 1 || now.size() != 1 || before.front().format != now.front().format) {
        return 0;
    }
    const QStringView one = before.front().text;
    const QStringView other = now.front().text;
    const auto limit = std::min(one.size(), other.size());
    const auto same = std::mismatch(one.begin(), one.begin() + limit, other.begin()).first - one.begin();
    return same > 0 && one.at(same - 1).isHighSurrogate() ? same - 1 : same;
}

} // namespace

ProseFeed::ProseFeed(QObject* parent)
    : QObject(parent) {}

QTextDocument* ProseFeed::document() const {
    if (!m_target) {
        return nullptr;
    }
    const auto* quickDocument = m_target->property("textDocument").value<QQuickTextDocument*>();
    return quickDocument == nullptr ? nullptr : quickDocument->textDocument();
}

void ProseFeed::setTarget(QQuickItem* target) {
    if (target == m_target) {
        return;
    }
    m_target = target;
    if (auto* text = document()) {
        text->setUndoRedoEnabled(false);
        m_written.clear();
        m_linesLaid = false;
        show();
    }
    Q_EMIT targetChanged();
}

void ProseFeed::componentComplete() {
    m_isComplete = true;
    show();
}

void ProseFeed::setContent(const StyledText& content) {
    if (content == m_content) {
        return;
    }
    m_content = content;
    show();
    Q_EMIT contentChanged();
}

void ProseFeed::setLineHeight(int percent) {
    if (std::exchange(m_lineHeight, percent) != percent) {
        m_linesLaid = false;
        show();
        Q_EMIT lineHeightChanged();
    }
}

void ProseFeed::layLines(QTextCursor& cursor) {
    const bool isDisplay = RichText::isDisplay(m_content.runs);
    if (m_linesLaid && isDisplay == m_isDisplay) {
        return;
    }
    cursor.setBlockFormat(RichText::blockFormat(isDisplay, m_lineHeight));
    m_linesLaid = true;
    m_isDisplay = isDisplay;
}

void ProseFeed::show() {
    auto* const text = document();
    if (text == nullptr || !m_isComplete || (m_written.empty() && m_content.runs.empty())) {
        return;
    }
    const bool isNew = m_written.empty();
    const auto first = m_written.begin() + sameRuns();
    qsizetype at = 0;
    for (auto run = m_written.begin(); run != first; ++run) {
        at += run->length;
    }
    std::vector<Written> fresh = written(first - m_written.begin());
    // As a rule the run that was last has grown.
    qsizetype kept = 0;
    if (first != m_written.end() && !fresh.empty()) {
        kept = sameStart(first->pieces, fresh.front().pieces);
    }
    QTextCursor cursor(text);
    // One edit: the paragraph is laid out once.
    cursor.beginEditBlock();
    layLines(cursor);
    cursor.setPosition(static_cast<int>(at + kept));
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    for (const auto& run : fresh) {
        for (const auto& piece : run.pieces) {
            cursor.insertText(piece.text.sliced(std::exchange(kept, 0)), piece.format);
        }
    }
    cursor.endEditBlock();
    if (isNew && m_target->property("selectionStart") == m_target->property("selectionEnd")) {
        // The item's own cursor stood where this was written, and would go on with all that is added.
        m_target->setProperty("cursorPosition", 0);
    }
    m_written.erase(first, m_written.end());
    std::ranges::move(fresh, std::back_inserter(m_written));
    m_colours = m_content.colours;
}

std::ptrdiff_t ProseFeed::sameRuns() const {
    if (m_colours != m_content.colours) {
        return 0;
    }
    return std::ranges::mismatch(m_written, m_content.runs, {}, &Written::run).in1 - m_written.begin();
}

std::vector<ProseFeed::Written> ProseFeed::written(std::ptrdiff_t from) const {
    std::vector<Written> all;
    for (auto run = m_content.runs.begin() + from; run != m_content.runs.end(); ++run) {
        Written each{*run, RichText::pieces(*run, m_content.colours), 0};
        for (const auto& piece : each.pieces) {
            each.length += piece.text.size();
        }
        all.push_back(std::move(each));
    }
    return all;
}

} // namespace rivulet::app
