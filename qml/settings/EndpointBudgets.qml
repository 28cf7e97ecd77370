// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// How much of one endpoint a person wants to take in a minute: what would be more waits before it is sent.
ColumnLayout {
    id: fields

    required property EndpointModel endpoints
    required property string endpointId
    required property string endpointName
    required property string requestBudget
    required property string inputBudget
    required property string outputBudget

    spacing: 10
    PlainText {
        Layout.fillWidth: true
        Layout.topMargin: 8
        text: qsTr("A prompt that would take more than this waits")
        wrapMode: Text.Wrap
    }
    BudgetLine {
        id: requests
        Layout.fillWidth: true
        label: qsTr("Requests")
        subject: fields.endpointName
        value: fields.requestBudget
        onEdited: value => problem = fields.endpoints.setBudget(fields.endpointId, Settings.Requests, value)
    }
    BudgetLine {
        id: input
        Layout.fillWidth: true
        label: qsTr("Input tokens")
        subject: fields.endpointName
        value: fields.inputBudget
        onEdited: value => problem = fields.endpoints.setBudget(fields.endpointId, Settings.InputTokens, value)
    }
    BudgetLine {
        id: output
        Layout.fillWidth: true
        label: qsTr("Output tokens")
        subject: fields.endpointName
        value: fields.outputBudget
        onEdited: value => problem = fields.endpoints.setBudget(fields.endpointId, Settings.OutputTokens, value)
    }
    PlainText {
        Layout.fillWidth: true
        text: qsTr("What the server itself says of its limits is kept to as well.")
        wrapMode: Text.Wrap
        color: Theme.inkFaint
        font.pixelSize: Theme.small
    }
}
