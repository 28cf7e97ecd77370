// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// Opens how a pane asks; marked where something was chosen there.
IconButton {
    id: button

    required property int pane
    required property RequestForm form

    symbol: "sliders"
    name: qsTr("How pane %1 asks").arg(pane + 1)
    tip: form.usual ? qsTr("System prompt, thinking, limits") : qsTr("System prompt, thinking, limits (changed here)")
    Accessible.description: tip
    onClicked: popover.open()

    Rectangle {
        x: button.width - width - 5
        y: 5
        width: 6
        height: 6
        radius: 3
        visible: !button.form.usual
        color: Theme.accent
    }
    OnDemand {
        id: popover
        objectName: "request popover of pane " + (button.pane + 1)
        y: button.height + 4
        file: Qt.resolvedUrl("RequestPopover.qml")
        owner: button
    }
}
