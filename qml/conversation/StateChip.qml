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
    implicitWidth: Math.ceil(whole.advanceWidth) + mark.width + 28
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
            id: mark
            name: chip.session.chipIcon
            size: Math.round(14 * Theme.textScale)
            colour: Theme.toneInk(chip.session.tone)
        }
        PlainText {
            id: word
            Layout.fillWidth: true
            // Where there is no room for the words, the sign stands for them and the figure remains.
            text: chip.session.chipShortText.length > 0 && whole.advanceWidth > width ? chip.session.chipShortText : chip.session.chipText
            font.pixelSize: Theme.small
            font.weight: Font.DemiBold
            color: Theme.toneInk(chip.session.tone)
        }
    }
    HoverArea { id: hover }
    Tip {
        text: chip.session.chipText
        visible: hover.hovered && (word.truncated || word.text !== text)
    }
    TextMetrics {
        id: whole
        font: word.font
        text: chip.session.chipText
    }
}
