// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// What every model is told before the first prompt.
Section {
    id: section

    required property Settings settings

    heading: qsTr("System prompt")
    sentence: qsTr("What every model is told before your first prompt. New answers follow it; leave it empty for none.")

    TextArea {
        id: area
        Layout.fillWidth: true
        Layout.minimumHeight: Math.round(120 * Theme.textScale)
        leftPadding: 12
        rightPadding: 12
        topPadding: 10
        bottomPadding: 10
        wrapMode: TextArea.Wrap
        textFormat: TextEdit.PlainText
        selectByMouse: true
        text: section.settings.systemPrompt
        color: Theme.ink
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.pixelSize: Theme.body
        Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
        Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
        onEditingFinished: section.settings.systemPrompt = text
        Accessible.role: Accessible.EditableText
        Accessible.name: qsTr("System prompt")
        background: Rectangle {
            radius: Theme.radius
            color: Theme.raised
            border.width: area.activeFocus ? 2 : 1
            border.color: area.activeFocus ? Theme.accent : Theme.edge
        }
        PlainText {
            x: 12
            y: 10
            visible: area.length === 0 && area.preeditText.length === 0
            text: qsTr("For example: Answer briefly. I write C++ on Debian.")
            color: Theme.inkFaint
        }
    }
}
