// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "compare/TextDiff.h"
#include "diff/DiffUnits.h"

#include <QString>

#include <memory>
#include <vector>

namespace rivulet::app {

/// One line of a comparison as it is shown: what either side says there, and what of it the other does not.
struct DiffLine {
    /// One side of it; empty where it has nothing here.
    struct Side {
        DiffUnits::Unit unit;
        std::vector<compare::DiffRow::Mark> marks;
    };
    compare::DiffRow::Relation relation = compare::DiffRow::Relation::Same;
    bool hasLeft = false;
    bool hasRight = false;
    Side left;
    Side right;
    /// Of the row it was made of.
    compare::DiffRow row;
};

/// A comparison at one moment. Lines that did not change since the last one are the same objects.
struct Comparison {
    std::vector<std::shared_ptr<const DiffLine>> lines;
    double similarity = 1;
};

} // namespace rivulet::app
