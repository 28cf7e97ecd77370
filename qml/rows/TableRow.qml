// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Rivulet
import Rivulet.Ui

/// A table. One that is wider than the column scrolls inside itself. A long one is several such rows, whose columns
/// are as wide and which scroll as one.
Item {
    id: row

    required property TableModel table
    required property string plain
    /// Which of its table's rows this is, and whether there is one below it.
    required property int part
    required property bool goesOn
    required property int indent
    required property int quoteDepth
    signal linkActivated(string link)
    signal linkHovered(string link)

    readonly property bool first: part === 0
    readonly property bool overflows: scroller.contentWidth > scroller.width
    property list<real> widths: []
    property real wide: 0

    function scroll(distance: real) {
        scroller.contentX = Math.max(0, Math.min(scroller.contentWidth - scroller.width, scroller.contentX + distance))
    }
    function measure() {
        const all = table ? table.layout.widths(scroller.width, sample.font) : []
        let sum = 0
        for (let column = 0; column < all.length; column++)
            sum += all[column]
        widths = all
        wide = sum
    }
    function follow() {
        if (table)
            scroller.contentX = Math.max(0, Math.min(scroller.contentWidth - scroller.width, table.layout.offset))
    }

    implicitHeight: Math.ceil(scroller.y + scroller.height) + (goesOn ? 0 : 1 + (overflows ? bar.height : 0))
    onTableChanged: measure()
    Component.onCompleted: measure()
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
        target: row.table ? row.table.layout : null // qmllint disable
        function onWidthsChanged() {
            row.measure()
        }
        function onOffsetChanged() {
            row.follow()
        }
    }
    PlainText {
        id: sample
        visible: false
        font.pixelSize: Theme.body
        onFontChanged: row.measure()
    }
    Quoted {
        depth: row.quoteDepth
        height: parent.height
    }
    Item {
        id: card
        x: row.quoteDepth * 15 + row.indent * Math.round(24 * Theme.textScale)
        width: row.width - x
        height: row.height
        clip: !row.first || row.goesOn

        Flickable {
            id: scroller
            x: 1
            y: row.first ? 1 : 0
            width: parent.width - 2
            height: lines.implicitHeight
            contentWidth: row.wide
            contentHeight: height
            flickableDirection: Flickable.HorizontalFlick
            boundsBehavior: Flickable.StopAtBounds
            interactive: row.overflows && PointerKind.finger
            clip: true
            onWidthChanged: row.measure()
            onContentWidthChanged: row.follow()
            onContentXChanged: if (row.table) row.table.layout.offset = contentX

            Column {
                id: lines
                Repeater {
                    model: row.table
                    delegate: TableLine {
                        width: scroller.contentWidth
                        table: row.table
                        widths: row.widths
                        onLinkActivated: link => row.linkActivated(link)
                        onLinkHovered: link => row.linkHovered(link)
                    }
                }
            }
            // In a strip of its own: over the last row it would hide what it is for.
            ScrollBar.horizontal: ScrollHandle {
                id: bar
                parent: card
                x: 1
                y: card.height - height - 1
                width: card.width - 2
                visible: row.overflows && !row.goesOn
            }
        }
        Rectangle {
            y: row.first ? 0 : -2 * radius
            width: parent.width
            height: parent.height - y + (row.goesOn ? 2 * radius : 0)
            radius: Theme.radius
            color: "transparent"
            border.color: Theme.hairline
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
    FocusRing {
        shown: row.activeFocus
    }
}
