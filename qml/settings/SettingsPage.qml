// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Window
import Rivulet
import Rivulet.Ui

/// All settings on one page, each in effect as soon as it is made.
FocusScope {
    id: page

    required property Application app
    signal closeRequested

    // What stays where it is in the view while the page around it is laid out anew, and for how many more frames.
    property Item held: null
    property real heldAt: 0
    property int settling: 0

    /// What there is to see may have changed since somebody was here.
    function enter() {
        back.forceActiveFocus()
        app.endpoints.refreshKeychain()
        app.endpoints.lookForLocalServers()
    }
    function hold(item: Item, at: real) {
        held = item
        heldAt = at
        settling = 4
    }
    function keepHeld() {
        const most = Math.max(0, scroller.contentHeight - scroller.height)
        // In sight whatever it was: each step may shift it a little.
        const at = held ? Math.max(16, Math.min(heldAt, scroller.height - held.height - 16)) : 0
        const wanted = held ? held.mapToItem(scroller.contentItem, 0, 0).y - at : scroller.contentY
        scroller.contentY = Math.max(0, Math.min(most, wanted))
        settling = settling - 1
        page.Window.window.update()
    }
    /// Brings the endpoint of a model to the top, ready to be mended.
    function showEndpoint(modelKey: string) {
        const row = endpointSettings.rowOf(modelKey)
        if (!row)
            return
        row.takeFocus()
        hold(row, 16)
    }
    Connections {
        target: page.app.settings
        function onTextScaleChanged() {
            const slider = appearance.textSize
            page.hold(slider, slider.mapToItem(scroller, 0, 0).y)
        }
    }
    Connections {
        target: page.Window.window
        enabled: page.visible && page.settling > 0
        function onAfterAnimating() {
            page.keepHeld()
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    RowLayout {
        id: header
        width: parent.width
        height: Theme.bar + 8
        IconButton {
            id: back
            Layout.leftMargin: 10
            symbol: "close"
            name: qsTr("Close settings")
            tip: qsTr("Back to the conversation (Esc)")
            onClicked: page.closeRequested()
        }
        PlainText {
            Layout.fillWidth: true
            text: qsTr("Settings")
            font.pixelSize: Theme.large
            font.weight: Font.DemiBold
        }
        PlainText {
            Layout.rightMargin: 24
            text: qsTr("Rivulet %1").arg(page.app.version)
            color: Theme.inkFaint
            font.pixelSize: Theme.small
        }
    }
    Hairline {
        y: header.height - 1
        width: parent.width
    }
    FocusFollower { view: scroller }
    Flickable {
        id: scroller
        y: header.height
        width: parent.width
        height: parent.height - y
        contentHeight: column.implicitHeight + 80
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        ScrollBar.vertical: ScrollHandle {}

        ColumnLayout {
            id: column
            x: Math.max(24, Math.round((scroller.width - width) / 2))
            y: 32
            width: Math.min(scroller.width - 48, Math.round(720 * Theme.textScale))
            spacing: 40
            EndpointSettings {
                id: endpointSettings
                Layout.fillWidth: true
                app: page.app
            }
            StreamingSettings {
                Layout.fillWidth: true
                settings: page.app.settings
            }
            AppearanceSettings {
                id: appearance
                Layout.fillWidth: true
                settings: page.app.settings
            }
            RequestSettings {
                Layout.fillWidth: true
                form: page.app.usualRequest
                memory: page.app.requestMemory
            }
            SystemPromptSettings {
                Layout.fillWidth: true
                settings: page.app.settings
            }
            StatisticsSettings {
                Layout.fillWidth: true
                app: page.app
            }
        }
    }
}
