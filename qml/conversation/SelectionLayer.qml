// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// Beneath a transcript: selects in its rows, copies what is selected, opens links.
TextSelector {
    id: selector

    required property Application app
    /// Where its menu was asked for.
    property point menuAt

    onLinkActivated: link => app.openLink(link)
    onCopyWanted: text => app.copyText(text)
    onMenuWanted: (x, y) => menu.openAt(x, y)

    OnDemand {
        id: menu

        function openAt(x: real, y: real) {
            selector.menuAt = Qt.point(x, y)
            open()
        }
        file: Qt.resolvedUrl("SelectionMenu.qml")
        owner: selector
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
