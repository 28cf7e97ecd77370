// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// What is wrong with the field above, or how a test went; nothing when there is nothing to say.
RowLayout {
    id: line

    required property string text
    property int tone: TranscriptModel.Bad

    visible: text.length > 0
    spacing: 6
    Icon {
        Layout.alignment: Qt.AlignTop
        Layout.topMargin: 1
        name: line.tone === TranscriptModel.Good ? "check" : line.tone === TranscriptModel.Bad ? "failed" : "info"
        colour: Theme.toneInk(line.tone)
    }
    PlainText {
        Layout.fillWidth: true
        text: line.text
        wrapMode: Text.Wrap
        color: Theme.toneInk(line.tone)
        Accessible.ignored: false
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
