// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// A switch with a few named positions, all of them visible.
Rectangle {
    id: segments

    required property string name
    required property list<string> options
    required property int current
    property bool compact: false
    signal chosen(int index)

    implicitHeight: Theme.target
    implicitWidth: row.implicitWidth + 4
    radius: Theme.radius
    color: Theme.neutralTint
    Accessible.role: Accessible.Grouping
    Accessible.name: name

    Row {
        id: row
        anchors.centerIn: parent
        height: parent.height - 4

        Repeater {
            model: segments.options
            delegate: AbstractButton {
                id: option
                required property string modelData
                required property int index
                readonly property bool current: index === segments.current

                height: row.height
                width: word.implicitWidth + (segments.compact ? 20 : 28)
                hoverEnabled: true
                focusPolicy: Qt.StrongFocus
                onClicked: segments.chosen(index)
                Accessible.role: Accessible.RadioButton
                Accessible.name: modelData
                Accessible.checkable: true
                Accessible.checked: current
                Accessible.onPressAction: option.clicked()
                Accessible.onToggleAction: option.clicked()
                Keys.onReturnPressed: option.clicked()
                Keys.onEnterPressed: option.clicked()

                background: Rectangle {
                    radius: Theme.radiusSmall
                    color: option.current ? Theme.raised : option.hovered ? Theme.hover : "transparent"
                    border.width: option.current ? 1 : 0
                    border.color: Theme.hairline
                    FocusRing { shown: option.visualFocus }
                }
                contentItem: PlainText {
                    id: word
                    text: option.modelData
                    horizontalAlignment: Text.AlignHCenter
                    color: option.current ? Theme.ink : Theme.inkSoft
                    font.weight: option.current ? Font.DemiBold : Font.Medium
                }
            }
        }
    }
}
