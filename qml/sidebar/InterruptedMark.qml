// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// That the last answer of a conversation broke off: a sign, and the words on hover or when its row is chosen
/// by keys. A screen reader has them from the row.
Icon {
    id: sign

    required property string text
    /// The row is chosen by keys.
    property bool chosen: false

    visible: text.length > 0
    name: "interrupted"
    colour: Theme.toneInk(TranscriptModel.Attention)

    HoverArea { id: hover }
    Tip {
        text: sign.text
        visible: sign.visible && (hover.hovered || sign.chosen)
    }
}
