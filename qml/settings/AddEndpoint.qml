// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A form for an endpoint of the user's own, folded until it is wanted.
Card {
    id: card

    required property EndpointModel endpoints
    property bool open: false
    property string problem: ""

    function add(wire: int) {
        problem = endpoints.addEndpoint(name.text, dialect.currentText, url.text, needsKey.checked, wire)
        const asked = problem.length > 0 ? endpoints.plainHttpQuestion(url.text) : ""
        plainQuestion.question = asked
        plainQuestion.visible = asked.length > 0
        if (problem.length > 0)
            return
        name.clear()
        url.clear()
        open = false
    }

    PushButton {
        visible: !card.open
        look: PushButton.Quiet
        symbol: "plus"
        text: qsTr("Add a server")
        onClicked: {
            card.problem = ""
            card.open = true
            name.forceActiveFocus()
        }
    }
    GridLayout {
        Layout.fillWidth: true
        visible: card.open
        columns: 2
        columnSpacing: 16
        rowSpacing: 10
        PlainText { text: qsTr("Name") }
        Field {
            id: name
            Layout.fillWidth: true
            name: qsTr("Name of the server")
            hint: qsTr("Team gateway")
        }
        PlainText { text: qsTr("Protocol") }
        Select {
            id: dialect
            Layout.fillWidth: true
            name: qsTr("Protocol of the server")
            model: card.endpoints.dialects
        }
        PlainText { text: qsTr("Address") }
        Field {
            id: url
            Layout.fillWidth: true
            name: qsTr("Address of the server")
            hint: "https://llm.example.org/v1"
            onAccepted: card.add(EndpointModel.Encrypted)
        }
        Item {}
        Toggle {
            id: needsKey
            Layout.fillWidth: true
            checked: true
            text: qsTr("Needs a key")
        }
    }
    ErrorLine {
        Layout.fillWidth: true
        visible: card.open && text.length > 0
        text: card.problem
    }
    RemoveQuestion {
        id: plainQuestion
        Layout.fillWidth: true
        question: ""
        staying: qsTr("Don't use it")
        going: qsTr("Use it without encryption")
        subject: qsTr("the new server")
        onClosed: {
            card.problem = ""
            url.forceActiveFocus(Qt.TabFocusReason)
        }
        onConfirmed: card.add(EndpointModel.Plain)
    }
    RowLayout {
        visible: card.open
        spacing: 8
        PushButton {
            look: PushButton.Primary
            text: qsTr("Add server")
            onClicked: card.add(EndpointModel.Encrypted)
        }
        PushButton {
            look: PushButton.Quiet
            text: qsTr("Cancel")
            onClicked: {
                plainQuestion.visible = false
                card.open = false
            }
        }
    }
}
