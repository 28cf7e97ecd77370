// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// One pane's rows. It follows the end while the reader is there and lets go at the first notch away from it.
FocusScope {
    id: transcript

    required property Application app
    required property ChatSession session
    signal settingsRequested
    /// The reader has moved, to this depth.
    signal moved(point depth)

    property string hoveredLink: ""

    function toEnd() {
        rows.toEnd()
    }
    function scroll(distance: real) {
        rows.scroll(distance)
    }
    /// What is in sight stays there, whatever comes.
    function letGo() {
        rows.letGo()
    }
    /// How far down its reader is.
    function depth(): point {
        return rows.depth()
    }
    /// As deep as the reader of another pane is.
    function goTo(depth: point) {
        rows.goTo(depth)
    }

    // A mouse selects text, also over many lines: only a finger drags the view. The wheel then is for us to follow.
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        target: null
        onWheel: event => rows.scroll(event.pixelDelta.y !== 0 ? -event.pixelDelta.y : -event.angleDelta.y / 120 * 72 * Theme.textScale)
    }
    SelectionLayer {
        id: selecting
        anchors.fill: list
        app: transcript.app
        model: transcript.session.transcript
        view: list
        content: rows
        onSelecting: rows.letGo()
        onScrollWanted: distance => {
            rows.scroll(distance)
            rows.letGo()
        }
        onRowWanted: row => {
            rows.show(row)
            rows.letGo()
        }
    }
    Flickable {
        id: list

        function indexAt(x: real, y: real): int {
            return rows.rowAt(y)
        }
        function itemAtIndex(row: int): Item {
            return rows.itemAt(row)
        }
        function positionViewAtEnd() {
            rows.toEnd()
        }

        anchors.fill: parent
        focus: true
        interactive: PointerKind.finger
        clip: true
        pixelAligned: true
        flickableDirection: Flickable.VerticalFlick
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Conversation of pane %1").arg(transcript.session.pane + 1)
        Accessible.description: selecting.selection.words

        TranscriptRows {
            id: rows
            objectName: "rows%1".arg(transcript.session.pane)
            width: list.width
            flickable: list
            app: transcript.app
            session: transcript.session
            selection: selecting.selection
            onSettingsRequested: transcript.settingsRequested()
            onLinkHovered: link => transcript.hoveredLink = link
            onPromptToggled: first => transcript.stayAt(first)
            onMoved: transcript.moved(rows.depth())
        }
        onMovementStarted: rows.letGo()
        onMovementEnded: rows.settle()

        Keys.onUpPressed: rows.scroll(-48)
        Keys.onDownPressed: rows.scroll(48)
        Keys.onPressed: event => {
            switch (event.key) {
            case Qt.Key_PageUp: rows.scroll(48 - height); break
            case Qt.Key_PageDown: rows.scroll(height - 48); break
            case Qt.Key_Home: rows.scroll(-contentHeight); break
            case Qt.Key_End: rows.toEnd(); break
            default: return
            }
            event.accepted = true
        }
        FocusRing {
            parent: transcript
            anchors.fill: parent
            anchors.margins: 1
            radius: 2
            shown: list.activeFocus && transcript.session.transcript.count > 0
            opacity: 0.6
        }
    }
    ScrollHandle {
        id: handle
        anchors.right: parent.right
        height: parent.height
        orientation: Qt.Vertical
        size: rows.handleSize
        active: hovered || pressed || list.moving
        onPositionChanged: {
            if (pressed)
                rows.scrollTo(position)
        }
        onPressedChanged: {
            if (pressed)
                rows.letGo()
            else
                rows.settle()
        }
        Binding on position {
            value: rows.handlePosition
            when: !handle.pressed
        }
    }
    FocusFollower {
        view: list
        onFollowed: rows.settle()
    }
    NewLinesPill {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        visible: !rows.atEnd && (!rows.following || rows.endsBelow)
        lines: rows.newLines
        onClicked: rows.toEnd()
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
        rows.letGo()
        Qt.callLater(rows.show, row) // qmllint disable
    }
}
