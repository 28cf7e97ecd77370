// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// Light or dark, and how large the text is.
Section {
    id: section

    required property Settings settings
    readonly property Item textSize: slider

    heading: qsTr("Appearance")

    Card {
        RowLayout {
            Layout.fillWidth: true
            PlainText {
                Layout.fillWidth: true
                text: qsTr("Colours")
            }
            Segments {
                name: qsTr("Colours")
                compact: true
                options: [qsTr("As the desktop"), qsTr("Light"), qsTr("Dark")]
                current: section.settings.theme
                onChosen: index => section.settings.theme = index
            }
        }
        Hairline {}
        RowLayout {
            Layout.fillWidth: true
            spacing: 12
            PlainText {
                Layout.fillWidth: true
                text: qsTr("Text size")
            }
            TextSizeSlider {
                id: slider
                Layout.preferredWidth: Math.round(220 * Theme.textScale)
                settings: section.settings
            }
        }
    }
}
