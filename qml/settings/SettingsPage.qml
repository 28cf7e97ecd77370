// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// All settings on one page, each in effect as soon as it is made.
FocusScope {
    id: page

    required property Application app
    signal closeRequested

    onVisibleChanged: {
        if (visible) {
            back.forceActiveFocus()
            app.endpoints.refreshKeychain()
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
                Layout.fillWidth: true
                app: page.app
            }
            StreamingSettings {
                Layout.fillWidth: true
                settings: page.app.settings
            }
            AppearanceSettings {
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
        }
    }
}
