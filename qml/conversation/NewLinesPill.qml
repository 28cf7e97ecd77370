// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet.Ui

/// Says that there is more below, and leads there.
AbstractButton {
    id: control

    required property int lines

    text: lines === 0 ? qsTr("To the end") : lines === 1 ? qsTr("1 new line") : qsTr("%1 new lines").arg(lines.toLocaleString(Qt.locale(), "f", 0))
    implicitHeight: Theme.target
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: 12
    rightPadding: 12
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.onPressAction: control.clicked()
    Keys.onReturnPressed: control.clicked()

    contentItem: RowLayout {
        spacing: 6
        Icon {
            name: "arrow-down"
            colour: Theme.accent
        }
        PlainText {
            text: control.text
            color: Theme.accent
            font.weight: Font.Medium
        }
    }
    background: Rectangle {
        radius: height / 2
        color: control.hovered ? Theme.accentTint : Theme.raised
        border.color: Theme.hairline
        FocusRing {
            radius: height / 2
            shown: control.visualFocus
        }
    }
}
