// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// What becomes of a running answer when its connection breaks: a word, and a sentence on hover.
Tag {
    id: badge

    required property ChatSession session

    text: session.resumeBadge
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Pane %1: %2").arg(session.pane + 1).arg(text)
    Accessible.description: session.resumeTip

    HoverArea { id: hover }
    Tip {
        text: badge.session.resumeTip
        visible: hover.hovered && text.length > 0
    }
}
