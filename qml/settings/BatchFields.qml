// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// A batching of the user's own.
ColumnLayout {
    id: fields

    required property Settings settings

    function apply(mode: int, size: int, delay: int, rate: int): string {
        return settings.setBatching(mode, size, delay, rate)
    }

    spacing: 10
    Segments {
        name: qsTr("What appears at a time")
        compact: true
        options: [qsTr("Tokens"), qsTr("Words"), qsTr("Characters"), qsTr("Whatever came")]
        current: fields.settings.batchMode
        onChosen: index => fields.apply(index, fields.settings.batchSize, fields.settings.batchDelay, fields.settings.highestRate)
    }
    NumberField {
        id: size
        Layout.fillWidth: true
        label: qsTr("At a time")
        unit: ""
        value: fields.settings.batchSize
        onEdited: value => size.problem = fields.apply(fields.settings.batchMode, value, fields.settings.batchDelay, fields.settings.highestRate)
    }
    NumberField {
        id: delay
        Layout.fillWidth: true
        label: qsTr("At the latest after")
        unit: qsTr("ms")
        value: fields.settings.batchDelay
        onEdited: value => delay.problem = fields.apply(fields.settings.batchMode, fields.settings.batchSize, value, fields.settings.highestRate)
    }
    NumberField {
        id: rate
        Layout.fillWidth: true
        label: qsTr("Updates at most (0 for no limit)")
        unit: qsTr("a second")
        value: fields.settings.highestRate
        onEdited: value => rate.problem = fields.apply(fields.settings.batchMode, fields.settings.batchSize, fields.settings.batchDelay, value)
    }
}
