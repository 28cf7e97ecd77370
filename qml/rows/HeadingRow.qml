// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// A heading inside an answer.
Item {
    id: row

    required property styledText styled
    required property string plain
    required property int level
    required property int quoteDepth
    signal linkActivated(string link)
    signal linkHovered(string link)

    implicitHeight: edit.implicitHeight

    Quoted {
        depth: row.quoteDepth
        height: parent.height
    }
    // Before the text that it feeds, so that that one is complete first.
    ProseFeed {
        target: edit
        content: row.styled
        lineHeight: 125
    }
    RichText {
        id: edit
        x: row.quoteDepth * 15
        width: row.width - x
        plain: row.plain
        font.pixelSize: Theme.headingSize(row.level)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
        onLinkActivated: link => row.linkActivated(link)
        onLinkHovered: link => row.linkHovered(link)
    }
}
