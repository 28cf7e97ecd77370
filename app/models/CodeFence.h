// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QString>
#include <QUrl>

#include <cstddef>
#include <vector>

namespace rivulet::text {
class MarkdownBlocks;
}

namespace rivulet::app {

/// What the rows of one piece of code have in common, however many blocks it is cut into: its whole text,
/// whether its lines wrap, how far it is scrolled sideways. Knows no row.
class CodeFence : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a TranscriptModel")
    Q_PROPERTY(bool wraps READ wraps WRITE setWraps NOTIFY wrapsChanged)
    Q_PROPERTY(qreal offset READ offset WRITE setOffset NOTIFY offsetChanged)
    Q_PROPERTY(qreal widest READ widest NOTIFY widestChanged)

public:
    /// Of the block with this number and those that are the rest of it. `blocks` outlive it.
    CodeFence(const text::MarkdownBlocks& blocks, std::size_t first, QObject* parent = nullptr);

    [[nodiscard]] bool wraps() const { return m_wraps; }
    void setWraps(bool wraps);
    [[nodiscard]] qreal offset() const { return m_offset; }
    void setOffset(qreal offset);
    /// The width of the widest line that was ever shown.
    [[nodiscard]] qreal widest() const { return m_widest; }
    Q_INVOKABLE void widen(qreal width);

    /// The code as it was written, whole.
    Q_INVOKABLE QString text() const;
    /// What goes on in the first line of one of its blocks, as text::CodeSpans has it.
    Q_INVOKABLE int stateBefore(int part) const;
    /// A file for it: "code.py" in the home folder.
    Q_INVOKABLE QUrl suggestedFile() const;
    /// Empty where it is written, else why it is not.
    Q_INVOKABLE QString save(const QUrl& file) const;

Q_SIGNALS:
    void wrapsChanged();
    void offsetChanged();
    void widestChanged();

private:
    const text::MarkdownBlocks& m_blocks;
    std::size_t m_first;
    bool m_wraps = false;
    qreal m_offset = 0;
    qreal m_widest = 0;
    mutable std::vector<int> m_states; ///< behind each of its blocks that has ended
};

} // namespace rivulet::app
