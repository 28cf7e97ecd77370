// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// Beneath a transcript: selects in its rows, copies what is selected, opens links.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
TextSelector {
    id: selector

    required property Application app

    onLinkActivated: link => app.openLink(link)
    onCopyWanted: text => app.copyText(text)
    onMenuWanted: (x, y) => menu.openAt(x, y)

    OnDemand {
        id: menu

        property int row: -1
        property string link: ""

        function openAt(x: real, y: real) {
            row = selector.rowAt(y)
            link = selector.linkAt(x, y)
            active = true
            const shownMenu = popup as SelectionMenu
            shownMenu.popup(selector, x, y)
        }
        sourceComponent: SelectionMenu {
            app: selector.app
            selection: selector.selection
            row: menu.row
            link: menu.link
        }
    }
    // A finger drags the rows; what it taps may be a link.
    TapHandler {
        parent: selector.view
        acceptedDevices: PointerDevice.TouchScreen
        onTapped: point => {
            const at = selector.mapFromItem(null, point.scenePosition)
            const link = selector.linkAt(at.x, at.y)
            if (link.length > 0)
                selector.app.openLink(link)
        }
    }
}
