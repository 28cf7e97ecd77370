// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import Rivulet
import Rivulet.Ui

/// The files that will go with the next prompt, above the line it is written in.
Flow {
    id: files

    required property AttachmentListModel attachments
    /// One was taken out: where the keyboard stood is gone.
    signal takenOut

    spacing: 8
    visible: attachments.count > 0 || attachments.reading
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Files of this prompt")

    Repeater {
        model: files.attachments
        delegate: FileChip {
            required kind
            required property int index
            required property string name
            required property string size

            width: Math.min(implicitWidth, files.width)
            label: qsTr("%1 · %2").arg(name).arg(size)
            removable: true
            onRemoved: {
                files.takenOut()
                files.attachments.remove(index)
            }
        }
    }
    PlainText {
        height: Theme.target
        visible: files.attachments.reading
        text: qsTr("Reading…")
        color: Theme.inkFaint
        font.pixelSize: Theme.small
    }
}
