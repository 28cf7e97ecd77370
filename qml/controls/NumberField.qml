// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A labelled number with its unit.
RowLayout {
    id: row

    required property string label
    required property string unit
    required property real value
    property bool whole: true
    signal edited(real value)

    spacing: 12

    PlainText {
        Layout.fillWidth: true
        text: row.label
        wrapMode: Text.Wrap
    }
    Field {
        id: field
        Layout.preferredWidth: Math.round(88 * Theme.textScale)
        name: row.label
        text: row.value
        horizontalAlignment: TextInput.AlignRight
        inputMethodHints: Qt.ImhFormattedNumbersOnly
        wrong: !acceptableInput
        validator: RegularExpressionValidator {
            regularExpression: row.whole ? /[0-9]{1,6}/ : /[0-9]{1,5}([.][0-9]{1,3})?/
        }
        onEditingFinished: row.edited(Number(text))
        // What is left unfinished is no number: the one in effect comes back.
        onActiveFocusChanged: {
            if (!activeFocus && !acceptableInput)
                text = row.value
        }
    }
    PlainText {
        Layout.preferredWidth: Math.round(72 * Theme.textScale)
        text: row.unit
        color: Theme.inkSoft
    }
}
