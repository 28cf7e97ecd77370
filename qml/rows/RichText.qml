// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// Selectable text with the looks that the view model gave it. It holds no markup of anyone else's.
TextEdit {
    id: edit

    property string plain: ""

    readOnly: true
    selectByMouse: true
    textFormat: TextEdit.RichText
    wrapMode: TextEdit.Wrap
    color: Theme.ink
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    font.pixelSize: Theme.body
    Selectable.order: 0
    Accessible.role: Accessible.StaticText
    Accessible.name: plain

    HoverArea {
        hoverEnabled: false
        cursorShape: edit.hoveredLink.length > 0 ? Qt.PointingHandCursor : Qt.IBeamCursor
    }
}
