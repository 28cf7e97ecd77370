// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// One sentence across the top of what it is about.
Rectangle {
    id: banner

    required property string text
    property int tone: TranscriptModel.Attention
    /// A person may put it away.
    property bool dismissible: false

    signal dismissed

    visible: text.length > 0
    implicitHeight: visible ? words.implicitHeight + 16 : 0
    color: Theme.toneTint(tone)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 16
        anchors.rightMargin: 16
        spacing: 8
        Icon {
            name: "warning"
            colour: Theme.toneInk(banner.tone)
        }
        PlainText {
            id: words
            Layout.fillWidth: true
            text: banner.text
            wrapMode: Text.Wrap
            maximumLineCount: 5
            color: Theme.toneInk(banner.tone)
        }
        IconButton {
            visible: banner.dismissible
            symbol: "close"
            name: qsTr("Dismiss")
            ink: Theme.toneInk(banner.tone)
            onClicked: banner.dismissed()
        }
    }
}
