// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// What the person asked: the one thing in a transcript that stands on a ground of its own.
Item {
    id: row

    required property string text

    implicitHeight: bubble.height

    Rectangle {
        id: bubble
        anchors.right: parent.right
        width: edit.width + 28
        height: edit.height + 20
        radius: 12
        color: Theme.prompt

        TextEdit {
            id: edit
            x: 14
            y: 10
            width: Math.min(implicitWidth, Math.round(row.width * 0.92) - 28)
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            text: row.text
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font.pixelSize: Theme.body
            Accessible.role: Accessible.StaticText
            Accessible.name: row.text
        }
    }
}
