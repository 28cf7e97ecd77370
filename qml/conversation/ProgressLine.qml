// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// How far an answer is, or, where nobody knows, that something is going on.
Rectangle {
    id: line

    required property ChatSession session
    readonly property bool waiting: session.running && session.fraction < 0 && session.phase !== ChatSession.Streaming
        && session.phase !== ChatSession.Paused && session.sendWait.length === 0

    implicitHeight: 2
    color: session.running ? Theme.hairline : "transparent"
    clip: true
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("Progress of pane %1").arg(session.pane + 1)
    Accessible.ignored: !session.running

    Rectangle {
        visible: line.session.running && line.session.fraction >= 0
        width: parent.width * Math.max(0, line.session.fraction)
        height: parent.height
        color: Theme.accent
    }
    Rectangle {
        id: runner
        visible: line.waiting
        width: parent.width / 4
        height: parent.height
        color: Theme.accent
        opacity: 0.8
        NumberAnimation on x {
            running: line.waiting && line.visible && !Theme.reducedMotion
            loops: Animation.Infinite
            from: -runner.width
            to: line.width
            duration: 1600
            easing.type: Easing.InOutSine
        }
    }
}
