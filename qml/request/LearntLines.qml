// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// What answers of the pane's model taught, and the way to have it forgotten.
ColumnLayout {
    id: lines

    required property RequestForm form

    spacing: 4
    Hairline { Layout.fillWidth: true }
    PlainText {
        Layout.topMargin: 8
        text: qsTr("Learnt from answers of this model")
        font.weight: Font.DemiBold
    }
    Repeater {
        model: lines.form.learnt
        delegate: PlainText {
            required property string modelData
            Layout.fillWidth: true
            text: modelData
            wrapMode: Text.Wrap
            color: Theme.inkSoft
            font.pixelSize: Theme.small
            Accessible.ignored: !lines.visible
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    LinkButton {
        text: qsTr("Forget it")
        name: qsTr("Forget what was learnt from answers of this model")
        onClicked: lines.form.forgetLearnt()
    }
}
