// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Templates as T

/// A popup that is made when it is opened and let go of when it is closed, as most are seldom seen. Named by its file,
/// so that not even its types are loaded before; it is handed `owner`, whatever that needs to be.
Loader {
    id: demand

    required property url file
    required property QtObject owner
    readonly property T.Popup popup: item as T.Popup
    readonly property bool shown: popup !== null && popup.visible

    function open() {
        if (popup === null)
            setSource(file, { owner: owner })
        popup.open()
    }
    function close() {
        if (popup)
            popup.close()
    }
    function letGo() {
        if (!shown)
            source = ""
    }

    Connections {
        target: demand.popup
        // What was chosen in it is still being told.
        function onClosed() { Qt.callLater(demand.letGo) } // qmllint disable
    }
}
