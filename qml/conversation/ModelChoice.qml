// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The models to choose from, for a pane itself or for where its model can't answer.
ColumnLayout {
    id: choice

    required property Application app
    required property string current
    required property FallbackListModel fallbacks
    signal chosen(string key)
    signal settingsRequested

    spacing: 4
    onVisibleChanged: others.adding = false

    PlainText {
        Layout.fillWidth: true
        Layout.leftMargin: 10
        visible: others.adding
        text: qsTr("Which model is asked instead?")
        font.weight: Font.DemiBold
    }
    PlainText {
        Layout.fillWidth: true
        Layout.leftMargin: 10
        Layout.rightMargin: 10
        visible: text.length > 0
        text: choice.fallbacks.refusal
        color: Theme.bad
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        Accessible.ignored: false
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    ModelFinder {
        id: finder
        Layout.fillWidth: true
        Layout.fillHeight: true
        app: choice.app
        current: choice.current
        onChosen: key => {
            if (others.adding)
                others.adding = !choice.fallbacks.add(key)
            else
                choice.chosen(key)
        }
        onSettingsRequested: choice.settingsRequested()
    }
    Hairline {}
    FallbackList {
        id: others
        Layout.fillWidth: true
        fallbacks: choice.fallbacks
        onAddingChanged: {
            choice.fallbacks.forgetRefusal()
            finder.takeFocus()
        }
        onRemoving: finder.takeFocus()
    }
}
