// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import Rivulet
import Rivulet.Ui

/// One line of a table: its cells, the tint of a header, and the hairline above it.
Rectangle {
    id: line

    required property TableModel table
    required property list<real> widths
    required property list<string> cells
    required property list<string> plains
    required property bool header
    required property int index
    signal linkActivated(string link)
    signal linkHovered(string link)

    implicitHeight: Math.ceil(row.implicitHeight)
    color: header ? Theme.sunken : Theme.page

    Hairline {
        width: parent.width
        visible: !line.header
    }
    Row {
        id: row
        Repeater {
            model: line.widths.length
            delegate: TableCell {
                required property int index
                number: line.index * line.widths.length + index
                width: line.widths[index]
                text: line.cells[index] ?? ""
                plain: line.plains[index] ?? ""
                alignment: line.table.cellAlign(index)
                header: line.header
                onLinkActivated: link => line.linkActivated(link)
                onLinkHovered: link => line.linkHovered(link)
            }
        }
    }
}
