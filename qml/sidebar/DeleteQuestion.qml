// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// Asks once more before a conversation is gone.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Rectangle {
    id: question

    property string title: ""
    property double conversationId: 0
    signal confirmed(double conversationId)
    signal closed

    function ask(id: double, name: string) {
        conversationId = id
        title = name
        visible = true
        asked.forceActiveFocus()
    }
    function confirm() {
        close()
        confirmed(conversationId)
    }
    function close() {
        visible = false
        closed()
    }

    visible: false
    implicitHeight: asked.implicitHeight + 24
    radius: Theme.radius
    color: Theme.raised
    border.color: Theme.hairline

    Loader {
        id: asked
        x: 12
        y: 12
        width: parent.width - 24
        active: question.visible
        sourceComponent: ColumnLayout {
            spacing: 10
            PlainText {
                Layout.fillWidth: true
                text: qsTr("Delete “%1” for good?").arg(question.title)
                wrapMode: Text.Wrap
                maximumLineCount: 3
            }
            RowLayout {
                PushButton {
                    focus: true
                    text: qsTr("Keep")
                    onClicked: question.close()
                }
                PushButton {
                    look: PushButton.Danger
                    text: qsTr("Delete")
                    name: qsTr("Delete for good")
                    onClicked: question.confirm()
                }
            }
        }
    }
}
