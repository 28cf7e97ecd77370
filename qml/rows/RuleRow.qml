// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// A thematic break.
Item {
    implicitHeight: 1
    Hairline {
        width: parent.width
    }
}
