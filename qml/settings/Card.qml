// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A framed group of settings.
Rectangle {
    id: card

    default property alias content: column.data

    Layout.fillWidth: true
    implicitHeight: column.implicitHeight + 32
    radius: 12
    color: Theme.page
    border.color: Theme.hairline

    ColumnLayout {
        id: column
        x: 16
        y: 16
        width: parent.width - 32
        spacing: 12
    }
}
