// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// What stands between a draft and its being sent: why it can't be, or what has to be agreed to first.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Rectangle {
    id: strip

    required property CompareSession session
    signal agreed
    signal declined

    readonly property bool asks: session.question.length > 0
    readonly property string sentence: asks ? session.question
        : session.refusal.length > 0 ? session.refusal : session.attachments.problem

    onAsksChanged: {
        if (asks)
            said.forceActiveFocus()
    }

    visible: sentence.length > 0
    implicitHeight: visible ? said.implicitHeight + 20 : 0
    radius: Theme.radius
    color: Theme.attentionTint
    Accessible.role: Accessible.AlertMessage
    Accessible.name: sentence

    Loader {
        id: said
        x: 12
        y: 10
        width: parent.width - 24
        active: strip.sentence.length > 0
        sourceComponent: ColumnLayout {
            spacing: 8
            RowLayout {
                Layout.fillWidth: true
                spacing: 8
                Icon {
                    Layout.alignment: Qt.AlignTop
                    Layout.topMargin: 1
                    name: strip.asks ? "help" : "warning"
                    colour: Theme.attention
                }
                PlainText {
                    Layout.fillWidth: true
                    text: strip.sentence
                    wrapMode: Text.Wrap
                    color: Theme.attention
                }
            }
            RowLayout {
                visible: strip.asks
                Layout.leftMargin: 24
                spacing: 8
                PushButton {
                    text: qsTr("Leave out")
                    name: qsTr("Leave out the oldest and send")
                    focus: true
                    onClicked: strip.agreed()
                }
                PushButton {
                    look: PushButton.Quiet
                    text: qsTr("Cancel")
                    name: qsTr("Don't send")
                    onClicked: strip.declined()
                }
            }
        }
    }
}
