// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// One cell of a table: its text.
Item {
    id: cell

    required property string text
    required property string plain
    required property int alignment
    required property bool header
    property int number: 0
    signal linkActivated(string link)
    signal linkHovered(string link)

    implicitHeight: edit.height + 14

    RichText {
        id: edit
        x: 12
        y: 7
        width: cell.width - 24
        text: cell.text
        plain: cell.plain
        horizontalAlignment: cell.alignment === Qt.AlignRight ? TextEdit.AlignRight
            : cell.alignment === Qt.AlignHCenter ? TextEdit.AlignHCenter : TextEdit.AlignLeft
        font.weight: cell.header ? Font.DemiBold : Font.Normal
        Selectable.order: cell.number
        Accessible.role: cell.header ? Accessible.ColumnHeader : Accessible.Cell
        onLinkActivated: link => cell.linkActivated(link)
        onLinkHovered: link => cell.linkHovered(link)
    }
}
