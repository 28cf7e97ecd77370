// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// Asks before the window goes while an answer is still coming.
Rectangle {
    id: strip

    required property string question
    required property string going
    signal stayed
    signal goConfirmed

    implicitHeight: Math.max(56, line.implicitHeight + 16)
    color: Theme.attentionTint
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    Component.onCompleted: stay.forceActiveFocus()

    RowLayout {
        id: line
        anchors.fill: parent
        anchors.leftMargin: 20
        anchors.rightMargin: 16
        spacing: 10
        Icon {
            name: "warning"
            colour: Theme.attention
        }
        PlainText {
            id: words
            Layout.fillWidth: true
            text: strip.question
            wrapMode: Text.Wrap
        }
        PushButton {
            id: stay
            look: PushButton.Primary
            text: qsTr("Stay")
            onClicked: strip.stayed()
        }
        PushButton {
            text: strip.going
            onClicked: strip.goConfirmed()
        }
    }
}
