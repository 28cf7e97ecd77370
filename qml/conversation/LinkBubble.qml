// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// Where the link under the pointer really leads.
Rectangle {
    id: bubble

    required property string target
    required property bool shown

    visible: shown
    implicitWidth: words.implicitWidth + 20
    implicitHeight: words.implicitHeight + 10
    radius: Theme.radiusSmall
    color: Theme.raised
    border.color: Theme.hairline

    PlainText {
        id: words
        x: 10
        y: 5
        width: bubble.width - 20
        text: bubble.target.length > 0 ? bubble.target : qsTr("This link can't be opened")
        font.pixelSize: Theme.small
        color: Theme.inkSoft
        // The host stands in front, and all of it is seen: what is left out is at the end of the path.
        wrapMode: Text.WrapAnywhere
        maximumLineCount: 6
        elide: Text.ElideRight
    }
}
