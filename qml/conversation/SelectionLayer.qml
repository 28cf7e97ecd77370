// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// Beneath a transcript: selects in its rows, copies what is selected, opens links.
TextSelector {
    id: layer

    required property Application app

    onLinkActivated: link => app.openLink(link)
    onCopyWanted: text => app.copyText(text)
    onMenuWanted: (x, y) => {
        menu.row = layer.rowAt(y)
        menu.link = layer.linkAt(x, y)
        menu.popup(layer, x, y)
    }

    SelectionMenu {
        id: menu
        app: layer.app
        selection: layer.selection
        onClosed: layer.view.forceActiveFocus(Qt.PopupFocusReason)
    }
    // A finger drags the rows; what it taps may be a link.
    TapHandler {
        parent: layer.view
        acceptedDevices: PointerDevice.TouchScreen
        onTapped: point => {
            const at = layer.mapFromItem(null, point.scenePosition)
            const link = layer.linkAt(at.x, at.y)
            if (link.length > 0)
                layer.app.openLink(link)
        }
    }
}
