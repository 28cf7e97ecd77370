// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// What a control without words does, after a moment of hovering.
ToolTip {
    id: tip

    delay: 600
    padding: 0
    leftPadding: 8
    rightPadding: 8
    topPadding: 5
    bottomPadding: 5
    contentItem: PlainText {
        text: tip.text
        font.pixelSize: Theme.small
        color: Theme.page
        // Of a text that wraps, Qt takes all lines together for its natural width.
        wrapMode: tip.text.includes("\n") ? Text.NoWrap : Text.Wrap
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.ink
    }
}
