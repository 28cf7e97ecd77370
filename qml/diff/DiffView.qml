// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// Both answers side by side, with what differs marked, while they are written too.
FocusScope {
    id: view

    required property DiffModel diff
    /// The difference that was gone to last; -1: none.
    property int place: -1

    function goTo(row: int) {
        if (row < 0)
            return
        place = row
        list.positionViewAtIndex(row, ListView.Contain)
    }
    function next() {
        goTo(diff.next(place))
    }
    function previous() {
        goTo(diff.previous(place < 0 ? diff.count : place))
    }

    /// The comparison that goes on because it is seen here: of another conversation, another one.
    property DiffModel watched: null
    function watch() {
        if (watched)
            watched.active = false
        watched = diff
        place = -1
        if (watched) {
            watched.setMarkColour(Theme.attentionTint)
            watched.active = true
        }
    }
    onDiffChanged: watch()
    Component.onDestruction: {
        if (watched)
            watched.active = false
    }
    Connections {
        target: Theme
        function onAttentionTintChanged() { view.diff.setMarkColour(Theme.attentionTint) }
    }
    Keys.onPressed: event => {
        const isNext = event.key === Qt.Key_F7 && event.modifiers === Qt.NoModifier
        const isPrevious = event.key === Qt.Key_F7 && event.modifiers === Qt.ShiftModifier
        if (isNext)
            next()
        else if (isPrevious)
            previous()
        event.accepted = isNext || isPrevious
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: 20
            Layout.rightMargin: 16
            Layout.preferredHeight: Theme.target + 12
            spacing: 10

            PlainText {
                text: view.diff.similarity
                font.weight: Font.DemiBold
                Accessible.ignored: false
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
            PlainText {
                Layout.fillWidth: true
                text: view.diff.tally
                color: Theme.inkSoft
                Accessible.ignored: false
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
            IconButton {
                symbol: "chevron-down"
                rotation: 180
                name: qsTr("Previous difference")
                tip: qsTr("Previous difference (Shift+F7)")
                enabled: view.diff.differences > 0
                onClicked: view.previous()
            }
            IconButton {
                symbol: "chevron-down"
                name: qsTr("Next difference")
                tip: qsTr("Next difference (F7)")
                enabled: view.diff.differences > 0
                onClicked: view.next()
            }
        }
        Hairline { Layout.fillWidth: true }
        ListView {
            id: list
            Layout.fillWidth: true
            Layout.fillHeight: true
            topMargin: 8
            bottomMargin: 24
            leftMargin: 12
            rightMargin: 12
            focus: true
            clip: true
            model: view.diff
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: false
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Differences")
            ScrollBar.vertical: ScrollHandle {}
            Keys.onUpPressed: contentY = Math.max(originY - topMargin, contentY - 60)
            Keys.onDownPressed: contentY = Math.max(originY - topMargin, Math.min(originY + contentHeight + bottomMargin - height, contentY + 60))
            delegate: DiffLine {
                width: list.width - 24
                current: index === view.place
            }

            PlainText {
                anchors.centerIn: parent
                visible: view.diff.count === 0
                text: qsTr("Nothing to compare yet")
                color: Theme.inkFaint
            }
        }
    }
}
