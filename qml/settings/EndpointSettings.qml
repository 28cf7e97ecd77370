// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// Where models are, and the keys to them.
Section {
    id: section

    required property Application app

    /// The endpoint of a model; null where none of these is.
    function rowOf(modelKey: string): EndpointRow {
        return rows.itemAt(app.endpoints.rowOf(modelKey)) as EndpointRow
    }

    heading: qsTr("Servers and keys")
    sentence: qsTr("Keys are kept in the desktop's keychain, never in a file, and are only sent to the address they belong to.")

    Rectangle {
        Layout.fillWidth: true
        visible: problem.text.length > 0
        implicitHeight: problem.implicitHeight + 20
        radius: Theme.radius
        color: Theme.attentionTint
        ErrorLine {
            id: problem
            anchors.fill: parent
            anchors.margins: 10
            tone: TranscriptModel.Attention
            text: section.app.endpoints.keychainProblem
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: 12
        PlainText {
            Layout.fillWidth: true
            text: section.app.endpoints.localServers
            color: Theme.inkSoft
            Accessible.role: Accessible.StaticText
        }
        PushButton {
            look: PushButton.Quiet
            symbol: "search"
            text: qsTr("Look for local servers")
            enabled: !section.app.endpoints.looking
            onClicked: section.app.endpoints.lookForLocalServers()
        }
    }
    Repeater {
        id: rows
        model: section.app.endpoints
        delegate: EndpointRow {
            endpoints: section.app.endpoints
        }
    }
    Repeater {
        model: section.app.endpoints.strayKeys
        delegate: StrayKey {
            required property string modelData
            endpoints: section.app.endpoints
            address: modelData
        }
    }
    ErrorLine {
        Layout.fillWidth: true
        text: section.app.endpoints.strayProblem
    }
    AddEndpoint {
        endpoints: section.app.endpoints
    }
}
