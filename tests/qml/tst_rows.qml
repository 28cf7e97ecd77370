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

    Component {
        id: prompt
        PromptRow {
            width: 400
            number: 1
            text: "<img src=x> why?"
            files: ["a.png · 1 kB"]
            fold: ""
            expanded: false
            begins: true
            goesOn: false
        }
    }
    Component {
        id: seam
        SeamRow {
            width: 400
            title: "Continued after a cut · 3 times"
            text: "after “…the fox”: the model went on"
            undoTip: "Takes back the 25 characters that came after the cut."
        }
    }
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
            canPutBack: false
            canOpenSettings: false
        }
    }
    Component {
        id: thinking
        ThinkingRow { width: 400; text: "Let me see."; title: "Thought for 2 s"; thinking: false; expanded: false }
    }

    Component {
        id: footer
        FooterRow {
            width: 400
            number: 1
            headline: ""
            sentence: ""
            detail: ""
            plain: ""
            figures: "Output: 812 tokens, reported"
            stats: "0.4 s to first token · 61 tok/s · 812 tokens · 13 s"
            badge: ""
            notes: ""
            tone: TranscriptModel.Good
            writing: false
            canReconnect: false
            canRetry: false
            canPutBack: false
            canCopy: true
            canOpenSettings: false
        }
    }

    Component {
        id: tool
        ToolRow {
            width: 400
            text: ""
            title: "web_search"
            detail: "{}"
            badge: "Done · 1.2 s"
            expanded: false
            tone: TranscriptModel.Good
        }
    }
    Component {
        id: sources
        SourcesRow {
            width: 400
            title: "Sources · 2"
            more: ""
            sources: ["Tides of spring", "Trap"]
            links: ["https://a.example/1", ""]
            expanded: true
        }
    }

    Component {
        id: tableInList
        Flickable {
            id: around
            property TableModel content
            readonly property TableRow table: inner
            width: 400
            height: 200
            contentHeight: 900
            WheelHandler {
                target: null
                onWheel: event => around.contentY -= event.angleDelta.y
            }
            TableRow {
                id: inner
                width: 400
                table: around.content
                plain: "a table"
                part: 0
                goesOn: false
                indent: 0
                quoteDepth: 0
            }
        }
    }
    Component {
        id: conversations
        ListView {
            id: list
            property string mark: ""
            width: 260
            height: 100
            model: 1
            delegate: ConversationRow {
                width: 240
                conversationId: 7
                title: "A talk of rivers"
                snippet: ""
                found: ""
                when: "10:24"
                mark: list.mark
                running: false
            }
        }
    }
    function test_aConversationThatBrokeOffIsMarkedInWords() {
        const list = createTemporaryObject(conversations, test)
        waitForRendering(list)
        const row = list.itemAtIndex(0)
        const sign = childOf(row, child => child.name === "interrupted" && child.colour !== undefined)
        verify(!sign.visible)
        compare(row.Accessible.description, "10:24")
        const plain = textOf(row, "A talk of rivers").width
        list.mark = "The last answer was interrupted"
        verify(sign.visible)
        compare(row.Accessible.description, "The last answer was interrupted. 10:24")
        tryVerify(() => textOf(row, "A talk of rivers").width < plain)
        // And beside the bin, which takes the place of the time.
        mouseMove(row, 20, 10)
        tryVerify(() => row.hovered)
        verify(sign.visible)
    }
    function flickableIn(item) {
        return childOf(item, child => child.contentX !== undefined)
    }
    function cellsOf(item) {
        let cells = []
        for (const child of Array.from(item.children))
            cells = cells.concat(child.alignment !== undefined && child.header !== undefined ? [child] : cellsOf(child))
        return cells
    }
    function test_aTableOfFewColumnsWraps() {
        const list = createTemporaryObject(tableInList, test, {content: fewColumns})
        waitForRendering(list)
        verify(!list.table.overflows)
        verify(!list.table.activeFocusOnTab)
        tryVerify(() => list.table.implicitHeight > 100)
    }
    function test_aColumnOutOfSightMakesNoRowHigher() {
        const list = createTemporaryObject(tableInList, test, {content: manyColumns})
        waitForRendering(list)
        verify(list.table.overflows)
        const cells = cellsOf(list.table)
        compare(cells.length, 16)
        for (const cell of cells)
            compare(cell.height, cells[cells.length - 1].height)
    }
    function test_aWideTableScrollsWithoutItsTranscript() {
        const list = createTemporaryObject(tableInList, test, {content: manyColumns})
        waitForRendering(list)
        const view = flickableIn(list.table)
        mouseWheel(list.table, 100, 20, 0, -120, Qt.NoButton, Qt.ShiftModifier)
        tryVerify(() => view.contentX > 0)
        compare(list.contentY, 0)
        mouseWheel(list.table, 100, 20, 0, 240, Qt.NoButton, Qt.ShiftModifier)
        tryCompare(view, "contentX", 0)
        compare(list.contentY, 0)
        // Without Shift it is the transcript that is meant.
        mouseWheel(list.table, 100, 20, 0, -120)
        tryVerify(() => list.contentY > 0)
        compare(view.contentX, 0)
        list.table.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Right)
        verify(view.contentX > 0)
        for (let i = 0; i < 40; i++)
            keyClick(Qt.Key_Right)
        compare(view.contentX, view.contentWidth - view.width)
        for (let i = 0; i < 40; i++)
            keyClick(Qt.Key_Left)
        compare(view.contentX, 0)
    }
    function test_theHandleOfAWideTableHidesNoRow() {
        const list = createTemporaryObject(tableInList, test, {content: manyColumns})
        waitForRendering(list)
        const view = flickableIn(list.table)
        verify(list.table.implicitHeight > view.y + view.height + 4)
    }

    function textOf(item, words) {
        for (let i = 0; i < item.children.length; i++) {
            const child = item.children[i]
            if (child.text === words && child.lineCount !== undefined)
                return child
            const found = textOf(child, words)
            if (found)
                return found
        }
        return null
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

    function childOf(item, test) {
        for (let i = 0; i < item.children.length; i++) {
            const found = test(item.children[i]) ? item.children[i] : childOf(item.children[i], test)
            if (found)
                return found
        }
        return null
    }
    function test_aToolSaysHowItWentOnItsLine_data() {
        return [{tag: "wide", width: 400, name: "web_search"}, {tag: "narrow", width: 180, name: "a_tool_of_a_long_name"}]
    }
    function test_aToolSaysHowItWentOnItsLine(data) {
        const row = createTemporaryObject(tool, test, {width: data.width, title: data.name})
        waitForRendering(row)
        const words = textOf(row, "Done · 1.2 s")
        verify(words && words.visible && !words.truncated)
        const name = textOf(row, data.name)
        verify(name.mapToItem(row, name.width, 0).x <= words.mapToItem(row, 0, 0).x)
        verify(words.mapToItem(row, words.width, 0).x <= row.width)
    }
    function test_aSourceOpensByAClickOrAKeyAlone() {
        const row = createTemporaryObject(sources, test)
        waitForRendering(row)
        spy.target = row
        spy.signalName = "linkActivated"
        spy.clear()
        const first = childOf(row, child => child.number === 1)
        verify(textOf(first, "https://a.example/1").visible)
        compare(spy.count, 0)
        mouseClick(first)
        compare(spy.count, 1)
        compare(spy.signalArguments[0][0], "https://a.example/1")
        first.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        compare(spy.count, 2)
        const trap = childOf(row, child => child.number === 2)
        verify(!trap.enabled)
        mouseClick(trap)
        compare(spy.count, 2)
    }
    function test_aLongPromptStaysInItsColumn() {
        const row = createTemporaryObject(prompt, test, {text: "word ".repeat(400)})
        const bubble = row.children[0]
        verify(bubble.width <= row.width)
        verify(row.implicitHeight > 100)
    }
    function test_aLongPromptIsUnfoldedAndCopiedByKeysAndClicks() {
        const row = createTemporaryObject(prompt, test, {text: "line\n".repeat(11) + "line…", fold: "Show all (740 lines)"})
        waitForRendering(row)
        spy.target = row
        spy.signalName = "toggled"
        spy.clear()
        const show = findIn(row, "Show all (740 lines)")
        verify(show.visible)
        mouseClick(show)
        compare(spy.count, 1)
        show.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        compare(spy.count, 2)
        spy.signalName = "copyRequested"
        spy.clear()
        const copy = findIn(row, "Copy all")
        show.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
        verify(copy.activeFocus)
        keyClick(Qt.Key_Space)
        compare(spy.count, 1)
    }
    function test_theRowsOfALongPromptMakeOneGround() {
        const first = createTemporaryObject(prompt, test, {fold: "Show less", expanded: true, goesOn: true})
        const middle = createTemporaryObject(prompt, test, {files: [], expanded: true, begins: false, goesOn: true})
        const last = createTemporaryObject(prompt, test, {files: [], fold: "Show less", expanded: true, begins: false})
        waitForRendering(first)
        const edge = row => row.children[0].x + ":" + row.children[0].width
        compare(edge(middle), edge(first))
        compare(edge(last), edge(first))
        const top = row => childOf(row, child => child.selectAll !== undefined).mapToItem(row, 0, 0).y
        const bottom = row => row.height - top(row) - childOf(row, child => child.selectAll !== undefined).height
        verify(findIn(first, "Show less").mapToItem(first, 0, 0).y < top(first))
        compare(bottom(first), 0)
        compare(top(middle), 0)
        compare(bottom(middle), 0)
        compare(top(last), 0)
        verify(findIn(last, "Show less").mapToItem(last, 0, 0).y > top(last))
    }
    function test_aSeamHasWordsAndIsUndoneByMouseAndKeys() {
        const row = createTemporaryObject(seam, test)
        waitForRendering(row)
        const words = textOf(row, "Continued after a cut · 3 times")
        verify(words.visible && !words.truncated)
        verify(!findIn(row, "Undo").visible)
        row.undoable = true
        spy.target = row
        spy.signalName = "undoRequested"
        spy.clear()
        const undo = findIn(row, "Undo")
        verify(undo.visible)
        verify(undo.name.indexOf("25 characters") > 0)
        waitForRendering(row)
        mouseClick(undo)
        undo.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        compare(spy.count, 2)
    }
    function test_whatWasTakenBackIsPutBackByItsButton() {
        const row = createTemporaryObject(card, test, {canPutBack: true})
        waitForRendering(row)
        spy.target = row
        spy.signalName = "putBackRequested"
        spy.clear()
        const back = findIn(row, "Put back")
        verify(back.visible)
        mouseClick(back)
        compare(spy.count, 1)
        row.canPutBack = false
        verify(!back.visible)
    }
    function test_theCardOffersOnlyWhatHelps() {
        const row = createTemporaryObject(card, test)
        verify(findIn(row, "Reconnect").visible)
        verify(!findIn(row, "Retry").visible)
        verify(!findIn(row, "Open settings").visible)
    }
    function test_figuresAreNeverCut_data() {
        return [
            {tag: "wide", width: 600, badge: "", lines: 1},
            {tag: "narrow", width: 200, badge: "", lines: 2},
            {tag: "beside a word", width: 700, badge: "Cut by the answer limit", lines: 1},
            {tag: "below a word", width: 400, badge: "Cut by the answer limit", lines: 1},
            {tag: "below a long word", width: 200, badge: "Waits for a tool that Rivulet does not run", lines: 2}
        ]
    }
    function test_figuresAreNeverCut(data) {
        const row = createTemporaryObject(footer, test, {width: data.width, badge: data.badge})
        waitForRendering(row)
        const figures = textOf(row, row.stats)
        verify(!figures.truncated)
        compare(figures.lineCount > 1, data.lines > 1)
        verify(figures.x + figures.width <= row.width)
        verify(row.height >= figures.y + figures.height)
        if (data.badge.length > 0) {
            const word = textOf(row, data.badge)
            verify(!word.truncated)
            const beside = figures.x > 0
            const tag = word.parent
            verify(tag.x + tag.width <= row.width)
            verify(beside ? figures.x >= tag.width : figures.y >= tag.y + tag.height)
            verify(row.height >= tag.y + tag.height)
        }
    }
    function test_theSignOfACardIsThatOfItsChip_data() {
        return [{tag: "failed", tone: TranscriptModel.Bad}, {tag: "interrupted", tone: TranscriptModel.Attention},
                {tag: "cancelled", tone: TranscriptModel.Neutral}]
    }
    function test_theSignOfACardIsThatOfItsChip(data) {
        const row = createTemporaryObject(card, test, {tone: data.tone})
        verify(row.sign === data.tag, row.sign)
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
        spy.clear()
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
