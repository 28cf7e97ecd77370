// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A labelled number with its unit, and below it what is wrong with it.
ColumnLayout {
    id: row

    required property string label
    required property string unit
    required property real value
    property bool whole: true
    /// Whose number it is, for the screen reader, where several have the same label.
    property string subject: ""
    /// Why the number that stands there is not in effect; set by whoever was told of it.
    property string problem: ""
    signal edited(real value)

    /// Back to the number in effect.
    function restore() {
        problem = ""
        field.text = Qt.binding(() => row.value)
    }

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
            id: field
            objectName: "number"
            Layout.preferredWidth: Math.round(88 * Theme.textScale)
            name: row.subject.length > 0 ? qsTr("%1, %2").arg(row.label).arg(row.subject) : row.label
            text: row.value
            horizontalAlignment: TextInput.AlignRight
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            wrong: !acceptableInput || row.problem.length > 0
            validator: RegularExpressionValidator {
                regularExpression: row.whole ? /[0-9]{1,6}/ : /[0-9]{1,5}([.][0-9]{1,3})?/
            }
            Accessible.description: row.problem
            onEditingFinished: row.edited(Number(text))
            // What is left unfinished is no number: the one in effect comes back.
            onActiveFocusChanged: {
                if (!activeFocus && !acceptableInput)
                    row.restore()
            }
        }
        PlainText {
            Layout.preferredWidth: Math.round(72 * Theme.textScale)
            text: row.unit
            color: Theme.inkSoft
        }
    }
    ErrorLine {
        Layout.fillWidth: true
        text: row.problem
    }
}
