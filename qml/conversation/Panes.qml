// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// One or two panes side by side with a handle between them.
Item {
    id: panes

    required property Application app
    property real ratio: 0.5
    property int current: 0
    /// Both are scrolled together, as far down as each other.
    property bool locked: false
    /// Something else is shown where the transcripts are.
    property bool covered: false
    signal settingsRequested(string modelKey)
    signal modelChosen

    readonly property bool both: app.session.paneCount > 1
    readonly property int narrowest: Math.min(300, width / 3)
    readonly property int split: Math.round(Math.max(narrowest, Math.min(width - narrowest, width * ratio)))

    function toEnd() {
        first.toEnd()
        second.toEnd()
    }
    function takeFocus(index: int) {
        if (index === 0)
            first.takeFocus()
        else if (both)
            second.takeFocus()
    }
    onCurrentChanged: app.session.focusedPane = current
    onBothChanged: current = both ? current : 0
    onLockedChanged: {
        if (locked && current === 1)
            first.goTo(second.depth())
        else if (locked)
            second.goTo(first.depth())
    }

    Pane {
        id: first
        width: panes.both ? panes.split : panes.width
        height: parent.height
        app: panes.app
        session: panes.app.session.first
        covered: panes.covered
        current: panes.both && panes.current === 0
        onPicked: panes.current = 0
        onMoved: depth => {
            if (panes.locked && panes.both)
                second.goTo(depth)
        }
        onSettingsRequested: modelKey => panes.settingsRequested(modelKey)
        onModelChosen: panes.modelChosen()
    }
    Pane {
        id: second
        visible: panes.both
        x: panes.split + 1
        width: panes.width - x
        height: parent.height
        app: panes.app
        session: panes.app.session.second
        covered: panes.covered
        current: panes.both && panes.current === 1
        onPicked: panes.current = 1
        onMoved: depth => {
            if (panes.locked)
                first.goTo(depth)
        }
        onSettingsRequested: modelKey => panes.settingsRequested(modelKey)
        onModelChosen: panes.modelChosen()
    }
    Rectangle {
        visible: panes.both
        x: panes.split
        width: 1
        height: parent.height
        color: grip.containsMouse || grip.pressed ? Theme.accent : Theme.hairline
    }
    MouseArea {
        id: grip
        visible: panes.both
        x: panes.split - 4
        width: 9
        height: parent.height
        hoverEnabled: true
        cursorShape: Qt.SplitHCursor
        onPositionChanged: event => {
            if (pressed)
                panes.ratio = Math.max(0.2, Math.min(0.8, (x + event.x) / panes.width))
        }
        onReleased: panes.app.settings.setWindowState("split", panes.ratio)
        onDoubleClicked: panes.ratio = 0.5
        Accessible.role: Accessible.Splitter
        Accessible.name: qsTr("Width of the panes")
    }
}
