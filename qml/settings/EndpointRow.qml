// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// One endpoint: its address, its key, and how its last test went.
Card {
    id: card

    required property EndpointModel endpoints
    required property string endpointId
    required property string name
    required property string url
    required property string dialect
    required property bool needsKey
    required property bool hasKey
    required property bool custom
    required property string status
    required property int tone
    required property bool busy
    required property int models

    property string problem: ""
    property bool changing: false

    function save() {
        endpoints.saveKey(endpointId, key.text, sessionOnly.checked ? EndpointModel.SessionOnly : EndpointModel.Keychain)
        key.clear()
        changing = false
    }

    RowLayout {
        Layout.fillWidth: true
        spacing: 8
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            RowLayout {
                spacing: 8
                PlainText {
                    text: card.name
                    font.weight: Font.DemiBold
                    Layout.maximumWidth: card.width / 2
                }
                Tag { text: card.hasKey ? qsTr("key kept") : card.needsKey ? "" : qsTr("no key needed") }
            }
            PlainText {
                Layout.fillWidth: true
                text: card.models > 0 ? qsTr("%1 · models: %2").arg(card.dialect).arg(card.models) : card.dialect
                color: Theme.inkSoft
                font.pixelSize: Theme.small
            }
        }
        PushButton {
            enabled: !card.busy && (card.hasKey || !card.needsKey)
            text: card.busy ? qsTr("Testing…") : qsTr("Test")
            name: qsTr("Test %1").arg(card.name)
            onClicked: card.endpoints.test(card.endpointId)
        }
        IconButton {
            visible: card.custom
            symbol: "trash"
            name: qsTr("Remove %1").arg(card.name)
            onClicked: card.endpoints.removeEndpoint(card.endpointId)
        }
    }
    Field {
        Layout.fillWidth: true
        name: qsTr("Address of %1").arg(card.name)
        text: card.url
        hint: "https://"
        wrong: card.problem.length > 0
        onEditingFinished: card.problem = text === card.url ? "" : card.endpoints.setUrl(card.endpointId, text)
    }
    RowLayout {
        Layout.fillWidth: true
        visible: card.hasKey && !card.changing
        spacing: 8
        Icon {
            name: "key"
            colour: Theme.good
        }
        PlainText {
            Layout.fillWidth: true
            text: qsTr("A key is kept for this endpoint.")
            color: Theme.inkSoft
        }
        PushButton {
            text: qsTr("Replace")
            name: qsTr("Replace key for %1").arg(card.name)
            onClicked: {
                card.changing = true
                key.forceActiveFocus()
            }
        }
        PushButton {
            look: PushButton.Danger
            text: qsTr("Remove")
            name: qsTr("Remove key for %1").arg(card.name)
            onClicked: {
                sessionOnly.checked = false
                card.endpoints.removeKey(card.endpointId)
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        visible: card.needsKey && (!card.hasKey || card.changing)
        spacing: 8
        // Qt 6.4 tells screen readers nothing of a password field, not even its name: the row says it.
        Accessible.role: Accessible.Grouping
        Accessible.name: qsTr("Key for %1").arg(card.name)
        Field {
            id: key
            Layout.fillWidth: true
            name: qsTr("Key for %1").arg(card.name)
            hint: qsTr("Paste a key")
            symbol: "key"
            echoMode: TextInput.Password
            inputMethodHints: Qt.ImhHiddenText | Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
            onAccepted: card.save()
        }
        PushButton {
            look: PushButton.Primary
            enabled: key.length > 0 && !card.busy
            text: qsTr("Save")
            name: qsTr("Save key for %1").arg(card.name)
            onClicked: card.save()
        }
        PushButton {
            visible: card.changing
            look: PushButton.Quiet
            text: qsTr("Never mind")
            name: qsTr("Keep the key for %1").arg(card.name)
            onClicked: {
                key.clear()
                card.changing = false
            }
        }
    }
    Toggle {
        id: sessionOnly
        Layout.fillWidth: true
        visible: key.visible && key.length > 0
        text: qsTr("Forget it when Rivulet closes")
    }
    AddModel {
        Layout.fillWidth: true
        endpoints: card.endpoints
        endpointId: card.endpointId
        endpointName: card.name
    }
    ErrorLine {
        Layout.fillWidth: true
        text: card.problem
    }
    ErrorLine {
        Layout.fillWidth: true
        text: card.status
        tone: card.tone
    }
}
