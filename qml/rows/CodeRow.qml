// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A block of code with its language and a copy button. Long lines scroll inside it.
Rectangle {
    id: row

    required property string text
    required property string plain
    required property string language
    required property bool writing
    signal copyRequested

    implicitHeight: header.height + scroller.height + 1
    radius: Theme.radius
    color: Theme.sunken
    border.color: Theme.hairline

    RowLayout {
        id: header
        x: 14
        width: parent.width - 18
        height: Theme.target + 4
        PlainText {
            Layout.fillWidth: true
            text: row.language.length > 0 ? row.language : qsTr("text")
            font.pixelSize: Theme.small
            color: Theme.inkSoft
        }
        IconButton {
            id: copy
            symbol: done.running ? "check" : "copy"
            name: qsTr("Copy code")
            tip: done.running ? qsTr("Copied") : name
            ink: done.running ? Theme.good : Theme.inkSoft
            onClicked: {
                row.copyRequested()
                done.restart()
            }
        }
        Timer {
            id: done
            interval: 1600
        }
    }
    Flickable {
        id: scroller
        x: 1
        y: header.height
        width: parent.width - 2
        height: edit.implicitHeight + 14
        contentWidth: Math.max(width, edit.implicitWidth + 28)
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width && PointerKind.finger
        clip: true

        TextEdit {
            id: edit
            x: 13
            width: Math.max(implicitWidth, scroller.width - 28)
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.NoWrap
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
        ScrollBar.horizontal: ScrollHandle {}
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
        code: row.text
        dark: Theme.dark
    }
}
