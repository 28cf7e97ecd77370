// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// One line to type in. `name` is for the screen reader; `hint` shows while it is empty.
TextField {
    id: control

    required property string name
    property string hint: ""
    property string symbol: ""
    property bool wrong: false
    /// Stands on the window itself, without an edge until it is used.
    property bool flat: false

    implicitHeight: Theme.target
    implicitWidth: 200
    leftPadding: symbol.length > 0 ? 14 + Math.round(16 * Theme.textScale) + 6 : 10
    rightPadding: 10
    topPadding: 0
    bottomPadding: 0
    verticalAlignment: TextInput.AlignVCenter
    font.pixelSize: Theme.body
    color: Theme.ink
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    selectByMouse: true

    Accessible.role: Accessible.EditableText
    Accessible.name: name

    background: Rectangle {
        radius: Theme.radius
        color: control.flat && !control.activeFocus ? (control.hovered ? Theme.hover : Theme.neutralTint) : Theme.raised
        border.width: control.activeFocus || control.wrong ? 2 : 1
        border.color: control.wrong ? Theme.bad : control.activeFocus ? Theme.accent
            : control.flat ? "transparent" : Theme.edge
    }
    Icon {
        x: 10
        anchors.verticalCenter: parent.verticalCenter
        visible: control.symbol.length > 0
        name: control.symbol
        colour: Theme.inkFaint
    }
    PlainText {
        x: control.leftPadding
        width: control.width - control.leftPadding - control.rightPadding
        height: control.height
        visible: control.length === 0 && control.preeditText.length === 0
        text: control.hint
        color: Theme.inkFaint
    }
}
