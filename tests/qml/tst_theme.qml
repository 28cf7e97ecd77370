// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Rivulet
import Rivulet.Ui

TestCase {
    name: "Theme"

    function cleanup() {
        Theme.dark = false
    }
    function luminance(colour: color): real {
        const part = value => value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4)
        return 0.2126 * part(colour.r) + 0.7152 * part(colour.g) + 0.0722 * part(colour.b)
    }
    function contrast(a: color, b: color): real {
        const first = luminance(a)
        const second = luminance(b)
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05)
    }
    function test_textCanBeRead_data() {
        return [{tag: "light", dark: false}, {tag: "dark", dark: true}]
    }
    function test_textCanBeRead(data) {
        Theme.dark = data.dark
        const grounds = ["page", "raised", "sidebar", "sunken", "prompt", "hover", "neutralTint"]
        for (const ground of grounds) {
            for (const ink of ["ink", "inkSoft", "inkFaint"]) {
                const ratio = contrast(Theme[ink], Theme[ground])
                verify(ratio >= 4.5, ink + " on " + ground + ": " + ratio.toFixed(2))
            }
        }
        const accent = contrast(Theme.accentInk, Theme.accent)
        verify(accent >= 4.5, "on the accent: " + accent.toFixed(2))
    }
    function test_tonesCanBeReadOnTheirTints_data() {
        return test_textCanBeRead_data()
    }
    function test_tonesCanBeReadOnTheirTints(data) {
        Theme.dark = data.dark
        const tones = [TranscriptModel.Neutral, TranscriptModel.Active, TranscriptModel.Waiting, TranscriptModel.Good,
                       TranscriptModel.Attention, TranscriptModel.Bad]
        for (const tone of tones) {
            const ratio = contrast(Theme.toneInk(tone), Theme.toneTint(tone))
            verify(ratio >= 4.5, "tone " + tone + ": " + ratio.toFixed(2))
        }
    }
    function test_edgesOfControlsCanBeSeen_data() {
        return test_textCanBeRead_data()
    }
    function test_edgesOfControlsCanBeSeen(data) {
        Theme.dark = data.dark
        for (const ground of ["page", "raised"]) {
            const ratio = contrast(Theme.edge, Theme[ground])
            verify(ratio >= 3, "edge on " + ground + ": " + ratio.toFixed(2))
        }
    }
}
