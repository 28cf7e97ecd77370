// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Dialogs
import QtQuick.Templates as T
import Rivulet
import Rivulet.Ui

/// Asks where to save a piece of code, with the desktop's own dialog where it has one, and saves it. Opens as it is
/// made.
Item {
    id: saving

    required property CodeFence code
    /// How it went, in words; empty where nobody wanted it after all.
    signal finished(string words)

    FileDialog {
        id: dialog
        title: qsTr("Save code")
        fileMode: FileDialog.SaveFile
        acceptLabel: qsTr("Save")
        selectedFile: saving.code.suggestedFile()
        onAccepted: {
            const problem = saving.code.save(selectedFile)
            saving.finished(problem.length === 0 ? qsTr("Saved") : qsTr("Not saved: %1").arg(problem))
        }
        onRejected: saving.finished("")
    }
    Component.onCompleted: {
        dialog.open()
        FileDialogLook.setGround(T.Overlay.overlay, Theme.sunken)
    }
}
