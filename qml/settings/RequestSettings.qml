// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// How conversations ask where nothing else was chosen for them, and what was learnt from answers.
Section {
    id: section

    required property RequestForm form
    required property RequestMemory memory

    heading: qsTr("Requests")
    sentence: qsTr("How every pane asks, unless something else is chosen there. A model is only sent what it takes.")

    Card {
        RequestFields {
            Layout.fillWidth: true
            form: section.form
        }
    }
    Card {
        visible: section.memory.sentences.length > 0
        PlainText {
            text: qsTr("Learnt from answers")
            font.weight: Font.DemiBold
        }
        Repeater {
            model: section.memory.sentences
            delegate: RowLayout {
                id: row
                required property string modelData
                required property int index
                Layout.fillWidth: true
                spacing: 12
                PlainText {
                    Layout.fillWidth: true
                    text: row.modelData
                    wrapMode: Text.Wrap
                    color: Theme.inkSoft
                    Accessible.ignored: false
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
                LinkButton {
                    text: qsTr("Forget")
                    name: qsTr("Forget: %1").arg(row.modelData)
                    onClicked: section.memory.forget(row.index)
                }
            }
        }
    }
}
