// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A block of code with its language and what can be done with it. Long code is several such rows that look like
/// one card and scroll sideways as one.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Item {
    id: row

    required property string text
    required property string plain
    required property string language
    required property bool writing
    /// What all its rows have in common.
    required property CodeFence code
    /// Which of them this is, and whether there is one below it.
    required property int part
    required property bool goesOn
    required property int indent
    required property int quoteDepth
    signal copyRequested

    readonly property bool first: part === 0
    readonly property bool wraps: code !== null && code.wraps
    readonly property real widest: edit.implicitWidth

    implicitHeight: Math.ceil(scroller.y + scroller.height) + (goesOn ? 0 : 1)
    onWidestChanged: if (code && !wraps) code.widen(widest)

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

        Rectangle {
            y: row.first ? 0 : -2 * radius
            width: parent.width
            height: parent.height - y + (row.goesOn ? 2 * radius : 0)
            radius: Theme.radius
            color: Theme.sunken
            border.color: Theme.hairline
        }
        Loader {
            id: header
            active: row.first
            visible: active
            x: 14
            width: parent.width - 18
            height: active ? Theme.target + 4 : 0
            sourceComponent: RowLayout {
                spacing: 0
                PlainText {
                    Layout.fillWidth: true
                    text: saver.words.length > 0 ? saver.words : row.language.length > 0 ? row.language : qsTr("text")
                    font.pixelSize: Theme.small
                    color: Theme.inkSoft
                }
                IconButton {
                    symbol: "wrap"
                    name: row.wraps ? qsTr("Do not wrap long lines") : qsTr("Wrap long lines")
                    ink: row.wraps ? Theme.accent : Theme.inkSoft
                    onClicked: row.code.wraps = !row.code.wraps
                }
                IconButton {
                    symbol: "save"
                    name: qsTr("Save code")
                    onClicked: saver.active = true
                }
                IconButton {
                    symbol: done.running ? "check" : "copy"
                    name: qsTr("Copy code")
                    tip: done.running ? qsTr("Copied") : name
                    ink: done.running ? Theme.good : Theme.inkSoft
                    onClicked: {
                        row.copyRequested()
                        done.restart()
                    }
                }
            }
        }
        Timer {
            id: done
            interval: 1600
        }
        Timer {
            id: told
            interval: 6000
            onTriggered: saver.words = ""
        }
        Loader {
            id: saver
            property string words: ""
            active: false
            sourceComponent: SaveDialog {
                code: row.code
                onFinished: words => {
                    saver.words = words
                    told.restart()
                    Qt.callLater(() => saver.active = false) // qmllint disable
                }
            }
        }
        Flickable {
            id: scroller
            x: 1
            y: header.height
            width: parent.width - 2
            height: edit.implicitHeight + (row.goesOn ? 0 : 14)
            contentWidth: row.wraps || !row.code ? width : Math.max(width, row.code.widest + 28)
            contentHeight: height
            flickableDirection: Flickable.HorizontalFlick
            boundsBehavior: Flickable.StopAtBounds
            interactive: contentWidth > width && PointerKind.finger
            clip: true
            onContentXChanged: if (row.code) row.code.offset = contentX
            onContentWidthChanged: row.follow()

            TextEdit {
                id: edit
                x: 13
                width: row.wraps ? scroller.width - 28 : Math.max(implicitWidth, scroller.width - 28)
                readOnly: true
                selectByMouse: true
                textFormat: TextEdit.PlainText
                wrapMode: row.wraps ? TextEdit.Wrap : TextEdit.NoWrap
                color: Theme.ink
                selectionColor: Theme.selection
                selectedTextColor: Theme.ink
                font.family: Theme.mono
                font.pixelSize: Math.round(13 * Theme.textScale)
                tabStopDistance: 4 * metrics.averageCharacterWidth
                Selectable.order: 0
                Accessible.role: Accessible.StaticText
                Accessible.name: row.plain
            }
            FontMetrics {
                id: metrics
                font: edit.font
            }
            // Over the last lines only: within the code it would hide some.
            ScrollBar.horizontal: ScrollHandle {
                policy: row.goesOn ? ScrollBar.AlwaysOff : ScrollBar.AsNeeded
            }
        }
    }
    Connections {
        target: row.code // qmllint disable
        function onOffsetChanged() {
            row.follow()
        }
    }
    // A mouse selects text: only a finger drags the code. The wheel then is for us to follow, and only sideways.
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        orientation: Qt.Horizontal
        target: null
        onWheel: event => {
            const wanted = scroller.contentX - (event.pixelDelta.x !== 0 ? event.pixelDelta.x : event.angleDelta.x / 120 * 72)
            scroller.contentX = Math.max(0, Math.min(scroller.contentWidth - scroller.width, wanted))
        }
    }
    CodeColours {
        target: edit // qmllint disable
        language: row.language
        firstState: row.code ? row.code.stateBefore(row.part) : 0
        code: row.text
        dark: Theme.dark
    }
    /// The rows of one piece of code are scrolled as one.
    function follow() {
        if (code)
            scroller.contentX = Math.max(0, Math.min(scroller.contentWidth - scroller.width, code.offset))
    }
    Component.onCompleted: follow()
}
