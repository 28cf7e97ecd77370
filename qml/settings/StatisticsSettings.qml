// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// Whether answers are counted, how many were, and a way to forget that.
Section {
    id: section

    required property Application app

    heading: qsTr("Statistics")
    sentence: qsTr("How long answers took, what they cost, and how connections held. Kept on this computer only.")

    Card {
        Toggle {
            Layout.fillWidth: true
            text: qsTr("Count answers")
            checked: section.app.settings.keepsStatistics
            onToggled: section.app.settings.keepsStatistics = checked
        }
        PlainText {
            Layout.fillWidth: true
            text: section.app.settings.keepsStatistics
                ? qsTr("Figures only, by provider and model: nothing of what you ask or what is answered.")
                : qsTr("Answers are not counted from now on. What was counted stays until you clear it.")
            wrapMode: Text.Wrap
            color: Theme.inkSoft
        }
        Hairline {}
        RowLayout {
            Layout.fillWidth: true
            spacing: 12
            PlainText {
                Layout.fillWidth: true
                text: section.app.statisticsLine
                wrapMode: Text.Wrap
            }
            PushButton {
                id: clear
                text: qsTr("Clear")
                name: qsTr("Clear statistics")
                enabled: !really.visible
                onClicked: really.ask()
            }
        }
        RemoveQuestion {
            id: really
            Layout.fillWidth: true
            question: qsTr("Forget all that was counted? Your conversations stay.")
            going: qsTr("Clear")
            subject: qsTr("statistics")
            onConfirmed: {
                section.app.clearStatistics()
                clear.forceActiveFocus(Qt.TabFocusReason)
            }
            onClosed: clear.forceActiveFocus(Qt.TabFocusReason)
        }
    }
}
