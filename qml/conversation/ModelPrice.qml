// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// What a model costs, with what the figures mean as a tip.
PlainText {
    id: price

    required property string meaning

    visible: text.length > 0
    color: Theme.inkSoft
    font.pixelSize: Theme.small

    HoverArea { id: over }
    Tip {
        text: price.meaning
        visible: over.hovered
    }
}
