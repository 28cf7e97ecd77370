// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The list of models behind a pane's name, filtered by what is typed.
Popup {
    id: picker

    required property Application app
    required property string current
    signal chosen(string key)
    signal settingsRequested

    padding: 8
    width: Math.round(340 * Theme.textScale)
    height: Math.min(Math.round(440 * Theme.textScale), column.implicitHeight + 16)
    focus: true
    onOpened: {
        app.models.filter = ""
        filter.clear()
        filter.forceActiveFocus()
    }

    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.hairline
    }
    contentItem: ColumnLayout {
        id: column
        spacing: 8
        Field {
            id: filter
            Layout.fillWidth: true
            name: qsTr("Filter models")
            hint: qsTr("Filter models")
            symbol: "search"
            onTextEdited: picker.app.models.filter = text
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
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
            implicitHeight: contentHeight
            clip: true
            currentIndex: 0
            boundsBehavior: Flickable.StopAtBounds
            model: picker.app.models
            section.property: "endpointName"
            // A ListView of Qt 6.4 can't make bound section delegates, so this file is not ComponentBehavior: Bound.
            section.delegate: SectionLabel {}
            delegate: ModelRow {
                width: ListView.view.width
                chosen: key === picker.current
                onClicked: {
                    picker.close()
                    if (ready)
                        picker.chosen(key)
                    else
                        picker.settingsRequested()
                }
            }
            ScrollBar.vertical: ScrollHandle {}
        }
        PlainText {
            visible: picker.app.models.count === 0
            Layout.fillWidth: true
            Layout.margins: 8
            text: qsTr("No model has this in its name.")
            color: Theme.inkSoft
        }
    }
}
