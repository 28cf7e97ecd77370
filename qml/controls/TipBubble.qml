// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// The words of a tip, over its control after a moment of hovering. Opens as it is made.
ToolTip {
    id: bubble

    required property Tip tip

    parent: tip.parent
    text: tip.text
    delay: tip.delay
    padding: 0
    leftPadding: 8
    rightPadding: 8
    topPadding: 5
    bottomPadding: 5
    contentItem: PlainText {
        text: bubble.text
        font.pixelSize: Theme.small
        color: Theme.page
        // Of a text that may wrap, Qt takes all lines together for its natural width.
        wrapMode: bubble.availableWidth + 1 < implicitWidth ? Text.Wrap : Text.NoWrap
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.ink
    }
    Component.onCompleted: open()
}
