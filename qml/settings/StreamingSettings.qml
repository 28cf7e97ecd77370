// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// How text comes onto the screen, what a pause does, and when Rivulet gives up waiting.
Section {
    id: section

    required property Settings settings

    heading: qsTr("Streaming")
    sentence: qsTr("How text comes onto the screen, what Pause does, and how long to wait for a silent server.")

    Card {
        PlainText {
            text: qsTr("Text appears")
            font.weight: Font.DemiBold
        }
        Segments {
            Layout.maximumWidth: parent.width
            name: qsTr("How text appears")
            compact: true
            options: [qsTr("Smooth"), qsTr("Instant"), qsTr("Economical"), qsTr("Custom")]
            current: section.settings.profile
            onChosen: index => section.settings.profile = index
        }
        BatchFields {
            Layout.fillWidth: true
            visible: section.settings.profile === Settings.Custom
            settings: section.settings
        }
        Hairline {}
        Toggle {
            Layout.fillWidth: true
            text: qsTr("Pause also stops reading from the server")
            checked: section.settings.pauseHoldsWire
            onToggled: section.settings.pauseHoldsWire = checked
        }
        PlainText {
            Layout.fillWidth: true
            text: section.settings.pauseHoldsWire
                ? qsTr("The server has to wait. Some end the answer after a while, and it is billed anyway.")
                : qsTr("Text keeps arriving while the view is paused, and is there when you resume.")
            wrapMode: Text.Wrap
            color: Theme.inkSoft
        }
        Hairline {}
        Toggle {
            Layout.fillWidth: true
            text: qsTr("Notify me of a long answer when the window is not in front")
            checked: section.settings.noticeWhenComplete
            onToggled: section.settings.noticeWhenComplete = checked
        }
    }
    LimitFields {
        Layout.fillWidth: true
        settings: section.settings
    }
}
