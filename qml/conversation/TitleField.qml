// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// A title that turns into a field when it is clicked.
TextField {
    id: field

    required property string title
    signal renamed(string title)

    implicitHeight: Theme.target
    leftPadding: 8
    rightPadding: 8
    topPadding: 0
    bottomPadding: 0
    verticalAlignment: TextInput.AlignVCenter
    text: title
    color: activeFocus ? Theme.ink : "transparent"
    font.pixelSize: Theme.large
    font.weight: Font.DemiBold
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    selectByMouse: true
    maximumLength: 200
    Accessible.role: Accessible.EditableText
    Accessible.name: qsTr("Title")

    onTitleChanged: text = title
    onEditingFinished: {
        if (text !== title)
            renamed(text)
        cursorPosition = 0
    }
    Keys.onEscapePressed: {
        text = title
        focus = false
    }

    // While it is not edited the title is a label, so that a long one ends in an ellipsis.
    PlainText {
        anchors.fill: parent
        anchors.leftMargin: field.leftPadding
        anchors.rightMargin: field.rightPadding
        visible: !field.activeFocus
        text: field.text
        font: field.font
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: field.hovered && !field.activeFocus ? Theme.hover : "transparent"
        border.width: field.activeFocus ? 2 : 0
        border.color: Theme.accent
    }
}
