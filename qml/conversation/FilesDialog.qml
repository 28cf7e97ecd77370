// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Dialogs
import QtQuick.Dialogs.quickimpl as QtOwn
import QtQuick.Templates as T
import Rivulet
import Rivulet.Ui

/// Asks for files to add to the prompt, with the desktop's own dialog where it has one. Opens as it is made.
Item {
    id: asking

    required property AttachmentListModel attachments
    signal finished

    FileDialog {
        id: dialog
        title: qsTr("Add files")
        fileMode: FileDialog.OpenFiles
        currentFolder: asking.attachments.home
        onAccepted: {
            asking.attachments.add(selectedFiles)
            asking.finished()
        }
        onRejected: asking.finished()
    }
    /// Qt's own dialog paints what lies behind its path white, whatever the theme.
    function giveGround(item: Item) {
        const bar = item as QtOwn.FolderBreadcrumbBar
        if (bar) {
            (bar.background as Rectangle).color = Theme.sunken
            return
        }
        for (let i = 0; i < item.children.length; ++i)
            giveGround(item.children[i])
    }
    Component.onCompleted: {
        dialog.open()
        giveGround(T.Overlay.overlay)
    }
}
