// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// What an answer names as its sources: numbered, each with where it really leads.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Column {
    id: row

    required property string title
    required property string more
    required property list<string> sources
    required property list<string> links
    required property bool expanded
    signal toggled
    signal linkActivated(string link)
    signal linkHovered(string link)

    FoldHeader {
        x: -8
        width: Math.min(implicitWidth, row.width + 8)
        text: row.title
        symbol: "link"
        expanded: row.expanded
        onClicked: row.toggled()
    }
    Loader {
        active: row.expanded
        visible: active
        width: row.width
        sourceComponent: Column {
            Accessible.role: Accessible.List
            Accessible.name: row.title
            Repeater {
                model: row.sources
                delegate: SourceLink {
                    required property int index
                    required property string modelData
                    width: row.width
                    number: index + 1
                    title: modelData
                    link: row.links[index]
                    onClicked: row.linkActivated(link)
                    onHoveredChanged: row.linkHovered(hovered ? link : "")
                }
            }
            PlainText {
                leftPadding: Math.round(32 * Theme.textScale)
                topPadding: 4
                width: row.width
                visible: text.length > 0
                text: row.more
                color: Theme.inkFaint
                font.pixelSize: Theme.small
                Accessible.ignored: false
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
        }
    }
}
