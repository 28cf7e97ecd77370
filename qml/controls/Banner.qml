// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// One sentence across the top of what it is about.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Rectangle {
    id: banner

    required property string text
    property int tone: TranscriptModel.Attention
    /// A person may put it away.
    property bool dismissible: false

    signal dismissed

    visible: text.length > 0
    implicitHeight: visible ? line.implicitHeight + 16 : 0
    color: Theme.toneTint(tone)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    // Mostly there is nothing to say.
    Loader {
        id: line
        x: 16
        width: parent.width - 32
        height: parent.height
        active: banner.text.length > 0
        sourceComponent: Item {
            implicitHeight: words.implicitHeight
            RowLayout {
                anchors.fill: parent
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
    }
}
