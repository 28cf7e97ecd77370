// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet
import Rivulet.Ui

/// One pane's rows. It follows the end while the reader is there and lets go at the first notch away from it.
// A ListView of Qt 6.4 can't make bound section labels or footers, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
FocusScope {
    id: transcript

    required property Application app
    required property ChatSession session
    signal settingsRequested

    property bool following: true
    property string hoveredLink: ""
    readonly property bool atEnd: list.contentY + list.height >= list.originY + list.contentHeight - 32

    function toEnd() {
        following = true
        list.positionViewAtEnd()
    }
    function scroll(distance: real) {
        const lowest = list.originY + list.contentHeight - list.height
        list.contentY = Math.max(list.originY, Math.min(lowest, list.contentY + distance))
        following = atEnd
    }
    function keepUp() {
        if (following)
            list.positionViewAtEnd()
    }
    function show(row: int) {
        list.positionViewAtIndex(row, ListView.Visible)
        following = atEnd
    }

    // A mouse selects text, also over many lines: only a finger drags the view. The wheel then is for us to follow.
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        target: null
        onWheel: event => transcript.scroll(event.pixelDelta.y !== 0 ? -event.pixelDelta.y : -event.angleDelta.y / 120 * 72 * Theme.textScale)
    }
    SelectionLayer {
        id: selecting
        anchors.fill: list
        app: transcript.app
        model: transcript.session.transcript
        view: list
        onSelecting: transcript.following = false
        onScrollWanted: distance => {
            transcript.scroll(distance)
            transcript.following = false
        }
        onRowWanted: row => transcript.stayAt(row)
    }
    ListView {
        id: list
        anchors.fill: parent
        focus: true
        interactive: PointerKind.finger
        clip: true
        reuseItems: false
        cacheBuffer: 1600
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        model: transcript.session.transcript
        footer: Item { implicitHeight: 24 }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Conversation of pane %1").arg(transcript.session.pane + 1)
        Accessible.description: selecting.selection.words

        delegate: TranscriptRow {
            width: ListView.view.width
            app: transcript.app
            session: transcript.session
            selection: selecting.selection
            onSettingsRequested: transcript.settingsRequested()
            onLinkHovered: link => transcript.hoveredLink = link
            onPromptToggled: first => transcript.stayAt(first)
        }

        onMovementStarted: transcript.following = false
        onMovementEnded: transcript.following = transcript.atEnd
        onContentHeightChanged: Qt.callLater(transcript.keepUp) // qmllint disable
        onHeightChanged: Qt.callLater(transcript.keepUp) // qmllint disable
        onModelChanged: Qt.callLater(transcript.toEnd) // qmllint disable

        Keys.onUpPressed: transcript.scroll(-48)
        Keys.onDownPressed: transcript.scroll(48)
        Keys.onPressed: event => {
            switch (event.key) {
            case Qt.Key_PageUp: transcript.scroll(48 - height); break
            case Qt.Key_PageDown: transcript.scroll(height - 48); break
            case Qt.Key_Home: transcript.scroll(-contentHeight); break
            case Qt.Key_End: transcript.toEnd(); break
            default: return
            }
            event.accepted = true
        }

        ScrollBar.vertical: ScrollHandle {
            onPressedChanged: transcript.following = pressed ? false : transcript.atEnd
        }
        FocusRing {
            anchors.margins: 1
            radius: 2
            shown: list.activeFocus && transcript.session.transcript.count > 0
            opacity: 0.6
        }
    }
    FocusFollower {
        view: list
        onFollowed: transcript.following = transcript.atEnd
    }
    NewLinesPill {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        visible: !transcript.following && !transcript.atEnd
        text: transcript.session.running ? qsTr("New lines") : qsTr("To the end")
        onClicked: transcript.toEnd()
    }
    LinkBubble {
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        target: transcript.hoveredLink.length > 0 ? transcript.app.linkTarget(transcript.hoveredLink) : ""
        shown: transcript.hoveredLink.length > 0
        width: Math.min(implicitWidth, transcript.width)
    }
    /// The reader's eye is at a row that grows or shrinks now, not at the end.
    function stayAt(row: int) {
        following = false
        Qt.callLater(transcript.show, row) // qmllint disable
    }
}
