// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Templates as T

/// A popup that is made when it is opened and let go of when it is closed, as most are seldom seen.
Loader {
    id: demand

    readonly property T.Popup popup: item as T.Popup
    readonly property bool shown: popup !== null && popup.visible

    function open() {
        active = true
        popup.open()
    }
    function close() {
        if (popup)
            popup.close()
    }
    function letGo() {
        active = shown
    }

    active: false
    Connections {
        target: demand.popup
        // What was chosen in it is still being told.
        function onClosed() { Qt.callLater(demand.letGo) } // qmllint disable
    }
}
