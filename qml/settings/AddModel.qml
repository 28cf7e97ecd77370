// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A model that its endpoint does not list, added by its name. Not seen until it is wanted.
ColumnLayout {
    id: adder

    required property EndpointModel endpoints
    required property string endpointId
    required property string endpointName

    property bool open: false
    property string problem: ""

    visible: open
    function start() {
        open = true
        field.forceActiveFocus()
    }
    function add() {
        problem = endpoints.addModel(endpointId, field.text)
        if (problem.length === 0) {
            field.clear()
            open = false
        }
    }

    RowLayout {
        Layout.fillWidth: true
        spacing: 8
        Field {
            id: field
            Layout.fillWidth: true
            name: qsTr("Name of a model of %1").arg(adder.endpointName)
            hint: qsTr("The model's name, as its server calls it")
            onAccepted: adder.add()
        }
        PushButton {
            enabled: field.length > 0
            text: qsTr("Add")
            name: qsTr("Add this model to %1").arg(adder.endpointName)
            onClicked: adder.add()
        }
    }
    ErrorLine {
        Layout.fillWidth: true
        text: adder.problem
    }
}
