// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import Rivulet
import Rivulet.Ui

/// What the person asked, and the files that went with it: the one thing in a transcript that stands on a
/// ground of its own. A long one is folded; unfolded, several rows make one ground.
Item {
    id: row

    required property int number
    required property string text
    required property list<string> files
    /// What unfolds or folds it, in words; empty where nothing does here.
    required property string fold
    required property bool expanded
    /// Where it takes several rows: this is the first, and this is not the last.
    required property bool begins
    required property bool goesOn
    signal toggled
    signal copyRequested

    readonly property bool isLong: fold.length > 0 || goesOn || !begins
    readonly property bool barAbove: bar.visible && goesOn
    readonly property bool barBelow: bar.visible && !goesOn

    implicitHeight: bubble.height

    Rectangle {
        id: bubble
        anchors.right: parent.right
        readonly property int room: Math.round(row.width * 0.92) - 28
        width: row.isLong ? room + 28 : Math.max(edit.visible ? edit.width : 0, chips.visible ? chips.width : 0) + 28
        height: edit.y + (edit.visible ? edit.height : 0) + (row.barBelow ? bar.height : row.goesOn ? 0 : 10)
        radius: 12
        color: Theme.prompt

        // Where it goes on above or below, it has no corners there.
        Rectangle {
            width: parent.width
            height: parent.radius
            visible: !row.begins
            color: parent.color
        }
        Rectangle {
            y: parent.height - height
            width: parent.width
            height: parent.radius
            visible: row.goesOn
            color: parent.color
        }

        Flow {
            id: chips
            x: 14
            y: 10 + (row.barAbove ? bar.height : 0)
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
            y: chips.visible ? chips.y + chips.height + (visible ? 8 : 0) : !row.begins ? 0 : chips.y
            width: row.isLong ? bubble.room : Math.min(implicitWidth, bubble.room)
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
            Selectable.order: 0
            Accessible.role: Accessible.StaticText
            Accessible.name: row.text
        }
        Row {
            id: bar
            x: 14
            y: row.barAbove ? 2 : bubble.height - height
            spacing: 16
            visible: row.fold.length > 0
            height: visible ? toggle.height : 0
            LinkButton {
                id: toggle
                text: row.fold
                name: qsTr("%1, prompt of pane %2").arg(row.fold).arg(row.number)
                Accessible.description: row.expanded ? qsTr("Open") : qsTr("Folded")
                onClicked: row.toggled()
            }
            LinkButton {
                text: copied.running ? qsTr("Copied") : qsTr("Copy all")
                name: qsTr("Copy the whole prompt of pane %1").arg(row.number)
                onClicked: {
                    row.copyRequested()
                    copied.restart()
                }
            }
        }
        Timer {
            id: copied
            interval: 1600
        }
    }
}
