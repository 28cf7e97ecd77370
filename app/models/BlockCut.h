// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/JoinedBlock.h"
#include "text/Block.h"

#include <QString>

#include <optional>

namespace rivulet::app {

/// The Markdown of a part of one leaf. Whatever it finds is read again as Markdown, and only given out if
/// that shows the part, with its looks, and nothing else. Pure.
class BlockCut {
public:
    /// `source`: the lines that made the leaf. Both outlive it.
    BlockCut(const JoinedBlock& leaf, QStringView source)
        : m_leaf(leaf)
        , m_block(leaf.block())
        , m_shown(leaf.shown())
        , m_source(source) {}

    /// What is shown from here to there; nothing where that can't be done exactly.
    [[nodiscard]] std::optional<QString> of(int from, int to) const;

private:
    [[nodiscard]] bool shows(const QString& markdown, int from, int to) const;
    [[nodiscard]] std::optional<QString> fromSource(int from, int to) const;
    [[nodiscard]] std::optional<QString> fromLooks(int from, int to) const;
    [[nodiscard]] std::optional<QString> fenced(int from, int to) const;
    /// Where in the source the character at this position of what is shown stands, or -1.
    [[nodiscard]] qsizetype sourceOf(int position) const;

    const JoinedBlock& m_leaf;
    const text::Block& m_block;
    const QString& m_shown;
    QStringView m_source;
};

} // namespace rivulet::app
