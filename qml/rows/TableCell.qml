// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// One cell: its text, the tint of a header, and the line above it.
Rectangle {
    id: cell

    required property string text
    required property string plain
    required property int alignment
    required property bool header
    property int number: 0
    signal linkActivated(string link)
    signal linkHovered(string link)

    Layout.fillWidth: true
    Layout.fillHeight: true
    // A header that wraps makes all of its row higher: it is given more room than what stands below it.
    Layout.preferredWidth: Math.min(edit.implicitWidth, (header ? 480 : 320) * Theme.textScale) + 25
    Layout.minimumWidth: Math.min(edit.implicitWidth, 84 * Theme.textScale) + 25
    implicitHeight: edit.height + 14
    color: header ? Theme.sunken : Theme.page

    Hairline {
        width: parent.width
        visible: !cell.header
    }
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
