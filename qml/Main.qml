// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Window
import Rivulet
import Rivulet.Ui

/// The window: history at the left, the conversation or the settings beside it.
ApplicationWindow {
    id: window

    required property Application app
    property bool settingsOpen: false
    property bool sidebarWanted: app.settings.windowState("sidebar", true) === true || app.settings.windowState("sidebar", "true") === "true"
    /// In a narrow window the history lies over the conversation, and only while it is asked for.
    property bool sidebarOver: false
    property bool quitting: false

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
    palette.highlight: Theme.selection
    palette.highlightedText: Theme.ink

    function toggleSidebar() {
        if (narrow) {
            sidebarOver = !sidebarOver
        } else {
            sidebarWanted = !sidebarWanted
            app.settings.setWindowState("sidebar", sidebarWanted)
        }
    }
    function startNew() {
        settingsOpen = false
        sidebarOver = false
        app.newConversation()
        page.focusPrompt()
    }
    function openConversation(id: double) {
        settingsOpen = false
        sidebarOver = false
        app.openConversation(id)
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
    function remember() {
        app.settings.setWindowState("maximized", visibility === Window.Maximized)
        if (visibility !== Window.Windowed)
            return
        app.settings.setWindowState("x", x)
        app.settings.setWindowState("y", y)
        app.settings.setWindowState("width", width)
        app.settings.setWindowState("height", height)
    }

    Binding {
        target: Theme
        property: "dark"
        value: window.app.dark
    }
    Binding {
        target: Theme
        property: "textScale"
        value: window.app.settings.textScale
    }
    Binding {
        target: Theme
        property: "reducedMotion"
        value: window.app.reducedMotion
    }

    Component.onCompleted: {
        x = app.settings.windowState("x", x)
        y = app.settings.windowState("y", y)
        page.focusPrompt()
    }
    onClosing: close => {
        if (app.session.running && !quitting) {
            close.accepted = false
            quitStrip.visible = true
        } else {
            remember()
        }
    }

    QuitStrip {
        id: quitStrip
        width: parent.width
        height: implicitHeight
        visible: false
        z: 3
        onStayed: visible = false
        onQuitConfirmed: {
            window.quitting = true
            window.close()
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
        onSettingsRequested: window.toggleSettings()
    }
    SettingsPage {
        x: page.x
        y: page.y
        width: page.width
        height: page.height
        visible: window.settingsOpen
        app: window.app
        onCloseRequested: window.toggleSettings()
    }
    Rectangle {
        anchors.fill: parent
        visible: window.narrow && window.sidebarOver
        color: Theme.shade
        TapHandler { onTapped: window.sidebarOver = false }
    }
    Sidebar {
        id: sidebar
        y: quitStrip.height
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
    }
    ShortcutsSheet {
        id: shortcuts
    }
    Shortcuts {
        conversation: page
        onNewRequested: window.startNew()
        onSearchRequested: window.focusSearch()
        onSettingsRequested: window.toggleSettings()
        onSidebarRequested: window.toggleSidebar()
        onSheetRequested: shortcuts.opened ? shortcuts.close() : shortcuts.open()
        onEscaped: {
            if (quitStrip.visible)
                quitStrip.visible = false
            else if (window.sidebarOver)
                window.sidebarOver = false
            else if (window.settingsOpen)
                window.toggleSettings()
            else
                page.cancelStream()
        }
    }
}
