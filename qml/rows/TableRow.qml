// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A table. One that is wider than the column scrolls inside itself.
Item {
    id: row

    required property TableModel table
    required property string plain
    signal linkActivated(string link)
    signal linkHovered(string link)

    property int revision: 0
    readonly property int columns: table ? table.columns : 0

    implicitHeight: grid.implicitHeight + 2
    Accessible.role: Accessible.Table
    Accessible.name: plain

    Connections {
        target: row.table // qmllint disable
        function onContentChanged() {
            row.revision += 1
        }
    }
    Flickable {
        id: scroller
        x: 1
        y: 1
        width: parent.width - 2
        height: grid.implicitHeight
        contentWidth: grid.width
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        clip: true

        GridLayout {
            id: grid
            width: Math.max(scroller.width, row.columns * 104 * Theme.textScale)
            columns: Math.max(1, row.columns)
            columnSpacing: 0
            rowSpacing: 0
            Repeater {
                model: row.table ? row.table.rows * row.columns : 0
                delegate: TableCell {
                    required property int index
                    readonly property int line: Math.floor(index / row.columns)
                    readonly property int column: index % row.columns
                    text: row.revision < 0 || !row.table ? "" : row.table.cellText(line, column)
                    plain: row.revision < 0 || !row.table ? "" : row.table.cellPlain(line, column)
                    alignment: row.table ? row.table.cellAlign(column) : Qt.AlignLeft
                    header: line === 0
                    onLinkActivated: link => row.linkActivated(link)
                    onLinkHovered: link => row.linkHovered(link)
                }
            }
        }
        ScrollBar.horizontal: ScrollHandle {}
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: "transparent"
        border.color: Theme.hairline
    }
}
