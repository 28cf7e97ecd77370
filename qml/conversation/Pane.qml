// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// One model's side of the conversation.
FocusScope {
    id: pane

    required property Application app
    required property ChatSession session
    required property bool current
    /// Something else is shown where its transcript is.
    property bool covered: false
    /// `modelKey`: the model whose endpoint is to be mended; empty for none.
    signal settingsRequested(string modelKey)
    signal modelChosen
    signal picked
    /// Its reader has moved, to this depth.
    signal moved(point depth)

    Binding {
        target: pane.session
        property: "shown"
        value: pane.visible
    }
    onActiveFocusChanged: {
        if (activeFocus)
            picked()
    }
    function toEnd() {
        transcript.toEnd()
    }
    function goTo(depth: point) {
        transcript.goTo(depth)
    }
    function depth(): point {
        return transcript.depth()
    }
    function takeFocus() {
        transcript.forceActiveFocus()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        PaneHeader {
            id: header
            Layout.fillWidth: true
            app: pane.app
            session: pane.session
            current: pane.current
            onModelChosen: pane.modelChosen()
            onSettingsRequested: pane.settingsRequested("")
        }
        Banner {
            Layout.fillWidth: true
            text: pane.session.notice
        }
        Transcript {
            id: transcript
            Layout.fillWidth: true
            Layout.fillHeight: true
            app: pane.app
            session: pane.session
            visible: !pane.covered
            onSettingsRequested: pane.settingsRequested(pane.session.modelKey)
            onMoved: depth => pane.moved(depth)
        }
        Item {
            visible: pane.covered
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
        SendWaitCard {
            Layout.fillWidth: true
            session: pane.session
            onOtherModelRequested: header.pickModel()
        }
        StatusStrip {
            Layout.fillWidth: true
            session: pane.session
        }
    }
    TapHandler { onTapped: pane.picked() }
}
