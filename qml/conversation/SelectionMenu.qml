// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet
import Rivulet.Ui

/// What can be done with what is selected, and with what is under the pointer.
Menu {
    id: menu

    required property SelectionLayer owner
    readonly property Application app: owner.app
    readonly property TranscriptSelection selection: owner.selection
    /// Under the pointer, when it was opened.
    property int row: -1
    property string link: ""
    readonly property string target: link.length > 0 ? app.linkTarget(link) : ""
    readonly property string code: row >= 0 ? selection.code(row) : ""

    parent: owner
    x: owner.menuAt.x
    y: owner.menuAt.y
    onAboutToShow: {
        row = owner.rowAt(owner.menuAt.y)
        link = owner.linkAt(owner.menuAt.x, owner.menuAt.y)
    }

    padding: 6
    margins: 8
    background: Rectangle {
        implicitWidth: Math.round(292 * Theme.textScale)
        radius: Theme.radius
        color: Theme.raised
        border.color: Theme.hairline
    }

    MenuEntry {
        text: qsTr("Open link")
        offered: menu.target.length > 0
        onTriggered: menu.app.openLink(menu.link)
    }
    MenuEntry {
        text: qsTr("Copy link")
        offered: menu.link.length > 0
        onTriggered: menu.app.copyText(menu.target.length > 0 ? menu.target : menu.link)
    }
    MenuEntry {
        text: qsTr("Copy")
        keys: "Ctrl+C"
        enabled: !menu.selection.empty
        onTriggered: menu.app.copyText(menu.selection.shown())
    }
    MenuEntry {
        text: qsTr("Copy as Markdown")
        keys: "Ctrl+Shift+C"
        enabled: !menu.selection.empty
        onTriggered: menu.app.copyText(menu.selection.markdown())
    }
    MenuEntry {
        text: qsTr("Copy this code")
        offered: menu.code.length > 0
        onTriggered: menu.app.copyText(menu.code)
    }
    MenuEntry {
        text: menu.selection.isPrompt(menu.row) ? qsTr("Select all of this prompt") : qsTr("Select all of this answer")
        offered: menu.row >= 0
        onTriggered: menu.selection.selectMessage(menu.row)
    }
    MenuEntry {
        text: qsTr("Select all")
        keys: "Ctrl+A"
        offered: menu.row >= 0
        onTriggered: menu.selection.selectAll()
    }
}
