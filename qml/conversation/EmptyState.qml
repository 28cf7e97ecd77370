// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// How to start: a greeting, three prompts to click, and the way to one's own models.
Rectangle {
    id: start

    required property Application app
    signal asked(string prompt)
    signal settingsRequested

    readonly property bool narrow: width < 620 * Theme.textScale

    color: Theme.page

    FocusFollower { view: scroller }
    Flickable {
        id: scroller
        anchors.fill: parent
        contentHeight: Math.max(height, column.implicitHeight + 48)
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        ColumnLayout {
            id: column
            anchors.centerIn: parent
            width: Math.min(parent.width - 48, Math.round(760 * Theme.textScale))
            spacing: 0

            Icon {
                Layout.alignment: Qt.AlignHCenter
                name: "streaming"
                size: Math.round(40 * Theme.textScale)
                colour: Theme.accent
            }
            PlainText {
                Layout.fillWidth: true
                Layout.topMargin: 16
                horizontalAlignment: Text.AlignHCenter
                text: start.app.session.paneCount > 1 ? qsTr("One question, two answers") : qsTr("What would you like to know?")
                font.pixelSize: Theme.display
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
            }
            PlainText {
                Layout.fillWidth: true
                Layout.topMargin: 8
                horizontalAlignment: Text.AlignHCenter
                text: {
                    const two = start.app.session.paneCount > 1
                    if (start.app.session.demo)
                        return two ? qsTr("Two demo models answer side by side, from recordings. Ask below, or begin with one of these.")
                            : qsTr("A demo model answers from recordings. Ask below, or begin with one of these.")
                    return two ? qsTr("Ask below and watch both models think side by side, or begin with one of these.")
                        : qsTr("Ask below, or begin with one of these.")
                }
                color: Theme.inkSoft
                font.pixelSize: Theme.body
                wrapMode: Text.Wrap
            }
            GridLayout {
                Layout.fillWidth: true
                Layout.topMargin: 32
                columns: start.narrow ? 1 : 3
                columnSpacing: 12
                rowSpacing: 12
                SuggestionCard {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    symbol: "scales"
                    prompt: qsTr("Compare TCP and QUIC for a chat application")
                    onClicked: start.asked(prompt)
                }
                SuggestionCard {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    symbol: "table"
                    prompt: qsTr("Explain how a rainbow forms, with a table")
                    onClicked: start.asked(prompt)
                }
                SuggestionCard {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    symbol: "code"
                    prompt: qsTr("Write a small HTTP client in C++ with comments")
                    label: qsTr("Write a small HTTP client in C\u2060+\u2060+ with comments")
                    onClicked: start.asked(prompt)
                }
            }
            Flow {
                Layout.alignment: Qt.AlignHCenter
                Layout.topMargin: 24
                Layout.maximumWidth: column.width
                visible: start.app.onlyDemo
                spacing: 6
                PlainText {
                    height: Theme.target
                    text: start.app.startHint
                    color: Theme.inkSoft
                }
                LinkButton {
                    text: qsTr("Open settings")
                    name: qsTr("Open settings to add a key")
                    onClicked: start.settingsRequested()
                }
            }
        }
        ScrollBar.vertical: ScrollHandle {}
    }
}
