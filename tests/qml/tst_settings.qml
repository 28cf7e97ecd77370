// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Rivulet
import Rivulet.Ui

/// What asks before it removes, and what says what is wrong with a number.
TestCase {
    id: test
    name: "Settings"
    when: windowShown
    width: 700
    height: 500
    visible: true

    Component {
        id: question
        RemoveQuestion {
            width: 500
            question: "Remove the key?"
            going: "Remove key"
            subject: "Cloud"
        }
    }
    Component {
        id: number
        NumberField {
            width: 400
            label: "Try again"
            unit: "times"
            value: 3
            onEdited: value => problem = value > 10 ? "Too many." : ""
        }
    }
    Component {
        id: budget
        BudgetLine {
            width: 400
            label: "Requests"
            value: ""
            subject: "Cloud"
            onEdited: value => problem = value === "0" ? "From 1 on." : ""
        }
    }
    Component {
        id: endpoint
        EndpointRow {
            width: 600
            endpoints: null
            endpointId: "cloud"
            name: "Cloud"
            url: "https://cloud.example"
            dialect: "anthropic"
            needsKey: true
            takesKey: true
            keepsKey: true
            keyVariable: ""
            addressHint: ""
            hasKey: true
            custom: true
            status: ""
            tone: TranscriptModel.Neutral
            busy: false
            models: 2
            connectWait: 10
            firstByteWait: 120
            idleWait: 600
            ownWaits: false
            goOn: 1
            unencrypted: false
            offersSession: false
            requestBudget: "60"
            inputBudget: ""
            outputBudget: ""
        }
    }

    Component {
        id: longPage
        Item {
            readonly property alias view: view
            readonly property alias last: last
            width: 300
            height: 200
            FocusFollower { view: view }
            Flickable {
                id: view
                anchors.fill: parent
                contentHeight: 1000
                PushButton {
                    id: last
                    y: 900
                    text: "Last"
                }
            }
        }
    }

    SignalSpy { id: confirmed; signalName: "confirmed" }
    SignalSpy { id: closed; signalName: "closed" }
    SignalSpy { id: edited; signalName: "edited" }

    /// The first visible button of this accessible name; null where there is none.
    function named(item: Item, name: string): Item {
        for (let i = 0; i < item.children.length; ++i) {
            const child = item.children[i]
            if (!child.visible)
                continue
            if (child.name === name && child.clicked !== undefined)
                return child
            const found = named(child, name)
            if (found !== null)
                return found
        }
        return null
    }
    function part(item: Item, objectName: string): Item {
        return findChild(item, objectName) as Item
    }

    function test_aQuestionIsAnsweredByKeysAndNoIsTheDefault() {
        const asked = createTemporaryObject(question, test)
        confirmed.target = asked
        closed.target = asked
        confirmed.clear()
        closed.clear()
        verify(!asked.visible)
        asked.ask()
        tryVerify(() => named(asked, "Keep Cloud") && named(asked, "Keep Cloud").activeFocus)
        keyClick(Qt.Key_Return)
        compare([asked.visible, closed.count, confirmed.count], [false, 1, 0])
        asked.ask()
        keyClick(Qt.Key_Escape)
        compare([asked.visible, closed.count, confirmed.count], [false, 2, 0])
        asked.ask()
        keyClick(Qt.Key_Tab)
        verify(named(asked, "Remove key: Cloud").activeFocus)
        keyClick(Qt.Key_Return)
        compare([asked.visible, closed.count, confirmed.count], [false, 2, 1])
    }
    function test_aButtonThatTabReachesComesIntoSight() {
        const page = createTemporaryObject(longPage, test)
        page.last.forceActiveFocus(Qt.MouseFocusReason)
        compare(page.view.contentY, 0)
        test.forceActiveFocus()
        page.last.forceActiveFocus(Qt.TabFocusReason)
        verify(page.view.contentY >= 900 + page.last.height - page.view.height)
    }
    function test_aRefusedNumberIsOutlinedAndSaysWhy() {
        const row = createTemporaryObject(number, test)
        const field = part(row, "number")
        mouseClick(field)
        field.selectAll()
        keyClick(Qt.Key_9)
        keyClick(Qt.Key_9)
        keyClick(Qt.Key_Return)
        compare(field.text, "99")
        verify(field.wrong)
        compare(field.Accessible.description, "Too many.")
        field.selectAll()
        keyClick(Qt.Key_4)
        keyClick(Qt.Key_Return)
        verify(!field.wrong)
        compare(field.Accessible.description, "")
        row.restore()
        compare(field.text, "3")
    }
    function test_aBudgetIsANumberOrNothing() {
        const row = createTemporaryObject(budget, test)
        const field = part(row, "budget")
        edited.target = row
        edited.clear()
        compare(field.text, "")
        mouseClick(field)
        keyClick(Qt.Key_5)
        keyClick(Qt.Key_X)
        keyClick(Qt.Key_0)
        keyClick(Qt.Key_Return)
        compare([field.text, edited.count], ["50", 1])
        compare(edited.signalArguments[0][0], "50")
        field.selectAll()
        keyClick(Qt.Key_0)
        keyClick(Qt.Key_Return)
        verify(field.wrong)
        compare(field.Accessible.description, "From 1 on.")
        field.clear()
        keyClick(Qt.Key_Return)
        verify(!field.wrong)
        compare(edited.signalArguments[2][0], "")
    }
    function test_removingAsksFirst_data() {
        return [{tag: "key", button: "Remove key for Cloud", answer: "Remove key: Cloud"},
                {tag: "endpoint", button: "Remove Cloud", answer: "Remove server: Cloud"}]
    }
    function test_removingAsksFirst(data) {
        const row = createTemporaryObject(endpoint, test)
        waitForRendering(row)
        const button = named(row, data.button)
        verify(!named(row, data.answer))
        const place = button.mapToItem(row, 0, 0)
        mouseDoubleClickSequence(button)
        tryVerify(() => named(row, data.answer) !== null)
        // Whoever clicks there once more hits what has been pressed already.
        waitForRendering(row)
        compare(button.mapToItem(row, 0, 0), place)
        verify(!button.enabled)
        mouseClick(named(row, "Keep Cloud"))
        verify(button.enabled)
        verify(button.activeFocus)
    }
    function test_nothingThatRemovesTakesThePlaceOfSave_data() {
        return [{tag: "a first key", changing: false}, {tag: "another key", changing: true}]
    }
    function test_nothingThatRemovesTakesThePlaceOfSave(data) {
        const row = createTemporaryObject(endpoint, test, {hasKey: data.changing, changing: data.changing})
        waitForRendering(row)
        const save = named(row, "Save key for Cloud")
        const left = save.mapToItem(row, 0, 0).x
        const right = left + save.width
        row.hasKey = true
        row.changing = false
        waitForRendering(row)
        const remove = named(row, "Remove key for Cloud")
        const at = remove.mapToItem(row, 0, 0).x
        verify(at + remove.width < left || at > right)
    }
}
