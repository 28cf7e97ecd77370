// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The foot of a pane: its stream's state and figures, and the buttons that do something now.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Rectangle {
    id: strip

    required property ChatSession session
    readonly property int number: session.pane + 1
    readonly property bool wide: width > 560 * Theme.textScale
    /// Room for the state and two buttons, no more.
    readonly property bool tiny: width < 250 * Theme.textScale
    readonly property bool narrow: width < 380 * Theme.textScale
    /// There is more to do than to pause and to cancel, which are known by their signs then.
    readonly property bool crowded: !wide && (session.canReconnect || session.nextModelName.length > 0)
    /// The card above has the buttons of what waits to be sent.
    readonly property bool asks: session.sendWait.length === 0

    readonly property bool idle: session.phase === ChatSession.Idle

    visible: !idle
    implicitHeight: visible ? Theme.bar : 0
    color: Theme.page

    // Before the first prompt there is nothing to say.
    Loader {
        anchors.fill: parent
        active: !strip.idle
        sourceComponent: Item {
            ProgressLine {
                width: parent.width
                session: strip.session
            }
            Hairline {
                width: parent.width
                visible: !strip.session.running
            }
            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: 16
                anchors.rightMargin: 12
                anchors.topMargin: 1
                spacing: 10

                StateChip {
                    session: strip.session
                    Layout.maximumWidth: Math.max(implicitHeight * 2, strip.width - 38 - buttons.implicitWidth)
                }
                PlainText {
                    id: figures
                    Layout.fillWidth: true
                    Layout.minimumWidth: 0
                    visible: !strip.tiny
                    text: strip.session.figures
                    // A figure or two is no figure.
                    opacity: truncated && width < 72 * Theme.textScale ? 0 : 1
                    color: Theme.inkSoft
                    font.pixelSize: Theme.small
                    HoverArea { id: overFigures }
                    Tip {
                        text: figures.text
                        visible: figures.truncated && overFigures.hovered
                    }
                }
                RowLayout {
                    id: buttons
                    Layout.alignment: Qt.AlignRight
                    Layout.fillWidth: false
                    spacing: strip.tiny ? 4 : 10

                    PushButton {
                        visible: strip.session.nextModelName.length > 0
                        Layout.maximumWidth: strip.narrow ? Theme.target : Math.round(strip.width * 0.42)
                        symbol: "chevron-right"
                        text: strip.narrow ? "" : qsTr("Ask %1 now").arg(strip.session.nextModelName)
                        name: qsTr("Ask %1 now instead of %2, pane %3").arg(strip.session.nextModelName).arg(strip.session.modelName).arg(strip.number)
                        tip: qsTr("Ask %1 now instead of %2 (Ctrl+Shift+R)").arg(strip.session.nextModelName).arg(strip.session.modelName)
                        onClicked: strip.session.askNext()
                    }
                    PushButton {
                        visible: strip.session.canPause && strip.asks && !(strip.tiny && strip.crowded)
                        look: PushButton.Plain
                        symbol: "pause"
                        text: strip.narrow || strip.crowded ? "" : qsTr("Pause")
                        name: qsTr("Pause pane %1").arg(strip.number)
                        tip: qsTr("Pause (Ctrl+P)")
                        onClicked: strip.session.pause()
                    }
                    PushButton {
                        visible: strip.session.canResume
                        look: PushButton.Primary
                        symbol: "play"
                        text: strip.narrow ? "" : qsTr("Resume")
                        name: qsTr("Resume pane %1").arg(strip.number)
                        tip: qsTr("Ctrl+P")
                        onClicked: strip.session.resume()
                    }
                    PushButton {
                        visible: strip.session.canReconnect && strip.asks
                        symbol: "reconnect"
                        text: strip.wide || (!strip.narrow && strip.session.nextModelName.length === 0) ? qsTr("Reconnect") : ""
                        name: qsTr("Reconnect pane %1").arg(strip.number)
                        tip: qsTr("Reconnect now (Ctrl+R)")
                        onClicked: strip.session.reconnect()
                    }
                    PushButton {
                        visible: strip.session.canRetry
                        look: PushButton.Quiet
                        symbol: "retry"
                        text: strip.wide ? qsTr("Retry") : ""
                        name: qsTr("Retry pane %1").arg(strip.number)
                        tip: qsTr("Ask again from the start")
                        onClicked: strip.session.retry()
                    }
                    PushButton {
                        visible: strip.session.canCancel && strip.asks
                        look: PushButton.Quiet
                        symbol: "close"
                        text: strip.wide || (!strip.narrow && !strip.crowded) ? qsTr("Cancel") : ""
                        name: qsTr("Cancel pane %1").arg(strip.number)
                        tip: qsTr("Cancel, keeping what is there (Esc)")
                        onClicked: strip.session.cancel()
                    }
                }
            }
        }
    }
}
