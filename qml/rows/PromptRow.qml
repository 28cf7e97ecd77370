// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import Rivulet.Ui

/// What the person asked, and the files that went with it: the one thing in a transcript that stands on a
/// ground of its own.
Item {
    id: row

    required property string text
    required property list<string> files

    implicitHeight: bubble.height

    Rectangle {
        id: bubble
        anchors.right: parent.right
        readonly property int room: Math.round(row.width * 0.92) - 28
        width: Math.max(edit.visible ? edit.width : 0, chips.visible ? chips.width : 0) + 28
        height: (edit.visible ? edit.height : 0) + (chips.visible ? chips.height : 0)
            + (edit.visible && chips.visible ? 8 : 0) + 20
        radius: 12
        color: Theme.prompt

        Flow {
            id: chips
            x: 14
            y: 10
            width: Math.min(bubble.room, Math.max(widest.implicitWidth, 0))
            spacing: 6
            visible: row.files.length > 0
            Repeater {
                model: row.files
                delegate: FileChip {
                    required property string modelData
                    width: Math.min(implicitWidth, chips.width)
                    label: modelData
                }
            }
        }
        // How wide the files would be in one line.
        Row {
            id: widest
            spacing: 6
            opacity: 0
            visible: row.files.length > 0
            Accessible.ignored: true
            Repeater {
                model: row.files
                delegate: PlainText {
                    required property string modelData
                    rightPadding: 44
                    text: modelData
                    font.pixelSize: Theme.small
                }
            }
        }
        TextEdit {
            id: edit
            x: 14
            y: chips.visible ? chips.y + chips.height + 8 : 10
            width: Math.min(implicitWidth, bubble.room)
            visible: row.text.length > 0
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
