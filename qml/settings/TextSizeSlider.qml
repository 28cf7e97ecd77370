// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// From 80 % to 200 %, in effect when it is let go.
RowLayout {
    id: row

    required property Settings settings

    spacing: 12
    Slider {
        id: slider
        Layout.fillWidth: true
        implicitHeight: Theme.target
        from: 80
        to: 200
        stepSize: 10
        snapMode: Slider.SnapAlways
        value: row.settings.textScale * 100
        onPressedChanged: {
            if (!pressed)
                row.settings.textScale = value / 100
        }
        onMoved: {
            if (!pressed)
                row.settings.textScale = value / 100
        }
        Accessible.role: Accessible.Slider
        Accessible.name: qsTr("Text size")
        background: Rectangle {
            x: slider.leftPadding
            y: slider.height / 2 - 2
            width: slider.availableWidth
            height: 4
            radius: 2
            color: Theme.edge
            Rectangle {
                width: slider.visualPosition * parent.width
                height: parent.height
                radius: 2
                color: Theme.accent
            }
        }
        handle: Rectangle {
            x: slider.leftPadding + slider.visualPosition * (slider.availableWidth - width)
            y: slider.height / 2 - height / 2
            width: 18
            height: 18
            radius: 9
            color: Theme.raised
            border.width: 2
            border.color: Theme.accent
            FocusRing {
                radius: 12
                shown: slider.visualFocus
            }
        }
    }
    PlainText {
        Layout.preferredWidth: Math.round(48 * Theme.textScale)
        horizontalAlignment: Text.AlignRight
        text: qsTr("%1 %").arg(slider.value)
        color: Theme.inkSoft
    }
}
