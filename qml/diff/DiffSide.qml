// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// What one side says in a line of the comparison.
Item {
    id: side

    required property string text
    required property string plain
    required property int kind
    required property int level
    required property int indent
    required property string marker
    /// All of it is on this side only.
    required property bool alone
    required property bool awaited

    readonly property bool code: kind === DiffModel.Code
    readonly property bool rule: kind === DiffModel.Rule
    readonly property int inset: code ? 12 : indent * Math.round(20 * Theme.textScale)

    implicitHeight: rule ? 17 : edit.implicitHeight + (code ? 16 : 4)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: side.alone ? Theme.attentionTint : side.code ? Theme.sunken : "transparent"
        border.width: side.code ? 1 : 0
        border.color: Theme.hairline
    }
    // Not by colour alone.
    Rectangle {
        visible: side.alone
        width: 3
        height: parent.height
        radius: 1
        color: Theme.attention
    }
    Rectangle {
        visible: side.rule
        y: 8
        width: parent.width
        height: 1
        color: Theme.hairline
    }
    PlainText {
        id: itemMark
        x: 8
        y: 2
        width: side.inset - 6
        visible: !side.code && side.marker.length > 0
        text: side.marker
        horizontalAlignment: Text.AlignRight
        verticalAlignment: Text.AlignTop
        lineHeight: 1.5
        color: Theme.inkSoft
        elide: Text.ElideNone
    }
    TextEdit {
        id: edit
        x: 8 + side.inset
        y: side.code ? 8 : 2
        width: parent.width - x - 8
        visible: !side.rule
        readOnly: true
        selectByMouse: true
        textFormat: TextEdit.RichText
        wrapMode: side.code ? TextEdit.WrapAnywhere : TextEdit.Wrap
        text: side.text
        color: side.awaited ? Theme.inkFaint : Theme.ink
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.pixelSize: side.kind === DiffModel.Heading ? Theme.headingSize(side.level) : side.code ? Theme.small : Theme.body
        font.weight: side.kind === DiffModel.Heading ? Font.DemiBold : Font.Normal
        font.family: side.code ? Theme.mono : itemMark.font.family
        Accessible.role: Accessible.StaticText
        Accessible.name: side.plain
    }
}
