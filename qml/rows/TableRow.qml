// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A table. One that is wider than the column scrolls inside itself.
Item {
    id: row

    required property TableModel table
    required property string plain
    signal linkActivated(string link)
    signal linkHovered(string link)

    property int revision: 0
    readonly property int columns: table ? table.columns : 0

    /// Few columns share the width and wrap; many keep the widths they ask for, so that none that is out of
    /// sight makes a row higher than what is seen of it.
    readonly property bool fits: width >= columns * 130 * Theme.textScale
    readonly property bool overflows: scroller.contentWidth > scroller.width

    function scroll(distance: real) {
        scroller.contentX = Math.max(0, Math.min(scroller.contentWidth - scroller.width, scroller.contentX + distance))
    }

    implicitHeight: grid.implicitHeight + 2 + (overflows ? bar.height : 0)
    activeFocusOnTab: overflows
    Keys.onLeftPressed: event => {
        event.accepted = overflows
        scroll(-48)
    }
    Keys.onRightPressed: event => {
        event.accepted = overflows
        scroll(48)
    }
    Accessible.role: Accessible.Table
    Accessible.name: plain

    Connections {
        target: row.table // qmllint disable
        function onContentChanged() {
            row.revision += 1
        }
    }
    Flickable {
        id: scroller
        x: 1
        y: 1
        width: parent.width - 2
        height: grid.implicitHeight
        contentWidth: grid.width
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: row.overflows && PointerKind.finger
        clip: true

        GridLayout {
            id: grid
            width: row.fits ? scroller.width : Math.max(scroller.width, implicitWidth)
            columns: Math.max(1, row.columns)
            columnSpacing: 0
            rowSpacing: 0
            Repeater {
                model: row.table ? row.table.rows * row.columns : 0
                delegate: TableCell {
                    required property int index
                    readonly property int line: Math.floor(index / row.columns)
                    readonly property int column: index % row.columns
                    text: row.revision < 0 || !row.table ? "" : row.table.cellText(line, column)
                    plain: row.revision < 0 || !row.table ? "" : row.table.cellPlain(line, column)
                    alignment: row.table ? row.table.cellAlign(column) : Qt.AlignLeft
                    header: line === 0
                    number: index
                    onLinkActivated: link => row.linkActivated(link)
                    onLinkHovered: link => row.linkHovered(link)
                }
            }
        }
        // In a strip of its own: over the last row it would hide what it is for.
        ScrollBar.horizontal: ScrollHandle {
            id: bar
            parent: row
            x: 1
            y: row.height - height - 1
            width: row.width - 2
            visible: row.overflows
        }
    }
    // A mouse selects text: only a finger drags the table. The wheel then is for us to follow, and only sideways.
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        orientation: Qt.Horizontal
        target: null
        onWheel: event => row.scroll(event.pixelDelta.x !== 0 ? -event.pixelDelta.x : -event.angleDelta.x / 120 * 72)
    }
    WheelHandler {
        enabled: row.overflows
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        acceptedModifiers: Qt.ShiftModifier
        target: null
        onWheel: event => row.scroll(event.pixelDelta.y !== 0 ? -event.pixelDelta.y : -event.angleDelta.y / 120 * 72)
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: "transparent"
        border.color: Theme.hairline
    }
    FocusRing {
        shown: row.activeFocus
    }
}
