// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick

/// What a control without words does, while it is hovered. There is hardly a control without one, so the bubble is
/// made when it is wanted and goes with the pointer.
Loader {
    id: tip

    property string text: ""
    property int delay: 600

    onVisibleChanged: {
        if (visible)
            setSource("TipBubble.qml", { tip: tip })
        else
            source = ""
    }
}
