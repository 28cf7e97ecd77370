// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// Why a pane's prompt, or the rest of its answer, has not been asked for yet, how long that takes, and what can
/// be done instead.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Item {
    id: card

    required property ChatSession session
    signal otherModelRequested

    readonly property string model: qsTr("%1, pane %2").arg(session.modelName).arg(session.pane + 1)

    visible: session.sendWait.length > 0
    implicitHeight: visible ? box.implicitHeight + 12 : 0
    Accessible.role: Accessible.AlertMessage
    Accessible.name: qsTr("%1: %2").arg(model).arg(session.sendWait)
    Accessible.description: session.sendWaitSentence

    Loader {
        id: box
        x: 12
        width: parent.width - 24
        active: card.session.sendWait.length > 0
        sourceComponent: Rectangle {
            implicitHeight: column.implicitHeight + 24
            radius: Theme.radius
            color: Theme.toneTint(TranscriptModel.Waiting)

            // Positioned by hand-set widths: a layout measures wrapped text before it knows how wide it may be.
            Column {
                id: column
                x: 16
                y: 12
                width: parent.width - 32
                spacing: 6

                Item {
                    width: parent.width
                    height: Math.max(mark.height, title.implicitHeight)
                    Icon {
                        id: mark
                        name: "waiting"
                        colour: Theme.toneInk(TranscriptModel.Waiting)
                    }
                    PlainText {
                        id: title
                        x: mark.width + 8
                        width: parent.width - x
                        text: card.session.sendWait
                        wrapMode: Text.Wrap
                        font.weight: Font.DemiBold
                        color: Theme.toneInk(TranscriptModel.Waiting)
                    }
                }
                PlainText {
                    width: parent.width
                    text: card.session.sendWaitSentence
                    wrapMode: Text.Wrap
                    lineHeight: 1.35
                }
                Flow {
                    width: parent.width
                    topPadding: 2
                    spacing: 8
                    PushButton {
                        text: card.session.canChooseModel ? qsTr("Send now anyway") : qsTr("Go on now anyway")
                        name: card.session.canChooseModel ? qsTr("Send now anyway to %1").arg(card.model) : qsTr("Go on now anyway with %1").arg(card.model)
                        tip: qsTr("Ctrl+R")
                        onClicked: card.session.sendNow()
                    }
                    PushButton {
                        visible: card.session.canChooseModel
                        symbol: "chevron-down"
                        text: qsTr("Another model")
                        name: qsTr("Send to another model instead of %1").arg(card.model)
                        onClicked: card.otherModelRequested()
                    }
                    PushButton {
                        look: PushButton.Quiet
                        text: qsTr("Cancel")
                        name: card.session.canChooseModel ? qsTr("Don't send to %1").arg(card.model) : qsTr("Don't go on with %1").arg(card.model)
                        tip: qsTr("Esc")
                        onClicked: card.session.cancel()
                    }
                }
            }
        }
    }
}
