// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Dialogs
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
    Component.onCompleted: {
        dialog.open()
        FileDialogLook.setGround(T.Overlay.overlay, Theme.sunken)
    }
}
