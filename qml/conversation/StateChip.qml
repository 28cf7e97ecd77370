// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The state of a stream: a word, an icon and a colour.
Rectangle {
    id: chip

    required property ChatSession session

    implicitHeight: Math.round(26 * Theme.textScale)
    implicitWidth: line.implicitWidth + 20
    radius: height / 2
    color: Theme.toneTint(session.tone)
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Pane %1: %2").arg(session.pane + 1).arg(session.chipText)
    Accessible.description: session.figures

    RowLayout {
        id: line
        x: 10
        width: parent.width - 20
        height: parent.height
        spacing: 6
        Icon {
            name: chip.session.chipIcon
            size: Math.round(14 * Theme.textScale)
            colour: Theme.toneInk(chip.session.tone)
        }
        PlainText {
            Layout.fillWidth: true
            text: chip.session.chipText
            font.pixelSize: Theme.small
            font.weight: Font.DemiBold
            color: Theme.toneInk(chip.session.tone)
        }
    }
}
