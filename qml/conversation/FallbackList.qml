// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// Which models answer where the chosen one can't, in their order.
ColumnLayout {
    id: list

    required property FallbackListModel fallbacks
    /// A model is being chosen for it just now.
    property bool adding: false
    /// One of them is about to go, and the focus with it.
    signal removing

    spacing: 0

    PlainText {
        Layout.fillWidth: true
        Layout.leftMargin: 10
        Layout.topMargin: 4
        visible: list.fallbacks.count > 0
        text: qsTr("If it can't answer, before its first word:")
        color: Theme.inkSoft
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
    Repeater {
        model: list.fallbacks
        delegate: RowLayout {
            id: row

            required property int index
            required property string name
            required property string endpointName
            required property bool own

            Layout.fillWidth: true
            spacing: 4
            PlainText {
                Layout.fillWidth: true
                Layout.leftMargin: 10
                text: row.own ? qsTr("%1. %2 (answers here)").arg(row.index + 1).arg(row.name)
                    : row.endpointName.length > 0 ? qsTr("%1. %2 at %3").arg(row.index + 1).arg(row.name).arg(row.endpointName)
                                                  : qsTr("%1. %2 (not there any more)").arg(row.index + 1).arg(row.name)
                color: row.endpointName.length > 0 && !row.own ? Theme.ink : Theme.inkFaint
            }
            IconButton {
                symbol: "arrow-down"
                rotation: 180
                visible: row.index > 0
                name: qsTr("Ask %1 earlier").arg(row.name)
                onClicked: list.fallbacks.raise(row.index)
            }
            IconButton {
                symbol: "close"
                name: qsTr("Don't ask %1 instead").arg(row.name)
                onClicked: {
                    list.removing()
                    list.fallbacks.remove(row.index)
                }
            }
        }
    }
    LinkButton {
        Layout.leftMargin: 10
        text: list.adding ? qsTr("Cancel") : list.fallbacks.count > 0 ? qsTr("Another one after that") : qsTr("Another model, if it can't answer")
        onClicked: list.adding = !list.adding
    }
}
