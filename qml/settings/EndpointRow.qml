// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// One endpoint: its address, its key, and how its last test went.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Card {
    id: card

    required property EndpointModel endpoints
    required property string endpointId
    required property string name
    required property string url
    required property string addressHint
    required property string dialect
    required property bool needsKey
    required property bool takesKey
    required property bool hasKey
    required property bool keepsKey
    required property string keyVariable
    required property bool custom
    required property string status
    required property int tone
    required property bool busy
    required property int models
    required property real connectWait
    required property real firstByteWait
    required property real idleWait
    required property bool ownWaits
    required property int goOn
    required property bool unencrypted
    required property bool offersSession
    required property string requestBudget
    required property string inputBudget
    required property string outputBudget

    property string problem: ""
    property bool changing: false

    function save() {
        if (url.length === 0) {
            // A key belongs to an address; what was typed waits for it.
            address.forceActiveFocus(Qt.TabFocusReason)
            return
        }
        endpoints.saveKey(endpointId, key.text, sessionOnly.checked ? EndpointModel.SessionOnly : EndpointModel.Keychain)
        key.clear()
        changing = false
    }
    function takeAddress(wire: int) {
        problem = address.text === url ? "" : endpoints.setUrl(endpointId, address.text, wire)
        const asked = problem.length > 0 ? endpoints.plainHttpQuestion(address.text) : ""
        plainQuestion.question = asked
        plainQuestion.visible = asked.length > 0
    }
    /// At what most likely is to be mended: the key, where one is missing, else the address.
    function takeFocus() {
        const field = url.length > 0 && key.visible ? key : address
        field.forceActiveFocus(Qt.TabFocusReason)
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
                Tag { text: card.unencrypted ? qsTr("not encrypted") : "" }
                Tag { text: card.keyVariable.length > 0 ? qsTr("key from the environment") : card.hasKey ? qsTr("key kept") : card.needsKey ? "" : qsTr("no key needed") }
            }
            PlainText {
                Layout.fillWidth: true
                text: card.models > 0 ? qsTr("%1 · models: %2").arg(card.dialect).arg(card.models) : card.dialect
                color: Theme.inkSoft
                font.pixelSize: Theme.small
            }
        }
        PushButton {
            enabled: !card.busy && card.url.length > 0 && (card.hasKey || !card.needsKey)
            text: card.busy ? qsTr("Testing…") : qsTr("Test")
            name: qsTr("Test %1").arg(card.name)
            onClicked: card.endpoints.test(card.endpointId)
        }
        IconButton {
            id: trash
            visible: card.custom
            enabled: !endpointQuestion.visible
            symbol: "trash"
            name: qsTr("Remove %1").arg(card.name)
            onClicked: endpointQuestion.ask()
        }
    }
    RemoveQuestion {
        id: endpointQuestion
        Layout.fillWidth: true
        question: qsTr("Remove %1, its models and its key?").arg(card.name)
        going: qsTr("Remove server")
        subject: card.name
        onClosed: trash.forceActiveFocus(Qt.TabFocusReason)
        onConfirmed: card.endpoints.removeEndpoint(card.endpointId)
    }
    Field {
        id: address
        Layout.fillWidth: true
        name: qsTr("Address of %1").arg(card.name)
        text: card.url
        hint: card.addressHint
        wrong: card.problem.length > 0
        Accessible.description: card.problem
        onEditingFinished: card.takeAddress(EndpointModel.Encrypted)
    }
    ErrorLine {
        Layout.fillWidth: true
        text: card.problem
    }
    RemoveQuestion {
        id: plainQuestion
        Layout.fillWidth: true
        question: ""
        staying: qsTr("Don't use it")
        going: qsTr("Use it without encryption")
        subject: card.name
        onClosed: {
            address.text = card.url
            card.problem = ""
            address.forceActiveFocus(Qt.TabFocusReason)
        }
        onConfirmed: {
            address.forceActiveFocus(Qt.TabFocusReason)
            card.takeAddress(EndpointModel.Plain)
        }
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
            Layout.maximumWidth: Math.ceil(implicitWidth)
            text: card.keyVariable.length === 0 ? qsTr("A key is kept for this server.") : card.keepsKey ? qsTr("The key comes from the environment variable %1; the one that is kept is not used.").arg(card.keyVariable) : qsTr("The key comes from the environment variable %1.").arg(card.keyVariable)
            wrapMode: Text.Wrap
            color: Theme.inkSoft
        }
        // Far from where "Save" was, which a second click may still be meant for.
        PushButton {
            id: removeKey
            visible: card.keepsKey
            enabled: !keyQuestion.visible && !card.busy
            look: PushButton.Danger
            text: qsTr("Remove")
            name: qsTr("Remove key for %1").arg(card.name)
            onClicked: keyQuestion.ask()
        }
        Item { Layout.fillWidth: true }
        PushButton {
            // What the environment holds is not ours to replace: another is for this run.
            text: card.keyVariable.length > 0 ? qsTr("Use another") : qsTr("Replace")
            name: card.keyVariable.length > 0 ? qsTr("Use another key for %1").arg(card.name) : qsTr("Replace key for %1").arg(card.name)
            onClicked: {
                card.changing = true
                key.forceActiveFocus()
            }
        }
    }
    RemoveQuestion {
        id: keyQuestion
        Layout.fillWidth: true
        question: qsTr("Remove the key for %1?").arg(card.name)
        going: qsTr("Remove key")
        subject: card.name
        onClosed: removeKey.forceActiveFocus(Qt.TabFocusReason)
        onConfirmed: {
            sessionOnly.checked = false
            address.forceActiveFocus(Qt.TabFocusReason)
            card.endpoints.removeKey(card.endpointId)
        }
    }
    RowLayout {
        Layout.fillWidth: true
        visible: card.changing || (card.needsKey && !card.hasKey)
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
            enabled: key.length > 0 && !card.busy && card.url.length > 0
            text: qsTr("Save")
            name: qsTr("Save key for %1").arg(card.name)
            onClicked: card.save()
        }
        PushButton {
            visible: card.changing
            look: PushButton.Quiet
            text: qsTr("Cancel")
            name: card.hasKey ? qsTr("Keep the key for %1").arg(card.name) : qsTr("Add no key for %1").arg(card.name)
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
    ErrorLine {
        Layout.fillWidth: true
        text: card.status
        tone: card.tone
    }
    PushButton {
        visible: card.offersSession
        text: qsTr("Keep it for this session")
        name: qsTr("Keep the key for %1 for this session").arg(card.name)
        onClicked: card.endpoints.keepForSession(card.endpointId)
    }
    Flow {
        Layout.fillWidth: true
        spacing: 20
        LinkButton {
            visible: card.takesKey && !card.needsKey && !card.hasKey && !card.changing
            text: qsTr("Add a key")
            name: qsTr("Add a key for %1").arg(card.name)
            onClicked: {
                card.changing = true
                key.forceActiveFocus()
            }
        }
        LinkButton {
            visible: !adder.open
            text: qsTr("Add a model by name")
            name: qsTr("Add a model to %1").arg(card.name)
            onClicked: adder.start()
        }
        LinkButton {
            text: more.active ? qsTr("Fewer settings") : qsTr("More settings")
            name: more.active ? qsTr("Fewer settings of %1").arg(card.name) : qsTr("More settings of %1").arg(card.name)
            onClicked: more.active = !more.active
        }
    }
    AddModel {
        id: adder
        Layout.fillWidth: true
        endpoints: card.endpoints
        endpointId: card.endpointId
        endpointName: card.name
    }
    Loader {
        id: more
        Layout.fillWidth: true
        visible: active
        active: false
        sourceComponent: ColumnLayout {
            spacing: 12
            EndpointPatience {
                Layout.fillWidth: true
                endpoints: card.endpoints
                endpointId: card.endpointId
                endpointName: card.name
                connectWait: card.connectWait
                firstByteWait: card.firstByteWait
                idleWait: card.idleWait
                ownWaits: card.ownWaits
                goOn: card.goOn
            }
            EndpointBudgets {
                Layout.fillWidth: true
                endpoints: card.endpoints
                endpointId: card.endpointId
                endpointName: card.name
                requestBudget: card.requestBudget
                inputBudget: card.inputBudget
                outputBudget: card.outputBudget
            }
        }
    }
}
