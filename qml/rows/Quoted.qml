// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import Rivulet.Ui

/// The bars at the left of what is quoted, one a level.
Row {
    id: bars

    required property int depth

    spacing: 12
    Repeater {
        model: bars.depth
        delegate: Rectangle {
            width: 3
            height: bars.height
            radius: 1.5
            color: Theme.hairline
        }
    }
}
