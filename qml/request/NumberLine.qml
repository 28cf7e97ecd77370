// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A labelled number that may be left empty; what it is then stands in its place. Below it what is wrong with it, or
/// that it is left out.
ColumnLayout {
    id: line

    required property string label
    required property string value
    property string usual: ""
    property string unit: ""
    property string problem: ""
    property bool refused: false
    signal edited(string value)
    signal tryAgain()

    spacing: 4
    RowLayout {
        Layout.fillWidth: true
        spacing: 12
        PlainText {
            Layout.fillWidth: true
            text: line.label
            wrapMode: Text.Wrap
        }
        Field {
            id: field
            Layout.preferredWidth: Math.round(110 * Theme.textScale)
            name: line.unit.length > 0 ? qsTr("%1 in %2").arg(line.label).arg(line.unit) : line.label
            hint: line.usual
            text: line.value
            wrong: line.problem.length > 0
            horizontalAlignment: TextInput.AlignRight
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            onEditingFinished: {
                if (text !== line.value)
                    line.edited(text)
            }
            Accessible.description: line.problem.length > 0 ? line.problem : line.usual
        }
        PlainText {
            Layout.preferredWidth: Math.round(48 * Theme.textScale)
            text: line.unit
            color: Theme.inkSoft
        }
    }
    ErrorLine {
        Layout.fillWidth: true
        text: line.problem
    }
    RefusedLine {
        Layout.fillWidth: true
        visible: line.refused
        label: line.label
        onTryAgain: line.tryAgain()
    }
}
