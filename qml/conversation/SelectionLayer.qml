// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// Beneath a transcript: selects in its rows, copies what is selected, opens links.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
TextSelector {
    id: layer

    required property Application app

    onLinkActivated: link => app.openLink(link)
    onCopyWanted: text => app.copyText(text)
    onMenuWanted: (x, y) => menu.openAt(x, y)

    OnDemand {
        id: menu

        property int row: -1
        property string link: ""

        function openAt(x: real, y: real) {
            row = layer.rowAt(y)
            link = layer.linkAt(x, y)
            active = true
            const shownMenu = popup as SelectionMenu
            shownMenu.popup(layer, x, y)
        }
        sourceComponent: SelectionMenu {
            app: layer.app
            selection: layer.selection
            row: menu.row
            link: menu.link
        }
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
