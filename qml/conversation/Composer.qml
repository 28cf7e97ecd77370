// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// Where a prompt is written, with its files. Grows with it, up to eight lines.
Rectangle {
    id: composer

    required property Application app
    signal sent
    readonly property bool sendable: app.session.canSend && !app.session.attachments.reading
        && (area.length > 0 || app.session.attachments.count > 0)

    implicitHeight: box.y + box.height + hints.height + 8
    color: Theme.page

    function takeFocus() {
        area.forceActiveFocus()
    }
    function submit() {
        if (app.session.send(area.text))
            done()
    }
    function done() {
        area.clear()
        takeFocus()
        sent()
    }
    /// What asks is made only then: its library is as large as much of the window.
    function askForFiles() {
        picker.setSource("FilesDialog.qml", { attachments: app.session.attachments })
    }
    function dismiss() {
        app.session.dismiss()
        takeFocus()
    }

    ComposerQuestion {
        id: question
        x: box.x
        y: 12
        width: box.width
        session: composer.app.session
        onAgreed: {
            if (composer.app.session.sendLeavingOut())
                composer.done()
            else
                composer.takeFocus()
        }
        onDeclined: composer.dismiss()
        Keys.onEscapePressed: composer.dismiss()
        Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape
    }
    Connections {
        target: composer.app
        // What is written stays here; another conversation counts it now.
        function onSessionChanged() { composer.app.session.setDraft(area.text) }
    }
    Loader {
        id: picker
    }
    Connections {
        target: picker.item
        function onFinished() {
            picker.source = ""
            composer.takeFocus()
        }
    }
    DraftFiles {
        id: files
        x: box.x
        y: question.y + (question.visible ? question.height + 8 : 0)
        width: box.width
        attachments: composer.app.session.attachments
        onTakenOut: composer.takeFocus()
    }

    Rectangle {
        id: box
        x: Math.max(16, Math.round((parent.width - width) / 2))
        y: files.y + (files.visible ? files.height + 8 : 0)
        width: Math.min(parent.width - 32, Math.max(Theme.column + 40, parent.width * 0.72))
        height: Math.max(scroller.height + 12, Theme.target + 12)
        radius: 14
        color: Theme.raised
        border.width: area.activeFocus ? 2 : 1
        border.color: area.activeFocus ? Theme.accent : Theme.edge

        IconButton {
            id: attach
            x: 6
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 6
            symbol: "attach"
            name: qsTr("Add files")
            tip: qsTr("Add files (or drop them here, or paste an image)")
            onClicked: composer.askForFiles()
        }
        Flickable {
            id: scroller
            x: attach.x + attach.width
            y: 6
            width: send.x - x - 6
            height: Math.min(area.implicitHeight, Math.ceil(lines.height * 8) + area.topPadding + area.bottomPadding)
            boundsBehavior: Flickable.StopAtBounds
            flickableDirection: Flickable.VerticalFlick
            clip: true
            ScrollBar.vertical: ScrollHandle {}

            TextArea.flickable: TextArea {
                id: area
                leftPadding: 6
                rightPadding: 10
                topPadding: Math.max(6, Math.round((Theme.target - lines.height) / 2))
                bottomPadding: topPadding
                wrapMode: TextArea.Wrap
                textFormat: TextEdit.PlainText
                selectByMouse: true
                color: Theme.ink
                selectionColor: Theme.selection
                selectedTextColor: Theme.ink
                font.pixelSize: Theme.body
                background: null
                focus: true
                Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Prompt")
                Accessible.description: hint.text
                Accessible.multiLine: true
                onTextChanged: composer.app.session.setDraft(text)
                Keys.onPressed: event => {
                    if (event.matches(StandardKey.Paste)) {
                        event.accepted = composer.app.session.attachments.paste()
                        return
                    }
                    const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter
                    if (enter && !(event.modifiers & Qt.ShiftModifier)) {
                        event.accepted = true
                        composer.submit()
                    }
                }
            }
        }
        LongText {
            target: area // qmllint disable
        }
        FontMetrics {
            id: lines
            font: area.font
        }
        PlainText {
            id: hint
            x: scroller.x + area.leftPadding
            y: scroller.y
            width: scroller.width - 20
            height: Theme.target
            visible: area.length === 0 && area.preeditText.length === 0
            text: composer.app.session.paneCount > 1 ? qsTr("Ask both models…")
                : qsTr("Ask %1…").arg(composer.app.session.first.modelName)
            color: Theme.inkFaint
        }
        AbstractButton {
            id: send
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: 6
            width: Theme.target
            height: Theme.target
            enabled: composer.sendable
            hoverEnabled: true
            focusPolicy: Qt.StrongFocus
            onClicked: composer.submit()
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Send")
            Accessible.onPressAction: send.clicked()
            Keys.onReturnPressed: send.clicked()
            contentItem: Item {
                Icon {
                    anchors.centerIn: parent
                    name: "send"
                    colour: send.enabled ? Theme.accentInk : Theme.inkFaint
                }
            }
            background: Rectangle {
                radius: 10
                color: !send.enabled ? Theme.neutralTint : send.hovered || send.down ? Theme.accentHover : Theme.accent
                FocusRing { shown: send.visualFocus }
            }
            Tip {
                text: qsTr("Send (Enter)")
                visible: send.hovered
            }
        }
    }
    RowLayout {
        id: hints
        x: box.x + 16
        y: box.y + box.height
        width: box.width - 32
        height: Math.round(24 * Theme.textScale)
        PlainText {
            Layout.fillWidth: true
            text: qsTr("Enter sends, Shift+Enter starts a new line")
            color: Theme.inkFaint
            font.pixelSize: Theme.small
        }
        PlainText {
            text: composer.app.session.draftFigures
            color: Theme.inkFaint
            font.pixelSize: Theme.small
            Accessible.ignored: text.length === 0
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
}
