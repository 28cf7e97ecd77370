// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet
import Rivulet.Ui

/// The system prompt of a pane; the one of the settings holds while it is empty.
TextArea {
    id: area

    required property RequestForm form
    function takeFocus() {
        forceActiveFocus()
    }

    implicitHeight: Math.max(Math.round(72 * Theme.textScale), contentHeight + topPadding + bottomPadding)
    leftPadding: 10
    rightPadding: 10
    topPadding: 8
    bottomPadding: 8
    wrapMode: TextArea.Wrap
    textFormat: TextEdit.PlainText
    selectByMouse: true
    text: form.system
    color: Theme.ink
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    font.pixelSize: Theme.body
    Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    onEditingFinished: {
        if (text !== form.system)
            form.system = text
    }
    Accessible.role: Accessible.EditableText
    Accessible.name: qsTr("System prompt of this pane")
    Accessible.multiLine: true
    background: Rectangle {
        radius: Theme.radius
        color: Theme.raised
        border.width: area.activeFocus ? 2 : 1
        border.color: area.activeFocus ? Theme.accent : Theme.edge
    }
    PlainText {
        x: area.leftPadding
        y: area.topPadding
        width: area.width - 20
        visible: area.length === 0 && area.preeditText.length === 0
        text: qsTr("As in the settings")
        color: Theme.inkFaint
    }
}
