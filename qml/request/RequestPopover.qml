// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Window
import Rivulet.Ui

/// How one pane asks: kept with the conversation, in effect with the next prompt.
Popup {
    id: popover

    required property RequestButton owner

    x: owner.width - width
    margins: 8
    padding: 0
    width: Math.round(400 * Theme.textScale)
    height: Math.min(parent.Window.height - Theme.bar * 2 - 24, implicitContentHeight + 2)
    focus: true
    onOpened: contentItem.takeFocus() // qmllint disable

    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.hairline
    }
    contentItem: RequestSheet { form: popover.owner.form }
}
