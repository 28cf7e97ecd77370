// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// A paragraph, or one item of a list.
Item {
    id: row

    required property styledText styled
    required property string plain
    required property string marker
    required property int indent
    required property int quoteDepth
    signal linkActivated(string link)
    signal linkHovered(string link)

    readonly property int step: Math.round(24 * Theme.textScale)
    readonly property int quoteWidth: quoteDepth * 15

    implicitHeight: edit.implicitHeight

    Quoted {
        depth: row.quoteDepth
        height: parent.height
    }
    PlainText {
        x: row.quoteWidth + row.indent * row.step - row.step
        width: row.step - 8
        visible: row.marker.length > 0
        text: row.marker
        horizontalAlignment: Text.AlignRight
        verticalAlignment: Text.AlignTop
        color: Theme.inkSoft
        elide: Text.ElideNone
        lineHeight: 1.5
        font.pixelSize: Theme.body
    }
    // Before the text that it feeds, so that that one is complete first.
    ProseFeed {
        target: edit
        content: row.styled
    }
    RichText {
        id: edit
        x: row.quoteWidth + row.indent * row.step
        width: row.width - x
        plain: row.plain
        color: row.quoteDepth > 0 ? Theme.inkSoft : Theme.ink
        onLinkActivated: link => row.linkActivated(link)
        onLinkHovered: link => row.linkHovered(link)
    }
}
