// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// A line of the comparison: the left side, a sign that tells how they differ, the right side.
Item {
    id: line

    required property int index
    required property int relation
    required property string word
    required property bool hasLeft
    required property bool hasRight
    required property string leftText
    required property string rightText
    required property string leftPlain
    required property string rightPlain
    required property int leftKind
    required property int rightKind
    required property int leftLevel
    required property int rightLevel
    required property int leftIndent
    required property int rightIndent
    required property string leftMarker
    required property string rightMarker
    required property bool current

    readonly property int gutter: Theme.target
    readonly property real column: (width - gutter) / 2
    readonly property bool alone: relation === DiffModel.Different || relation === DiffModel.OnlyLeft
        || relation === DiffModel.OnlyRight
    readonly property bool differs: alone || relation === DiffModel.Changed

    implicitHeight: Math.max(sign.implicitHeight, hasLeft ? first.implicitHeight : 0, hasRight ? second.implicitHeight : 0) + 8
    Accessible.role: Accessible.ListItem
    Accessible.name: word

    DiffSide {
        id: first
        visible: line.hasLeft
        width: line.column
        y: 4
        text: line.leftText
        plain: line.leftPlain
        kind: line.leftKind
        level: line.leftLevel
        indent: line.leftIndent
        marker: line.leftMarker
        alone: line.alone
        awaited: line.relation === DiffModel.Awaited
    }
    Rectangle {
        visible: line.current
        x: line.column + 4
        y: 2
        width: line.gutter - 8
        height: parent.height - 4
        radius: Theme.radiusSmall
        color: Theme.accentTint
    }
    PlainText {
        id: sign
        x: line.column
        y: 6
        width: line.gutter
        horizontalAlignment: Text.AlignHCenter
        text: line.relation === DiffModel.Same ? "=" : line.relation === DiffModel.OnlyLeft ? "\u25c2"
            : line.relation === DiffModel.OnlyRight ? "\u25b8" : line.relation === DiffModel.Awaited ? "\u2026" : "\u2260"
        color: line.differs ? Theme.attention : Theme.inkFaint
        font.weight: line.differs ? Font.DemiBold : Font.Normal
        elide: Text.ElideNone
        HoverArea { id: over }
        Tip {
            text: line.word
            visible: over.hovered
        }
    }
    DiffSide {
        id: second
        visible: line.hasRight
        x: line.column + line.gutter
        width: line.column
        y: 4
        text: line.rightText
        plain: line.rightPlain
        kind: line.rightKind
        level: line.rightLevel
        indent: line.rightIndent
        marker: line.rightMarker
        alone: line.alone
        awaited: line.relation === DiffModel.Awaited
    }
}
