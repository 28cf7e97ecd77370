// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// The end of an answer: a card if it went wrong, and one quiet line of figures.
ColumnLayout {
    id: row

    required property int number
    required property string headline
    required property string sentence
    required property string detail
    required property string plain
    required property string stats
    required property string badge
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

    spacing: 4

    FailureCard {
        Layout.fillWidth: true
        Layout.bottomMargin: 4
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
    RowLayout {
        Layout.fillWidth: true
        spacing: 8
        Tag { text: row.badge }
        PlainText {
            Layout.fillWidth: true
            text: row.stats
            color: Theme.inkFaint
            font.pixelSize: Theme.small
            Accessible.ignored: false
            Accessible.role: Accessible.StaticText
            Accessible.name: row.plain.length > 0 ? row.plain : row.stats
        }
        IconButton {
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
        Timer {
            id: copied
            interval: 1600
        }
    }
}
