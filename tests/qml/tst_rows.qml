// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Rivulet
import Rivulet.Ui

TestCase {
    id: test
    name: "Rows"
    when: windowShown
    width: 600
    height: 600
    visible: true

    SignalSpy { id: spy }

    Component { id: prompt; PromptRow { width: 400; text: "<img src=x> why?" } }
    Component {
        id: card
        FailureCard {
            width: 400
            number: 1
            headline: "The connection was lost"
            sentence: "All of it was kept."
            detail: "reset by peer"
            tone: TranscriptModel.Bad
            canReconnect: true
            canRetry: false
            canOpenSettings: false
        }
    }
    Component {
        id: thinking
        ThinkingRow { width: 400; text: "Let me see."; title: "Thought for 2 s"; thinking: false; expanded: false }
    }

    function findIn(item, name) {
        for (let i = 0; i < item.children.length; i++) {
            const child = item.children[i]
            if (child.text === name && child.clicked)
                return child
            const found = findIn(child, name)
            if (found)
                return found
        }
        return null
    }

    function test_aLongPromptStaysInItsColumn() {
        const row = createTemporaryObject(prompt, test, {text: "word ".repeat(400)})
        const bubble = row.children[0]
        verify(bubble.width <= row.width)
        verify(row.implicitHeight > 100)
    }
    function test_theCardOffersOnlyWhatHelps() {
        const row = createTemporaryObject(card, test)
        verify(findIn(row, "Reconnect").visible)
        verify(!findIn(row, "Retry").visible)
        verify(!findIn(row, "Open settings").visible)
    }
    function test_theRawErrorIsOneClickAway() {
        const row = createTemporaryObject(card, test)
        waitForRendering(row)
        const folded = row.implicitHeight
        mouseClick(findIn(row, "Details"))
        verify(row.open)
        tryVerify(() => row.implicitHeight > folded)
    }
    function test_reconnectIsAskedForByItsButton() {
        const row = createTemporaryObject(card, test)
        waitForRendering(row)
        spy.target = row
        spy.signalName = "reconnectRequested"
        mouseClick(findIn(row, "Reconnect"))
        compare(spy.count, 1)
    }
    function test_thinkingIsFoldedUntilAskedFor() {
        const row = createTemporaryObject(thinking, test)
        const folded = row.implicitHeight
        row.expanded = true
        tryVerify(() => row.implicitHeight > folded)
    }
}
