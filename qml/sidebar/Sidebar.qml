// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The history: search it, open from it, start anew.
Rectangle {
    id: sidebar

    required property Application app
    required property bool settingsOpen
    signal newRequested
    signal opened(double conversationId)
    signal settingsRequested
    signal shortcutsRequested
    signal hideRequested

    color: Theme.sidebar

    function focusSearch() {
        search.forceActiveFocus()
        search.selectAll()
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
            Keys.onEscapePressed: {
                clear()
                sidebar.app.conversations.query = ""
            }
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
            boundsBehavior: Flickable.StopAtBounds
            model: sidebar.app.conversations
            section.property: "section"
            // A ListView of Qt 6.4 can't make bound section delegates, so this file is not ComponentBehavior: Bound.
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
