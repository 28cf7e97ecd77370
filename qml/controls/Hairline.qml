// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A thin line between two surfaces, lying unless `upright`.
Rectangle {
    property bool upright: false

    color: Theme.hairline
    implicitWidth: 1
    implicitHeight: 1
    Layout.fillWidth: !upright
    Layout.fillHeight: upright
}
