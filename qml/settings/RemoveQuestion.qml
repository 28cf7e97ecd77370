// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// Asks once more before something is gone, or given up, in a row of its own: nothing that was clicked makes
/// room for it.
FocusScope {
    id: asked

    required property string question
    required property string going
    /// What the buttons are about, for the screen reader.
    required property string subject
    property string staying: qsTr("Keep")
    signal confirmed
    signal closed

    function ask() {
        visible = true
        keep.forceActiveFocus(Qt.TabFocusReason)
    }
    function close() {
        visible = false
        closed()
    }

    visible: false
    implicitHeight: row.implicitHeight + 16
    Accessible.role: Accessible.AlertMessage
    Accessible.name: question

    // Escape closes the settings elsewhere; here it means no.
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape
    Keys.onEscapePressed: asked.close()

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.badTint
    }
    RowLayout {
        id: row
        x: 12
        y: 8
        width: parent.width - 24
        spacing: 8
        PlainText {
            Layout.fillWidth: true
            text: asked.question
            wrapMode: Text.Wrap
        }
        PushButton {
            id: keep
            text: asked.staying
            name: qsTr("%1 %2").arg(asked.staying).arg(asked.subject)
            onClicked: asked.close()
        }
        PushButton {
            look: PushButton.Danger
            text: asked.going
            name: qsTr("%1: %2").arg(asked.going).arg(asked.subject)
            onClicked: {
                asked.visible = false
                asked.confirmed()
            }
        }
    }
}
