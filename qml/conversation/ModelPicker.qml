// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// The list of models behind a pane's name.
Popup {
    id: picker

    required property PaneHeader owner

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
        app: picker.owner.app
        current: picker.owner.session.modelKey
        fallbacks: picker.owner.session.fallbacks
        onChosen: key => {
            picker.close()
            picker.owner.choose(key)
        }
        onSettingsRequested: {
            picker.close()
            picker.owner.settingsRequested()
        }
    }
}
