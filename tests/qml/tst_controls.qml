// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Rivulet.Ui

TestCase {
    id: test
    name: "Controls"
    when: windowShown
    width: 600
    height: 400
    visible: true

    SignalSpy { id: spy }

    Component { id: pushButton; PushButton { text: "Go" } }
    Component { id: iconButton; IconButton { symbol: "copy"; name: "Copy" } }
    Component { id: segments; Segments { name: "Panes"; options: ["One", "Two"]; current: 0 } }
    Component { id: plainText; PlainText { text: "<b>bold</b> & <img src=\"file:///etc/hostname\">" } }
    Component { id: tag; Tag { text: "" } }
    Component { id: field; Field { name: "Search"; hint: "Search history" } }

    Component {
        id: tipped
        Item {
            readonly property alias tip: tip
            width: 50
            height: 50
            Tip {
                id: tip
                text: "What it does"
                delay: 0
                visible: false
            }
        }
    }
    Component {
        id: onDemand
        OnDemand {
            file: "qrc:/qt/qml/Rivulet/Ui/ShortcutsSheet.qml"
            owner: null
        }
    }

    function watch(target: QtObject, signal: string) {
        spy.target = null
        spy.signalName = signal
        spy.target = target
        spy.clear()
    }

    function test_labelsNeverReadMarkup() {
        const label = createTemporaryObject(plainText, test)
        compare(label.textFormat, Text.PlainText)
        compare(label.text.length, "<b>bold</b> & <img src=\"file:///etc/hostname\">".length)
    }
    function test_buttonSurvivesAnImageInItsWord() {
        const button = createTemporaryObject(pushButton, test, {text: "<i>x</i><img src=y>"})
        waitForRendering(button)
        verify(button.implicitWidth > Theme.target)
    }
    function test_buttonIsPressedByPointerAndKeys() {
        const button = createTemporaryObject(pushButton, test)
        watch(button, "clicked")
        mouseClick(button)
        button.forceActiveFocus()
        keyClick(Qt.Key_Return)
        keyClick(Qt.Key_Space)
        compare(spy.count, 3)
    }
    function test_everyTargetIsLargeEnough_data() {
        return [{tag: "word", part: pushButton}, {tag: "icon", part: iconButton}, {tag: "switch", part: segments},
                {tag: "field", part: field}]
    }
    function test_everyTargetIsLargeEnough(data) {
        const control = createTemporaryObject(data.part, test)
        verify(control.height >= 32)
        verify(control.width >= 32)
    }
    function test_switchTellsWhatWasChosen() {
        const control = createTemporaryObject(segments, test)
        watch(control, "chosen")
        mouseClick(control, control.width - 10, control.height / 2)
        compare(spy.count, 1)
        compare(spy.signalArguments[0][0], 1)
    }
    function test_tagWithoutAWordIsNotThere() {
        verify(!createTemporaryObject(tag, test).visible)
        verify(createTemporaryObject(tag, test, {text: "local"}).visible)
    }
    function test_tipIsThereOnlyWhileItIsWanted() {
        const tip = createTemporaryObject(tipped, test).tip
        compare(tip.item, null)
        tip.visible = true
        tryCompare(tip.item, "opened", true)
        compare(tip.item.text, "What it does")
        tip.text = "What else it does"
        compare(tip.item.text, "What else it does")
        tip.visible = false
        compare(tip.item, null)
    }
    function test_popupIsMadeToBeOpenedAndLetGoOfWhenClosed() {
        const demand = createTemporaryObject(onDemand, test)
        verify(!demand.shown)
        compare(demand.popup, null)
        demand.open()
        tryCompare(demand.popup, "opened", true)
        verify(demand.shown)
        demand.close()
        verify(!demand.shown)
        tryCompare(demand, "popup", null)
    }
    function test_popupThatIsOpenedAgainAtOnceStays() {
        const demand = createTemporaryObject(onDemand, test)
        demand.open()
        demand.close()
        demand.open()
        wait(50)
        verify(demand.shown)
    }
    function test_textGrowsWithItsScale() {
        const before = Theme.body
        Theme.textScale = 2
        compare(Theme.body, 2 * before)
        verify(Theme.target >= 64)
        Theme.textScale = 1
    }
}
