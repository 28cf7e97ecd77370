// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "RichText.h"
#include "text/Block.h"

#include <QQmlEngine>

#include <vector>

namespace rivulet::app {

/// The runs of a paragraph or a heading, and their colours, on their way from a model to the row that shows
/// them.
struct StyledText {
    Q_GADGET
    QML_VALUE_TYPE(styledText)

public:
    std::vector<text::Run> runs;
    RichText::Colours colours;

    friend bool operator==(const StyledText&, const StyledText&) = default;
};

} // namespace rivulet::app
