// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// A quiet word beside a name: "local", "demo".
Rectangle {
    id: tag

    required property string text
    /// Takes more lines where it is made narrower than its words, instead of cutting them.
    property bool wraps: false

    visible: text.length > 0
    implicitWidth: Math.ceil(word.implicitWidth) + 12
    implicitHeight: word.implicitHeight + 4
    radius: Math.min(height / 2, 12)
    color: Theme.neutralTint

    PlainText {
        id: word
        anchors.centerIn: parent
        width: tag.width - 12
        text: tag.text
        horizontalAlignment: Text.AlignHCenter
        wrapMode: tag.wraps ? Text.Wrap : Text.NoWrap
        font.pixelSize: Theme.small
        color: Theme.inkSoft
    }
}
