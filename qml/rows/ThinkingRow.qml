// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// What the model thought, folded unless asked for.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Column {
    id: row

    required property string text
    required property string title
    required property bool thinking
    required property bool expanded
    signal toggled

    FoldHeader {
        x: -8
        width: Math.min(implicitWidth, row.width + 8)
        text: row.title
        symbol: "thinking"
        tone: row.thinking ? TranscriptModel.Active : TranscriptModel.Neutral
        expanded: row.expanded
        onClicked: row.toggled()
    }
    Loader {
        active: row.expanded
        visible: active
        width: row.width
        sourceComponent: Item {
            implicitHeight: edit.height + 8
            Rectangle {
                x: 7
                y: 4
                width: 2
                height: edit.height
                radius: 1
                color: Theme.hairline
            }
            TextEdit {
                id: edit
                x: 24
                y: 4
                width: row.width - 24
                readOnly: true
                selectByMouse: true
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                color: Theme.inkSoft
                selectionColor: Theme.selection
                selectedTextColor: Theme.ink
                font.pixelSize: Theme.body
                Accessible.role: Accessible.StaticText
                Accessible.name: row.text
            }
            // Appended, not set anew: thoughts may be long, and be read while they come.
            CodeColours {
                target: edit // qmllint disable
                code: row.text // qmllint disable
            }
        }
    }
}
