// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The head of a pane: which model answers here.
Rectangle {
    id: header

    required property Application app
    required property ChatSession session
    required property bool current
    /// The endpoint's name is all that tells the panes apart: it is shown whatever else has to give way.
    readonly property bool alike: app.session.alike
    signal settingsRequested
    signal modelChosen

    function pickModel() {
        picker.open()
    }
    function choose(modelKey: string) {
        session.chooseModel(modelKey)
        modelChosen()
    }

    implicitHeight: Theme.bar
    color: Theme.page

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 12
        anchors.rightMargin: 16
        spacing: 8

        AbstractButton {
            id: opener
            Layout.maximumWidth: header.width - 48 - Theme.target - (origin.visible ? origin.width + 8 : 0)
                - (header.alike ? endpoint.Layout.minimumWidth + 8 : 0)
                - (resume.visible ? resume.width + 8 : 0)
            implicitHeight: Theme.target
            implicitWidth: implicitContentWidth + 16
            leftPadding: 8
            rightPadding: 8
            hoverEnabled: true
            focusPolicy: Qt.StrongFocus
            enabled: header.session.canChooseModel
            onClicked: picker.open()
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Model of pane %1").arg(header.session.pane + 1)
            Accessible.description: header.alike ? qsTr("%1 at %2").arg(header.session.modelName).arg(header.session.endpointName)
                                                 : header.session.modelName
            Accessible.onPressAction: opener.clicked()
            Keys.onReturnPressed: opener.clicked()

            Tip {
                text: header.session.modelName
                visible: opener.hovered && !picker.shown && opener.width < opener.implicitWidth
            }
            contentItem: RowLayout {
                spacing: 8
                PlainText {
                    Layout.fillWidth: true
                    text: header.session.modelName.length > 0 ? header.session.modelName : qsTr("Choose a model")
                    font.weight: Font.DemiBold
                }
                Icon {
                    name: "chevron-down"
                    opacity: opener.enabled ? 1 : 0
                    colour: Theme.inkFaint
                }
            }
            background: Rectangle {
                radius: Theme.radiusSmall
                color: opener.hovered || picker.shown ? Theme.hover : "transparent"
                FocusRing { shown: opener.visualFocus }
            }
            OnDemand {
                id: picker
                objectName: "modelPicker%1".arg(header.session.pane)
                y: opener.height + 4
                file: Qt.resolvedUrl("ModelPicker.qml")
                owner: header
            }
        }
        PlainText {
            id: endpoint
            Layout.fillWidth: true
            Layout.minimumWidth: header.alike ? Math.min(Math.ceil(implicitWidth), header.width / 3) : 0
            text: header.session.insteadOf.length > 0 ? qsTr("instead of %1").arg(header.session.insteadOf)
                : header.session.origin.length > 0 && !header.alike ? "" : header.session.endpointName
            color: Theme.inkFaint
            font.pixelSize: Theme.small
            HoverArea { id: overEndpoint }
            Tip {
                text: endpoint.text
                visible: endpoint.truncated && overEndpoint.hovered
            }
        }
        Tag {
            id: origin
            // Where there is little room, the endpoint's name says more.
            text: header.alike && header.width < 560 * Theme.textScale ? "" : header.session.origin
        }
        ResumeBadge {
            id: resume
            session: header.session
            visible: text.length > 0 && header.width > 400 * Theme.textScale
        }
        RequestButton {
            pane: header.session.pane
            form: header.session.request
        }
    }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
    Rectangle {
        anchors.bottom: parent.bottom
        x: 20
        width: Math.min(opener.width - 16, parent.width - 40)
        height: 2
        radius: 1
        visible: header.current
        color: Theme.accent
    }
}
