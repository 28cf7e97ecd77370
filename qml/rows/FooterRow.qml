// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// The end of an answer: a card if it went wrong, and one quiet line of figures.
Column {
    id: row

    required property int number
    required property string headline
    required property string sentence
    required property string detail
    required property string plain
    required property string stats
    required property string figures
    required property string badge
    required property string notes
    required property int tone
    required property bool writing
    required property bool canReconnect
    required property bool canRetry
    required property bool canCopy
    required property bool canOpenSettings
    signal reconnectRequested
    signal retryRequested
    signal settingsRequested
    signal copyRequested(string text)
    signal copyAnswerRequested

    spacing: 8

    FailureCard {
        width: row.width
        visible: row.headline.length > 0
        number: row.number
        headline: row.headline
        sentence: row.sentence
        detail: row.detail
        tone: row.tone
        canReconnect: row.canReconnect
        canRetry: row.canRetry
        canOpenSettings: row.canOpenSettings
        onReconnectRequested: row.reconnectRequested()
        onRetryRequested: row.retryRequested()
        onSettingsRequested: row.settingsRequested()
        onCopyRequested: row.copyRequested(row.detail)
    }
    PlainText {
        width: row.width
        visible: text.length > 0
        text: row.notes
        wrapMode: Text.Wrap
        color: Theme.inkFaint
        font.pixelSize: Theme.small
        Accessible.ignored: false
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    // Positioned by hand-set widths: a layout measures wrapped text before it knows how wide it may be.
    Item {
        id: line
        readonly property real room: width - copy.width - 8
        readonly property bool stacked: tag.visible && figures.text.length > 0
            && tag.implicitWidth + 8 + figures.implicitWidth > room

        width: row.width
        height: Math.max(copy.height, figures.y + figures.height)
        Tag {
            id: tag
            y: Math.round((copy.height - Math.min(height, copy.height)) / 2)
            width: Math.min(implicitWidth, line.room)
            wraps: true
            text: row.badge
        }
        PlainText {
            id: figures
            readonly property real above: line.stacked ? tag.y + tag.height + 2 : 0
            x: tag.visible && !line.stacked ? tag.width + 8 : 0
            y: line.stacked ? above : Math.max(0, Math.round((copy.height - implicitHeight) / 2))
            width: line.room - x
            text: row.stats
            wrapMode: Text.Wrap
            color: Theme.inkFaint
            font.pixelSize: Theme.small
            Accessible.ignored: false
            Accessible.role: Accessible.StaticText
            Accessible.name: row.plain.length > 0 ? row.plain : row.stats
            Accessible.description: row.figures
            HoverArea { id: over }
            Tip {
                text: row.figures
                visible: over.hovered && text.length > 0
            }
        }
        IconButton {
            id: copy
            anchors.right: parent.right
            opacity: row.canCopy ? 1 : 0
            enabled: row.canCopy
            symbol: copied.running ? "check" : "copy"
            ink: copied.running ? Theme.good : Theme.inkFaint
            name: qsTr("Copy answer as Markdown")
            onClicked: {
                row.copyAnswerRequested()
                copied.restart()
            }
        }
    }
    Timer {
        id: copied
        interval: 1600
    }
}
