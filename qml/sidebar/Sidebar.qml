// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The history: search it, open from it, start anew.
// A ListView of Qt 6.4 can't make bound section labels or footers, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Rectangle {
    id: sidebar

    required property Application app
    required property bool settingsOpen
    signal newRequested
    signal opened(double conversationId)
    signal settingsRequested
    signal shortcutsRequested
    signal hideRequested
    signal dismissed

    color: Theme.sidebar

    function focusSearch() {
        search.forceActiveFocus()
        search.selectAll()
    }

    function clearSearch() {
        search.clear()
        app.conversations.query = ""
    }
    /// Takes one step back out of the history; false when there is none to take.
    function stepBack(): bool {
        if (question.visible)
            question.close()
        else if (search.activeFocus && search.length > 0)
            clearSearch()
        else if (search.activeFocus)
            dismissed()
        else if (list.activeFocus)
            search.forceActiveFocus()
        else
            return false
        return true
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: 16
            Layout.rightMargin: 8
            Layout.preferredHeight: Theme.bar + 8
            spacing: 8
            Icon {
                name: "streaming"
                size: Math.round(20 * Theme.textScale)
                colour: Theme.accent
            }
            PlainText {
                Layout.fillWidth: true
                text: qsTr("Rivulet")
                font.pixelSize: Theme.large
                font.weight: Font.Bold
            }
            IconButton {
                symbol: "sidebar"
                name: qsTr("Hide history")
                onClicked: sidebar.hideRequested()
            }
            IconButton {
                symbol: "plus"
                name: qsTr("New conversation")
                tip: qsTr("New conversation (Ctrl+N)")
                onClicked: sidebar.newRequested()
            }
        }
        Field {
            id: search
            Layout.fillWidth: true
            Layout.leftMargin: 12
            Layout.rightMargin: 12
            flat: true
            name: qsTr("Search history")
            hint: qsTr("Search history")
            symbol: "search"
            onTextEdited: sidebar.app.conversations.query = text
            Keys.onDownPressed: list.forceActiveFocus()
        }
        ListView {
            id: list
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.topMargin: 8
            leftMargin: 8
            rightMargin: 8
            clip: true
            activeFocusOnTab: true
            // What is made ahead of need is made later, and Qt warns when a search has taken it away by then.
            cacheBuffer: 0
            boundsBehavior: Flickable.StopAtBounds
            model: sidebar.app.conversations
            section.property: "section"
            section.delegate: SectionLabel {}
            delegate: ConversationRow {
                width: ListView.view.width - 16
                open: conversationId === sidebar.app.session.conversation && !sidebar.settingsOpen
                onClicked: sidebar.opened(conversationId)
                onDeleteRequested: question.ask(conversationId, title)
                Keys.onReturnPressed: clicked()
                Keys.onDeletePressed: question.ask(conversationId, title)
            }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Conversations")
            ScrollBar.vertical: ScrollHandle {}

            PlainText {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 32
                width: parent.width - 48
                visible: list.count === 0
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                text: sidebar.app.conversations.searching ? qsTr("Nothing found.") : qsTr("Your conversations will be kept here.")
                color: Theme.inkFaint
            }
        }
        DeleteQuestion {
            id: question
            Layout.fillWidth: true
            Layout.margins: 12
            onConfirmed: id => sidebar.app.deleteConversation(id)
            onClosed: list.forceActiveFocus()
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.margins: 8
            spacing: 4
            PushButton {
                Layout.fillWidth: true
                look: PushButton.Quiet
                symbol: "settings"
                text: qsTr("Settings")
                tip: qsTr("Settings (Ctrl+,)")
                leading: true
                onClicked: sidebar.settingsRequested()
            }
            IconButton {
                symbol: "keyboard"
                name: qsTr("Keyboard shortcuts")
                tip: qsTr("Keyboard shortcuts (Ctrl+/)")
                onClicked: sidebar.shortcutsRequested()
            }
        }
    }
    Hairline {
        anchors.right: parent.right
        upright: true
        width: 1
        height: parent.height
    }
}
