// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// Every model by endpoint, filtered by what is typed.
// A ListView of Qt 6.4 can't make bound section labels, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
ColumnLayout {
    id: finder

    required property Application app
    required property string current
    signal chosen(string key)
    signal settingsRequested

    function takeFocus() {
        filter.forceActiveFocus()
    }

    spacing: 8
    onVisibleChanged: {
        if (!visible)
            return
        app.models.filter = ""
        filter.clear()
        list.currentIndex = 0
        filter.forceActiveFocus()
    }

    Field {
        id: filter
        Layout.fillWidth: true
        name: qsTr("Filter models")
        hint: qsTr("Filter models")
        symbol: "search"
        onTextEdited: finder.app.models.filter = text
        Keys.onDownPressed: list.incrementCurrentIndex()
        Keys.onUpPressed: list.decrementCurrentIndex()
        Shortcut {
            sequence: "Ctrl+D"
            enabled: finder.visible && list.currentItem !== null
            onActivated: finder.app.models.toggleFavourite((list.currentItem as ModelRow).key)
        }
        onAccepted: {
            const row = list.currentItem as ModelRow
            if (row)
                row.clicked()
        }
    }
    ListView {
        id: list
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: count > 0
        implicitHeight: contentHeight
        // What is made ahead of need is made later, and Qt warns when a filter has taken it away by then.
        cacheBuffer: 0
        clip: true
        currentIndex: 0
        boundsBehavior: Flickable.StopAtBounds
        model: finder.app.models
        section.property: "section"
        section.delegate: SectionLabel {}
        delegate: ModelRow {
            width: ListView.view.width - 10
            chosen: key === finder.current
            onFavouriteToggled: finder.app.models.toggleFavourite(key)
            onClicked: {
                if (ready)
                    finder.chosen(key)
                else
                    finder.settingsRequested()
            }
        }
        ScrollBar.vertical: ScrollHandle {}
    }
    PlainText {
        visible: finder.app.models.count === 0
        Layout.fillWidth: true
        Layout.margins: 8
        text: qsTr("No model has this in its name.")
        color: Theme.inkSoft
    }
}
