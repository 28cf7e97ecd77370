// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// A quiet word beside a name: "local", "demo".
Rectangle {
    id: tag

    required property string text

    visible: text.length > 0
    implicitWidth: word.implicitWidth + 12
    implicitHeight: word.implicitHeight + 4
    radius: height / 2
    color: Theme.neutralTint

    PlainText {
        id: word
        anchors.centerIn: parent
        text: tag.text
        font.pixelSize: Theme.small
        color: Theme.inkSoft
    }
}
