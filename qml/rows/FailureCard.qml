// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// What went wrong, what was kept and what can be done now, at the place where it happened.
Rectangle {
    id: card

    required property int number
    required property string headline
    required property string sentence
    required property string detail
    required property int tone
    required property bool canReconnect
    required property bool canRetry
    required property bool canPutBack
    required property bool canOpenSettings
    signal reconnectRequested
    signal retryRequested
    signal putBackRequested
    signal settingsRequested
    signal copyRequested

    property bool open: false
    /// The one of the chip.
    readonly property string sign: tone === TranscriptModel.Bad ? "failed" : tone === TranscriptModel.Neutral ? "cancelled" : "interrupted"

    implicitHeight: column.implicitHeight + 28
    radius: Theme.radius
    color: Theme.toneTint(tone)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: headline
    Accessible.description: sentence

    // Positioned by hand-set widths: a layout measures wrapped text before it knows how wide it may be.
    Column {
        id: column
        x: 16
        y: 14
        width: parent.width - 32
        spacing: 8

        Item {
            width: parent.width
            height: Math.max(mark.height, title.implicitHeight)
            Icon {
                id: mark
                name: card.sign
                colour: Theme.toneInk(card.tone)
            }
            PlainText {
                id: title
                x: mark.width + 8
                width: parent.width - x
                text: card.headline
                wrapMode: Text.Wrap
                font.weight: Font.DemiBold
                color: Theme.toneInk(card.tone)
            }
        }
        PlainText {
            width: parent.width
            visible: text.length > 0
            text: card.sentence
            wrapMode: Text.Wrap
            lineHeight: 1.35
        }
        Flow {
            width: parent.width
            spacing: 8
            PushButton {
                visible: card.canReconnect
                look: PushButton.Primary
                symbol: "reconnect"
                text: qsTr("Reconnect")
                name: qsTr("Reconnect answer of pane %1").arg(card.number)
                onClicked: card.reconnectRequested()
            }
            PushButton {
                visible: card.canRetry
                look: card.canReconnect ? PushButton.Plain : PushButton.Primary
                symbol: "retry"
                text: qsTr("Retry")
                name: qsTr("Retry pane %1").arg(card.number)
                onClicked: card.retryRequested()
            }
            PushButton {
                visible: card.canPutBack
                symbol: "link"
                text: qsTr("Put back")
                name: qsTr("Put back what was taken back in pane %1").arg(card.number)
                onClicked: card.putBackRequested()
            }
            PushButton {
                visible: card.canOpenSettings
                symbol: "settings"
                text: qsTr("Open settings")
                onClicked: card.settingsRequested()
            }
            PushButton {
                visible: card.detail.length > 0
                look: PushButton.Quiet
                symbol: card.open ? "chevron-down" : "chevron-right"
                text: qsTr("Details")
                onClicked: card.open = !card.open
            }
        }
        LabelledText {
            width: parent.width
            visible: card.open && text.length > 0
            label: qsTr("What was reported")
            text: card.detail
            onCopyRequested: card.copyRequested()
        }
    }
}
