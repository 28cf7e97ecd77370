// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// What may be taken in a minute: a number, or nothing for as much as one likes.
ColumnLayout {
    id: row

    required property string label
    /// As it is in force; empty: none is.
    required property string value
    /// Whose it is, for the screen reader.
    required property string subject
    /// Why the number that stands there is not in effect; set by whoever was told of it.
    property string problem: ""
    signal edited(string value)

    spacing: 4
    RowLayout {
        Layout.fillWidth: true
        spacing: 12
        PlainText {
            Layout.fillWidth: true
            text: row.label
            wrapMode: Text.Wrap
        }
        Field {
            objectName: "budget"
            Layout.preferredWidth: Math.round(120 * Theme.textScale)
            name: qsTr("%1, %2").arg(row.label).arg(row.subject)
            hint: qsTr("No limit")
            text: row.value
            horizontalAlignment: length > 0 ? TextInput.AlignRight : TextInput.AlignLeft
            inputMethodHints: Qt.ImhDigitsOnly
            wrong: row.problem.length > 0
            validator: RegularExpressionValidator {
                regularExpression: /[0-9]{0,9}/
            }
            Accessible.description: row.problem
            onEditingFinished: row.edited(text)
        }
        PlainText {
            Layout.preferredWidth: Math.round(72 * Theme.textScale)
            text: qsTr("a minute")
            color: Theme.inkSoft
        }
    }
    ErrorLine {
        Layout.fillWidth: true
        text: row.problem
    }
}
