// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The line over the panes: the conversation's title, to be changed in place, and how many panes there are.
Rectangle {
    id: header

    required property Application app
    required property bool sidebarShown
    signal sidebarRequested
    signal newRequested
    required property bool panesLocked
    signal panesRequested(int count)
    signal lockToggled
    required property bool compares
    signal diffToggled

    implicitHeight: Theme.bar + 8
    color: Theme.page

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: header.sidebarShown ? 20 : 10
        anchors.rightMargin: 16
        spacing: 6

        IconButton {
            visible: !header.sidebarShown
            symbol: "sidebar"
            name: qsTr("Show history")
            onClicked: header.sidebarRequested()
        }
        IconButton {
            visible: !header.sidebarShown
            symbol: "plus"
            name: qsTr("New conversation")
            tip: qsTr("New conversation (Ctrl+N)")
            onClicked: header.newRequested()
        }
        TitleField {
            Layout.fillWidth: true
            Layout.maximumWidth: Math.round(560 * Theme.textScale)
            title: header.app.session.title
            onRenamed: title => header.app.session.rename(title)
        }
        Item { Layout.fillWidth: true }
        IconButton {
            visible: header.app.session.paneCount > 1
            symbol: "link"
            name: qsTr("Scroll both panes together")
            tip: header.panesLocked ? qsTr("The panes scroll together (Ctrl+Shift+L)")
                                    : qsTr("Scroll both panes together (Ctrl+Shift+L)")
            checked: header.panesLocked
            ink: header.panesLocked ? Theme.accent : Theme.inkFaint
            Accessible.checkable: true
            Accessible.checked: header.panesLocked
            onClicked: header.lockToggled()
        }
        IconButton {
            visible: header.app.session.paneCount > 1 && !header.app.session.empty
            symbol: "diff"
            name: qsTr("Show the differences")
            tip: header.compares ? qsTr("Back to the answers (Ctrl+D)") : qsTr("Show the differences (Ctrl+D)")
            checked: header.compares
            ink: header.compares ? Theme.accent : Theme.inkFaint
            Accessible.checkable: true
            Accessible.checked: header.compares
            onClicked: header.diffToggled()
        }
        Segments {
            name: qsTr("Panes")
            options: [qsTr("One"), qsTr("Two")]
            current: header.app.session.paneCount > 1 ? 1 : 0
            enabled: !header.app.session.running
            opacity: enabled ? 1 : 0.5
            onChosen: index => header.panesRequested(index + 1)
        }
    }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
