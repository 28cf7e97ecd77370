// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/CodeFence.h"

#include "text/CodeSpans.h"
#include "text/MarkdownBlocks.h"
#include "text/ShownText.h"

#include <QDir>
#include <QSaveFile>
#include <QStandardPaths>

namespace rivulet::app {

using Joint = text::Block::Joint;

CodeFence::CodeFence(const text::MarkdownBlocks& blocks, std::size_t first, QObject* parent)
    : QObject(parent)
    , m_blocks(blocks)
    , m_first(first) {
    QQmlEngine::setObjectOwnership(this, QQmlEngine::CppOwnership);
}

void CodeFence::setWraps(bool wraps) {
    if (wraps == m_wraps) {
        return;
    }
    m_wraps = wraps;
    setOffset(0);
    Q_EMIT wrapsChanged();
}

void CodeFence::setOffset(qreal offset) {
    if (qFuzzyCompare(offset + 1, m_offset + 1)) {
        return;
    }
    m_offset = offset;
    Q_EMIT offsetChanged();
}

void CodeFence::widen(qreal width) {
    if (width > m_widest) {
        m_widest = width;
        Q_EMIT widestChanged();
    }
}

QString CodeFence::text() const {
    const auto& blocks = m_blocks.blocks();
    QString whole;
    for (std::size_t block = m_first; block < blocks.size(); ++block) {
        if (block > m_first) {
            if (blocks[block].joint == Joint::None) {
                break;
            }
            whole += text::textOf(blocks[block].joint);
        }
        whole += blocks[block].literal;
    }
    return whole;
}

int CodeFence::stateBefore(int part) const {
    const auto& blocks = m_blocks.blocks();
    const auto wanted = static_cast<std::size_t>(std::max(0, part));
    if (m_first + wanted >= blocks.size()) {
        return 0;
    }
    const text::CodeSpans spans(blocks[m_first].language);
    std::vector<text::CodeSpan> found;
    while (m_states.size() < wanted) {
        int state = m_states.empty() ? 0 : m_states.back();
        // As it is shown: what folds a long line is no line's end to the language, but this is what is
        // coloured.
        const QString shown = text::ShownText::code(blocks[m_first + m_states.size()].literal);
        for (const QStringView line : QStringView(shown).split(u'\n')) {
            found.clear();
            state = spans.scan(line, state, found);
        }
        m_states.push_back(state);
    }
    return wanted == 0 ? 0 : m_states[wanted - 1];
}

QUrl CodeFence::suggestedFile() const {
    const auto& blocks = m_blocks.blocks();
    const QString suffix =
        m_first < blocks.size() ? text::CodeSpans(blocks[m_first].language).suffix() : QString();
    const QDir home(QStandardPaths::writableLocation(QStandardPaths::HomeLocation));
    return QUrl::fromLocalFile(
        home.filePath(QStringLiteral("code.") + (suffix.isEmpty() ? QStringLiteral("txt") : suffix)));
}

QString CodeFence::save(const QUrl& file) const {
    QSaveFile target(file.toLocalFile());
    const QByteArray bytes = text().toUtf8() + '\n';
    if (target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit()) {
        return {};
    }
    return target.errorString();
}

} // namespace rivulet::app
