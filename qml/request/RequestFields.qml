// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The fields of how prompts are asked: those that the model takes.
ColumnLayout {
    id: fields

    required property RequestForm form
    /// With the system prompt and the way back to the settings: in a pane, not in the settings themselves.
    property bool withSystem: false

    spacing: 12
    function takeFocus() {
        if (withSystem)
            system.takeFocus()
    }

    PlainText {
        visible: fields.withSystem
        text: qsTr("System prompt")
        font.weight: Font.DemiBold
    }
    SystemField {
        id: system
        Layout.fillWidth: true
        visible: fields.withSystem
        form: fields.form
    }
    RowLayout {
        Layout.fillWidth: true
        visible: fields.form.thinkingOptions.length > 0
        spacing: 12
        PlainText {
            Layout.fillWidth: true
            text: qsTr("Thinking")
        }
        Select {
            Layout.preferredWidth: Math.round(190 * Theme.textScale)
            name: qsTr("Thinking")
            model: fields.form.thinkingOptions
            currentIndex: fields.form.thinking
            onActivated: index => fields.form.thinking = index
        }
    }
    RefusedLine {
        Layout.fillWidth: true
        visible: fields.form.thinkingRefused && fields.form.thinkingOptions.length > 0
        label: qsTr("Thinking")
        onTryAgain: fields.form.tryAgain(RequestForm.Thinking)
    }
    NumberLine {
        Layout.fillWidth: true
        visible: fields.form.asksBudget
        label: qsTr("Thinking budget")
        unit: qsTr("tokens")
        value: fields.form.budget
        problem: fields.form.budgetProblem
        onEdited: value => fields.form.budget = value
    }
    NumberLine {
        Layout.fillWidth: true
        label: qsTr("Answer limit")
        unit: qsTr("tokens")
        usual: fields.form.usualLimit
        value: fields.form.answerLimit
        problem: fields.form.answerLimitProblem
        refused: fields.form.answerLimitRefused
        onEdited: value => fields.form.answerLimit = value
        onTryAgain: fields.form.tryAgain(RequestForm.AnswerLimit)
    }
    NumberLine {
        Layout.fillWidth: true
        visible: fields.form.offersSampling
        label: qsTr("Temperature")
        usual: qsTr("model's own")
        value: fields.form.temperature
        problem: fields.form.temperatureProblem
        refused: fields.form.temperatureRefused
        onEdited: value => fields.form.temperature = value
        onTryAgain: fields.form.tryAgain(RequestForm.Temperature)
    }
    NumberLine {
        Layout.fillWidth: true
        visible: fields.form.offersSampling
        label: qsTr("Top-p")
        usual: qsTr("model's own")
        value: fields.form.topP
        problem: fields.form.topPProblem
        refused: fields.form.topPRefused
        onEdited: value => fields.form.topP = value
        onTryAgain: fields.form.tryAgain(RequestForm.TopP)
    }
    Hairline { Layout.fillWidth: true }
    RowLayout {
        Layout.fillWidth: true
        spacing: 12
        PlainText {
            Layout.fillWidth: true
            text: qsTr("Stream answers")
        }
        Segments {
            name: qsTr("Stream answers")
            compact: true
            options: [qsTr("Automatic"), qsTr("Always"), qsTr("Never")]
            current: fields.form.streaming
            onChosen: index => fields.form.streaming = index
        }
    }
    PlainText {
        Layout.fillWidth: true
        visible: text.length > 0
        text: fields.form.streamingReason
        wrapMode: Text.Wrap
        color: Theme.inkSoft
        font.pixelSize: Theme.small
        Accessible.ignored: !visible
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Toggle {
        Layout.fillWidth: true
        visible: fields.form.streaming === 0
        text: qsTr("Stream answers to short prompts too")
        checked: fields.form.streamsShort
        onToggled: fields.form.streamsShort = checked
    }
    Toggle {
        Layout.fillWidth: true
        visible: fields.form.offersBackground
        text: qsTr("Answer in the background: the provider goes on when the connection breaks, and keeps the answer for a while")
        checked: fields.form.background
        onToggled: fields.form.background = checked
    }
    LearntLines {
        Layout.fillWidth: true
        visible: fields.withSystem && fields.form.learnt.length > 0
        form: fields.form
    }
    LinkButton {
        visible: fields.withSystem && !fields.form.usual
        text: qsTr("As in the settings")
        onClicked: fields.form.reset()
    }
}
