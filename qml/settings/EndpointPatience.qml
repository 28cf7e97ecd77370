// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// How long one endpoint is waited for, and whether a cut answer of it is gone on with unasked.
ColumnLayout {
    id: fields

    required property EndpointModel endpoints
    required property string endpointId
    required property string endpointName
    required property real connectWait
    required property real firstByteWait
    required property real idleWait
    required property bool ownWaits
    required property int goOn

    spacing: 10
    PlainText {
        Layout.fillWidth: true
        text: qsTr("Continue by itself when an answer is cut")
        wrapMode: Text.Wrap
    }
    Segments {
        Layout.maximumWidth: parent.width
        name: qsTr("Continue by itself when an answer of %1 is cut").arg(fields.endpointName)
        compact: true
        options: [qsTr("Always"), qsTr("If it is local"), qsTr("Never")]
        current: fields.goOn
        onChosen: index => fields.endpoints.setGoOn(fields.endpointId, index)
    }
    PlainText {
        Layout.topMargin: 4
        text: qsTr("Wait at most")
    }
    NumberField {
        id: connecting
        Layout.fillWidth: true
        label: qsTr("To reach the server")
        subject: fields.endpointName
        unit: qsTr("seconds")
        whole: false
        value: fields.connectWait
        onEdited: value => connecting.problem = fields.endpoints.setWait(fields.endpointId, Settings.Connect, value)
    }
    NumberField {
        id: first
        Layout.fillWidth: true
        label: qsTr("For the first word")
        subject: fields.endpointName
        unit: qsTr("seconds")
        whole: false
        value: fields.firstByteWait
        onEdited: value => first.problem = fields.endpoints.setWait(fields.endpointId, Settings.FirstByte, value)
    }
    NumberField {
        id: between
        Layout.fillWidth: true
        label: qsTr("Between two words")
        subject: fields.endpointName
        unit: qsTr("seconds")
        whole: false
        value: fields.idleWait
        onEdited: value => between.problem = fields.endpoints.setWait(fields.endpointId, Settings.Idle, value)
    }
    LinkButton {
        visible: fields.ownWaits
        text: qsTr("Wait as long as for all servers")
        name: qsTr("Wait for %1 as long as for all servers").arg(fields.endpointName)
        onClicked: {
            connecting.restore()
            first.restore()
            between.restore()
            fields.endpoints.useUsualWaits(fields.endpointId)
        }
    }
}
