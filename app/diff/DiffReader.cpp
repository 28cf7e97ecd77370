// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "diff/DiffReader.h"

namespace rivulet::app {

void DiffReader::read(const Answer& left, const Answer& right) {
    for (int side = 0; side < 2; ++side) {
        const Answer& answer = side == 0 ? left : right;
        DiffUnits& units = m_units.at(static_cast<size_t>(side));
        const qsizetype first = units.setText(answer.markdown, answer.isWhole);
        m_diff.replace(side, first, units.blocksFrom(first));
    }
    auto comparison = std::make_shared<Comparison>();
    comparison->similarity = m_diff.similarity();
    const auto& rows = m_diff.rows();
    comparison->lines.reserve(rows.size());
    // Rows move down, seldom up: what was found about one is looked for at its old place and behind it.
    auto old = m_last->lines.begin();
    for (const compare::DiffRow& row : rows) {
        auto found = old;
        while (found != m_last->lines.end() && found - old < 3 && !((*found)->row == row)) {
            ++found;
        }
        if (found != m_last->lines.end() && (*found)->row == row) {
            comparison->lines.push_back(*found);
            old = found + 1;
        } else {
            comparison->lines.push_back(lineOf(row));
            old += old == m_last->lines.end() ? 0 : 1;
        }
    }
    m_last = comparison;
    Q_EMIT compared(m_last);
}

std::shared_ptr<const DiffLine> DiffReader::lineOf(const compare::DiffRow& row) const {
    auto line = std::make_shared<DiffLine>();
    line->relation = row.relation;
    line->row = row;
    line->hasLeft = row.left >= 0;
    line->hasRight = row.right >= 0;
    if (line->hasLeft) {
        line->left = {m_units[0].units()[static_cast<size_t>(row.left)], row.leftMarks};
    }
    if (line->hasRight) {
        line->right = {m_units[1].units()[static_cast<size_t>(row.right)], row.rightMarks};
    }
    return line;
}

} // namespace rivulet::app
