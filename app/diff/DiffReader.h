// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "compare/TextDiff.h"
#include "diff/DiffLine.h"
#include "diff/DiffUnits.h"

#include <QObject>

#include <array>
#include <memory>

namespace rivulet::app {

/// Compares two answers as they grow, on whatever thread it lives on. Knows no colours and no sessions.
class DiffReader : public QObject {
    Q_OBJECT

public:
    /// What is shown of an answer so far.
    struct Answer {
        QString markdown;
        bool isWhole = false;
    };

    using QObject::QObject;

    /// Then compared() follows.
    void read(const rivulet::app::DiffReader::Answer& left, const rivulet::app::DiffReader::Answer& right);

Q_SIGNALS:
    void compared(const std::shared_ptr<const rivulet::app::Comparison>& comparison);

private:
    [[nodiscard]] std::shared_ptr<const DiffLine> lineOf(const compare::DiffRow& row) const;

    std::array<DiffUnits, 2> m_units;
    compare::TextDiff m_diff;
    std::shared_ptr<const Comparison> m_last = std::make_shared<Comparison>();
};

} // namespace rivulet::app
