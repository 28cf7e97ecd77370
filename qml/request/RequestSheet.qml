// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet
import Rivulet.Ui

/// The fields of how a pane asks, which scroll where there is no room for all of them.
FocusScope {
    id: sheet

    required property RequestForm form

    implicitHeight: fields.implicitHeight + 32
    function takeFocus() {
        fields.takeFocus()
    }

    FocusFollower { view: scroller }
    Flickable {
        id: scroller
        anchors.fill: parent
        contentHeight: sheet.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        ScrollBar.vertical: ScrollHandle {}

        RequestFields {
            id: fields
            x: 16
            y: 16
            width: scroller.width - 32
            form: sheet.form
            withSystem: true
        }
    }
}
