// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// One of a short list, shown when it is opened.
ComboBox {
    id: control

    required property string name

    implicitHeight: Theme.target
    implicitWidth: 200
    leftPadding: 10
    rightPadding: 32
    hoverEnabled: true
    font.pixelSize: Theme.body
    Accessible.role: Accessible.ComboBox
    Accessible.name: name
    Accessible.onPressAction: control.popup.open()

    contentItem: PlainText { text: control.displayText }
    indicator: Icon {
        x: control.width - width - 10
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-down"
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.hovered ? Theme.hover : Theme.raised
        border.width: 1
        border.color: Theme.edge
        FocusRing { shown: control.visualFocus }
    }
    delegate: ItemDelegate {
        id: option
        required property string modelData
        required property int index
        width: ListView.view.width
        height: Theme.target
        highlighted: control.highlightedIndex === index
        Accessible.role: Accessible.MenuItem
        Accessible.name: modelData
        contentItem: PlainText { text: option.modelData }
        background: Rectangle {
            radius: Theme.radiusSmall
            color: option.highlighted ? Theme.hover : "transparent"
        }
    }
    popup: Popup {
        y: control.height + 4
        width: control.width
        padding: 4
        implicitHeight: Math.min(contentItem.implicitHeight + 8, 320)
        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: control.popup.visible ? control.delegateModel : null
            currentIndex: control.highlightedIndex
        }
        background: Rectangle {
            radius: Theme.radius
            color: Theme.raised
            border.color: Theme.hairline
        }
    }
}
