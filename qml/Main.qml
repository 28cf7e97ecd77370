// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Window
import Rivulet
import Rivulet.Ui

/// The window: history at the left, the conversation or the settings beside it.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
ApplicationWindow {
    id: window

    required property Application app
    property bool settingsOpen: false
    property bool sidebarWanted: remembered("sidebar", true)
    /// In a narrow window the history lies over the conversation, and only while it is asked for.
    property bool sidebarOver: false
    property bool quitting: false

    // What the theme follows
    readonly property bool dark: app.dark
    readonly property real textScale: app.settings.textScale
    readonly property bool reducedMotion: app.reducedMotion
    onDarkChanged: Theme.dark = dark
    onTextScaleChanged: Theme.textScale = textScale
    onReducedMotionChanged: Theme.reducedMotion = reducedMotion

    readonly property bool narrow: width < 960 * Math.min(1.5, Theme.textScale)
    readonly property bool sidebarBeside: sidebarWanted && !narrow
    readonly property int sidebarWidth: Math.round(264 * Theme.textScale)

    objectName: "main"
    title: app.session.empty ? qsTr("Rivulet") : qsTr("%1 – Rivulet").arg(app.session.title)
    width: app.settings.windowState("width", 1280)
    height: app.settings.windowState("height", 800)
    minimumWidth: 480
    minimumHeight: 400
    visible: true
    color: Theme.page
    font.pixelSize: Theme.body

    palette.window: Theme.page
    palette.windowText: Theme.ink
    palette.base: Theme.raised
    palette.text: Theme.ink
    // What Qt's own dialog for files is painted with.
    palette.light: Theme.raised
    palette.midlight: Theme.hover
    palette.mid: Theme.edge
    palette.dark: Theme.edge
    palette.button: Theme.neutralTint
    palette.buttonText: Theme.ink
    palette.brightText: Theme.ink
    palette.highlight: Theme.selection
    palette.highlightedText: Theme.ink

    onSettingsOpenChanged: {
        if (settingsOpen) {
            left.stop()
            settingsPage.enter()
        } else {
            left.start()
        }
    }

    /// A file of settings gives a truth back as a word.
    function remembered(name: string, fallback: bool): bool {
        return String(app.settings.windowState(name, fallback)) === "true"
    }
    function toggleSidebar() {
        if (narrow) {
            sidebarOver = !sidebarOver
        } else {
            sidebarWanted = !sidebarWanted
            app.settings.setWindowState("sidebar", sidebarWanted)
        }
    }
    // Answers of the conversation that is left go on.
    function startNew() {
        app.newConversation()
        showConversation()
    }
    function openConversation(id: double) {
        app.openConversation(id)
        showConversation()
    }
    function showConversation() {
        settingsOpen = false
        sidebarOver = false
        page.focusPrompt()
    }
    function focusSearch() {
        if (narrow)
            sidebarOver = true
        else
            sidebarWanted = true
        sidebar.focusSearch()
    }
    function toggleSettings() {
        sidebarOver = false
        settingsOpen = !settingsOpen
        if (!settingsOpen)
            page.focusPrompt()
    }
    function stay() {
        quitStrip.active = false
        if (!settingsOpen)
            page.focusPrompt()
    }
    function quit() {
        quitting = true
        close()
    }
    function remember() {
        app.settings.setWindowState("maximized", visibility === Window.Maximized)
        if (visibility !== Window.Windowed)
            return
        app.settings.setWindowState("x", x)
        app.settings.setWindowState("y", y)
        app.settings.setWindowState("width", width)
        app.settings.setWindowState("height", height)
    }

    Component.onCompleted: {
        x = app.settings.windowState("x", x)
        y = app.settings.windowState("y", y)
        if (remembered("maximized", false))
            showMaximized()
        page.focusPrompt()
    }
    onClosing: close => {
        if ((app.running || app.unwritten) && !quitting) {
            close.accepted = false
            quitStrip.active = true
        } else {
            remember()
        }
    }

    Loader {
        id: quitStrip
        width: parent.width
        height: active ? implicitHeight : 0
        z: 3
        active: false
        sourceComponent: QuitStrip {
            question: window.app.unwritten ? qsTr("The history can't be written just now. What waits in memory is lost if you quit now.")
                : qsTr("An answer is still coming. What has arrived is kept if you quit now.")
            going: qsTr("Quit")
            onStayed: window.stay()
            onGoConfirmed: window.quit()
        }
    }
    Connections {
        target: window.app
        // Once everything has arrived there is nothing left to ask about.
        function onRunningChanged() {
            quitStrip.active = quitStrip.active && (window.app.unwritten || window.app.running)
        }
        // What waited is written by now.
        function onProblemChanged() {
            quitStrip.active = quitStrip.active && (window.app.unwritten || window.app.running)
        }
    }
    ConversationPage {
        id: page
        x: window.sidebarBeside ? window.sidebarWidth : 0
        y: quitStrip.height
        width: parent.width - x
        height: parent.height - y
        visible: !window.settingsOpen
        focus: true
        app: window.app
        sidebarShown: window.sidebarBeside
        onSidebarRequested: window.toggleSidebar()
        onNewRequested: window.startNew()
        onSettingsRequested: modelKey => {
            window.toggleSettings()
            settingsPage.item.showEndpoint(modelKey) // qmllint disable
        }
    }
    Loader {
        id: settingsPage
        // By its file and not by its type, so that not even its types are loaded at the start.
        function enter() {
            if (item === null)
                setSource(Qt.resolvedUrl("settings/SettingsPage.qml"), { app: window.app })
            item.enter() // qmllint disable
        }
        x: page.x
        y: page.y
        width: page.width
        height: page.height
        visible: window.settingsOpen
    }
    Connections {
        target: settingsPage.item
        function onCloseRequested() { window.toggleSettings() } // qmllint disable
    }
    // Kept for a while for whoever looks back at what was half typed, then let go of: it is as large as all the rest.
    Timer {
        id: left
        interval: 120000
        onTriggered: settingsPage.source = ""
    }
    Rectangle {
        anchors.fill: parent
        visible: window.narrow && window.sidebarOver
        color: Theme.shade
        TapHandler { onTapped: window.sidebarOver = false }
    }
    Sidebar {
        id: sidebar
        y: page.y
        width: window.sidebarWidth
        height: parent.height - y
        visible: window.sidebarBeside || (window.narrow && window.sidebarOver)
        app: window.app
        settingsOpen: window.settingsOpen
        onNewRequested: window.startNew()
        onOpened: id => window.openConversation(id)
        onSettingsRequested: window.toggleSettings()
        onShortcutsRequested: shortcuts.open()
        onHideRequested: window.toggleSidebar()
        onDismissed: {
            window.sidebarOver = false
            page.focusPrompt()
        }
    }
    OnDemand {
        id: shortcuts
        anchors.fill: parent
        file: Qt.resolvedUrl("ShortcutsSheet.qml")
        owner: window
    }
    Shortcuts {
        conversation: page
        onNewRequested: window.startNew()
        onSearchRequested: window.focusSearch()
        onSettingsRequested: window.toggleSettings()
        onSidebarRequested: window.toggleSidebar()
        onSheetRequested: shortcuts.shown ? shortcuts.close() : shortcuts.open()
        onEscaped: {
            if (quitStrip.active)
                window.stay()
            else if (sidebar.stepBack())
                return
            else if (window.sidebarOver)
                window.sidebarOver = false
            else if (window.settingsOpen)
                window.toggleSettings()
            else
                page.cancelStream()
        }
    }
}
