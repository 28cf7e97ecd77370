// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A key that is kept for an address where no endpoint is any more.
Card {
    id: card

    required property EndpointModel endpoints
    required property string address

    RowLayout {
        Layout.fillWidth: true
        spacing: 8
        Icon {
            name: "key"
            colour: Theme.attention
        }
        PlainText {
            Layout.fillWidth: true
            text: qsTr("A key is still kept for %1, a server that was removed.").arg(card.address)
            wrapMode: Text.Wrap
        }
        PushButton {
            id: forget
            enabled: !question.visible
            text: qsTr("Forget it")
            name: qsTr("Forget the key for %1").arg(card.address)
            onClicked: question.ask()
        }
    }
    RemoveQuestion {
        id: question
        Layout.fillWidth: true
        question: qsTr("Forget this key for good?")
        going: qsTr("Forget")
        subject: qsTr("the key for %1").arg(card.address)
        onClosed: forget.forceActiveFocus(Qt.TabFocusReason)
        onConfirmed: card.endpoints.forgetKey(card.address)
    }
}
