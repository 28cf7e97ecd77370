// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet
import Rivulet.Ui

/// The list of models behind a pane's name.
Popup {
    id: picker

    required property Application app
    required property string current
    required property FallbackListModel fallbacks
    signal chosen(string key)
    signal settingsRequested

    padding: 8
    // Whatever it hangs from, it stays within the window.
    margins: 8
    width: Math.round(380 * Theme.textScale)
    height: Math.min(Math.round(440 * Theme.textScale), implicitContentHeight + 16)
    focus: true

    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.hairline
    }
    contentItem: ModelChoice {
        app: picker.app
        current: picker.current
        fallbacks: picker.fallbacks
        onChosen: key => {
            picker.close()
            picker.chosen(key)
        }
        onSettingsRequested: {
            picker.close()
            picker.settingsRequested()
        }
    }
}
