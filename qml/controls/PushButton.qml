// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet.Ui

/// A button with a word and perhaps an icon. `look`: how much it asks to be pressed.
AbstractButton {
    id: control

    enum Look { Plain, Primary, Quiet, Danger }

    property int look: PushButton.Plain
    property string symbol: ""
    property string name: text
    property string tip: ""
    /// The content stands at the left instead of in the middle.
    property bool leading: false

    readonly property color ink: look === PushButton.Primary ? Theme.accentInk
        : look === PushButton.Danger ? Theme.bad : look === PushButton.Quiet ? Theme.inkSoft : Theme.ink

    implicitHeight: Theme.target
    implicitWidth: Math.max(Theme.target, implicitContentWidth + leftPadding + rightPadding)
    leftPadding: leading ? 12 : 6
    rightPadding: 6
    opacity: enabled ? 1 : 0.45
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus

    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.description: tip
    Accessible.onPressAction: control.clicked()
    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    contentItem: RowLayout {
        spacing: 6
        Item {
            visible: !control.leading
            Layout.fillWidth: true
        }
        Icon {
            visible: control.symbol.length > 0
            name: control.symbol
            colour: control.ink
        }
        PlainText {
            visible: text.length > 0
            Layout.fillWidth: true
            Layout.maximumWidth: control.leading ? Infinity : Math.ceil(implicitWidth)
            text: control.text
            color: control.ink
            font.pixelSize: Theme.body
            font.weight: control.look === PushButton.Primary ? Font.DemiBold : Font.Medium
        }
        Item {
            visible: !control.leading
            Layout.fillWidth: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.look === PushButton.Primary ? (control.hovered || control.down ? Theme.accentHover : Theme.accent)
            : control.down ? Theme.pressed : control.hovered ? Theme.hover
            : control.look === PushButton.Plain ? Theme.raised : "transparent"
        border.width: control.look === PushButton.Plain || control.look === PushButton.Danger ? 1 : 0
        border.color: Theme.hairline
        FocusRing { shown: control.visualFocus }
    }
    Tip {
        text: control.tip
        visible: control.tip.length > 0 && control.hovered
    }
}
