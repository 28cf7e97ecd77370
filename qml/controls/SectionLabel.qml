// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// The heading over a group of rows in a list; nothing where the group has no name.
PlainText {
    required property string section

    visible: section.length > 0
    height: visible ? implicitHeight : 4
    leftPadding: 12
    topPadding: 14
    bottomPadding: 6
    text: section
    font.pixelSize: Theme.small
    font.weight: Font.DemiBold
    color: Theme.inkFaint
}
