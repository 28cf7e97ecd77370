// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet.Ui

/// A prompt to start with; a click sends it.
AbstractButton {
    id: card

    required property string symbol
    required property string prompt
    /// As it is shown, where that differs (places where no line may break).
    property string label: prompt

    implicitHeight: Math.max(Math.round(116 * Theme.textScale), words.implicitHeight + 72)
    padding: 16
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: prompt
    Accessible.onPressAction: card.clicked()
    Keys.onReturnPressed: card.clicked()
    Keys.onEnterPressed: card.clicked()

    contentItem: ColumnLayout {
        spacing: 12
        Icon {
            name: card.symbol
            size: Math.round(20 * Theme.textScale)
            colour: Theme.accent
        }
        PlainText {
            id: words
            Layout.fillWidth: true
            Layout.fillHeight: true
            text: card.label
            wrapMode: Text.Wrap
            verticalAlignment: Text.AlignTop
            lineHeight: 1.3
        }
    }
    background: Rectangle {
        radius: 12
        color: card.down ? Theme.pressed : card.hovered ? Theme.accentTint : Theme.page
        border.color: card.hovered ? Theme.accent : Theme.hairline
        FocusRing {
            radius: 14
            shown: card.visualFocus
        }
    }
}
