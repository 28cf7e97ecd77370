// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// The heading over a group of rows in a list; nothing where the group has no name.
Item {
    id: label

    required property string section

    implicitWidth: words.implicitWidth + 24
    implicitHeight: section.length > 0 ? words.implicitHeight + 20 : 4

    PlainText {
        id: words
        x: 12
        y: 14
        text: label.section
        font.pixelSize: Theme.small
        font.weight: Font.DemiBold
        color: Theme.inkFaint
    }
}
