// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// Tells that what stands above it is not sent, since the server refused it before, and lets it be tried again.
RowLayout {
    id: line

    required property string label
    signal tryAgain()

    spacing: 12
    PlainText {
        Layout.fillWidth: true
        text: qsTr("Left out: this model does not take it.")
        wrapMode: Text.Wrap
        color: Theme.inkSoft
        font.pixelSize: Theme.small
        Accessible.ignored: !line.visible
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("%1: %2").arg(line.label).arg(text)
    }
    LinkButton {
        text: qsTr("Try it again")
        name: qsTr("Try it again: %1").arg(line.label)
        onClicked: line.tryAgain()
    }
}
