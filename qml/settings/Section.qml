// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A heading, a sentence, and what can be set below them.
ColumnLayout {
    id: section

    required property string heading
    property string sentence: ""
    default property alias content: body.data

    spacing: 4
    PlainText {
        Layout.fillWidth: true
        text: section.heading
        font.pixelSize: Theme.title
        font.weight: Font.DemiBold
        Accessible.ignored: false
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    PlainText {
        Layout.fillWidth: true
        visible: text.length > 0
        text: section.sentence
        wrapMode: Text.Wrap
        lineHeight: 1.35
        color: Theme.inkSoft
    }
    ColumnLayout {
        id: body
        Layout.fillWidth: true
        Layout.topMargin: 12
        spacing: 12
    }
}
