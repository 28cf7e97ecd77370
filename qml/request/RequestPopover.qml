// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Window
import Rivulet
import Rivulet.Ui

/// How one pane asks: kept with the conversation, in effect with the next prompt.
Popup {
    id: popover

    required property RequestForm form
    required property int pane

    objectName: "request popover of pane " + (pane + 1)
    margins: 8
    padding: 0
    width: Math.round(400 * Theme.textScale)
    height: Math.min(parent.Window.height - Theme.bar * 2 - 24, fields.implicitHeight + 34)
    focus: true
    onOpened: fields.takeFocus()

    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.hairline
    }
    contentItem: FocusScope {
        FocusFollower { view: scroller }
        Flickable {
            id: scroller
            anchors.fill: parent
            contentHeight: fields.implicitHeight + 32
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            ScrollBar.vertical: ScrollHandle {}

            RequestFields {
                id: fields
                x: 16
                y: 16
                width: scroller.width - 32
                form: popover.form
                withSystem: true
            }
        }
    }
}
