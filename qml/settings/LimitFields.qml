// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// How often to try again and how long to wait.
Card {
    id: fields

    required property Settings settings

    function apply(tries: int, connect: real, first: real, local: real, idle: real): string {
        return settings.setLimits(tries, connect, first, local, idle)
    }

    PlainText {
        text: qsTr("How long to wait")
        font.weight: Font.DemiBold
    }
    NumberField {
        id: tries
        Layout.fillWidth: true
        label: qsTr("Retry by itself")
        unit: qsTr("times")
        value: fields.settings.retries
        onEdited: value => tries.problem = fields.apply(value, fields.settings.connectTimeout, fields.settings.firstByteTimeout,
                                        fields.settings.localFirstByteTimeout, fields.settings.idleTimeout)
    }
    PlainText {
        Layout.topMargin: 4
        text: qsTr("Wait at most")
    }
    NumberField {
        id: connecting
        Layout.fillWidth: true
        label: qsTr("To reach the server")
        unit: qsTr("seconds")
        whole: false
        value: fields.settings.connectTimeout
        onEdited: value => connecting.problem = fields.apply(fields.settings.retries, value, fields.settings.firstByteTimeout,
                                        fields.settings.localFirstByteTimeout, fields.settings.idleTimeout)
    }
    NumberField {
        id: first
        Layout.fillWidth: true
        label: qsTr("For the first word")
        unit: qsTr("seconds")
        whole: false
        value: fields.settings.firstByteTimeout
        onEdited: value => first.problem = fields.apply(fields.settings.retries, fields.settings.connectTimeout, value,
                                        fields.settings.localFirstByteTimeout, fields.settings.idleTimeout)
    }
    NumberField {
        id: local
        Layout.fillWidth: true
        label: qsTr("For the first word of a local model, which may have to be loaded")
        unit: qsTr("seconds")
        whole: false
        value: fields.settings.localFirstByteTimeout
        onEdited: value => local.problem = fields.apply(fields.settings.retries, fields.settings.connectTimeout,
                                        fields.settings.firstByteTimeout, value, fields.settings.idleTimeout)
    }
    NumberField {
        id: between
        Layout.fillWidth: true
        label: qsTr("Between two words")
        unit: qsTr("seconds")
        whole: false
        value: fields.settings.idleTimeout
        onEdited: value => between.problem = fields.apply(fields.settings.retries, fields.settings.connectTimeout,
                                        fields.settings.firstByteTimeout, fields.settings.localFirstByteTimeout, value)
    }
}
