// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// One use of a tool: its name and how it went; what it was told and what it said, on demand.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Rectangle {
    id: row

    required property string text
    required property string title
    required property string detail
    required property string badge
    required property bool expanded
    required property int tone
    signal toggled
    signal copyRequested(string text)

    implicitHeight: column.height + 2
    radius: Theme.radius
    color: Theme.page
    border.color: Theme.hairline

    Column {
        id: column
        x: 1
        y: 1
        width: parent.width - 2

        FoldHeader {
            width: parent.width
            implicitHeight: Theme.target + 4
            leftPadding: 12
            text: row.title
            symbol: "tool"
            mono: true
            rightPadding: 12
            tone: row.tone
            outcome: row.badge
            expanded: row.expanded
            onClicked: row.toggled()
        }
        Loader {
            active: row.expanded
            visible: active
            width: column.width
            sourceComponent: Column {
                leftPadding: 12
                rightPadding: 12
                bottomPadding: 12
                spacing: 6
                LabelledText {
                    width: column.width - 24
                    label: qsTr("Asked with")
                    text: row.detail
                    onCopyRequested: row.copyRequested(row.detail)
                }
                LabelledText {
                    width: column.width - 24
                    label: qsTr("Answered")
                    text: row.text
                    onCopyRequested: row.copyRequested(row.text)
                }
            }
        }
    }
}
