// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The open conversation: its title, its panes, and the line to write in.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
FocusScope {
    id: page

    required property Application app
    required property bool sidebarShown
    signal sidebarRequested
    signal newRequested
    signal settingsRequested(string modelKey)

    readonly property ChatSession current: panes.current === 1 ? app.session.second : app.session.first
    readonly property ChatSession other: panes.current === 1 ? app.session.first : app.session.second

    function focusPrompt() {
        composer.takeFocus()
    }
    /// What was just asked or opened is what one wants to see, wherever the reader was before.
    function toEnd() {
        Qt.callLater(panes.toEnd) // qmllint disable
    }
    /// Of what was clicked to ask it, nothing is left once it is sent.
    function ask(prompt: string) {
        app.session.send(prompt)
        toEnd()
        focusPrompt()
    }
    /// Both answers are compared in place of the panes' transcripts.
    property bool diffWanted: false
    readonly property bool compares: diffWanted && app.session.paneCount > 1 && !app.session.empty

    function toggleDiff() {
        diffWanted = !compares
        if (compares)
            comparison.forceActiveFocus()
        else
            focusPrompt()
    }
    function focusPane(index: int) {
        panes.takeFocus(index)
    }
    /// The stream that a key means: the focused pane's, else the other's.
    function cancelStream() {
        (current.canCancel ? current : other).cancel()
    }
    function togglePause() {
        (current.canPause || current.canResume ? current : other).togglePause()
    }
    function reconnectStream() {
        (current.canReconnect ? current : other).reconnect()
    }
    function askNextModel() {
        (current.nextModelName.length > 0 ? current : other).askNext()
    }
    function toggleLock() {
        if (app.session.paneCount > 1)
            panes.locked = !panes.locked
    }
    function togglePanes() {
        if (!app.session.running)
            app.session.paneCount = app.session.paneCount > 1 ? 1 : 2
    }

    DropArea {
        id: drop
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: drop => {
            page.app.session.attachments.add(drop.urls)
            drop.acceptProposedAction()
            page.focusPrompt()
        }
    }
    Loader {
        anchors.fill: parent
        anchors.margins: 8
        z: 1
        active: drop.containsDrag
        sourceComponent: Rectangle {
            radius: 12
            color: "transparent"
            border.width: 2
            border.color: Theme.accent
            PlainText {
                anchors.horizontalCenter: parent.horizontalCenter
                y: parent.height - composer.height - height - 8 // qmllint disable unqualified
                text: qsTr("Drop files to add them to the prompt")
                color: Theme.accent
                font.weight: Font.DemiBold
            }
        }
    }
    Connections {
        target: page.app.session
        function onConversationChanged() { page.toEnd() }
    }
    Connections {
        target: page.app
        function onSessionChanged() { page.toEnd() }
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        ConversationHeader {
            Layout.fillWidth: true
            app: page.app
            sidebarShown: page.sidebarShown
            panesLocked: panes.locked
            compares: page.compares
            onDiffToggled: page.toggleDiff()
            onLockToggled: page.toggleLock()
            onSidebarRequested: page.sidebarRequested()
            onNewRequested: page.newRequested()
            onPanesRequested: count => page.app.session.paneCount = count
        }
        Banner {
            Layout.fillWidth: true
            text: page.app.problem
            dismissible: !page.app.problemLasts
            onDismissed: page.app.dismissProblem()
        }
        Panes {
            id: panes
            Layout.fillWidth: true
            Layout.fillHeight: true
            app: page.app
            ratio: page.app.settings.windowState("split", 0.5)
            onSettingsRequested: modelKey => page.settingsRequested(modelKey)
            // The next thing one wants is to ask it; the list that closes gives the focus back first.
            onModelChosen: Qt.callLater(page.focusPrompt) // qmllint disable

            covered: page.compares

            Loader {
                id: comparison
                anchors.fill: parent
                anchors.topMargin: Theme.bar
                anchors.bottomMargin: Theme.bar
                active: page.compares
                sourceComponent: DiffView {
                    diff: page.app.session.diff // qmllint disable unqualified
                    focus: true
                }
            }
            Loader {
                anchors.fill: parent
                anchors.topMargin: Theme.bar
                active: page.app.session.empty
                sourceComponent: EmptyState {
                    app: page.app // qmllint disable unqualified
                    onAsked: prompt => page.ask(prompt) // qmllint disable unqualified
                    onSettingsRequested: page.settingsRequested("") // qmllint disable unqualified
                }
            }
        }
        Composer {
            id: composer
            Layout.fillWidth: true
            focus: true
            app: page.app
            onSent: page.toEnd()
            Hairline {
                width: parent.width
            }
        }
    }
}
