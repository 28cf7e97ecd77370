// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma Singleton

import QtQuick
import Rivulet

/// Every colour, size and duration of the window, in light and in dark. Main binds the three switches.
QtObject {
    property bool dark: false
    property real textScale: 1
    property bool reducedMotion: false

    // Surfaces, from the back to the front
    readonly property color sidebar: dark ? "#121618" : "#f4f6f7"
    readonly property color page: dark ? "#171c1f" : "#ffffff"
    readonly property color raised: dark ? "#1f2629" : "#ffffff"
    readonly property color sunken: dark ? "#12171a" : "#f6f8f9"
    readonly property color prompt: dark ? "#202a2e" : "#eef4f5"
    readonly property color hairline: dark ? "#2a3236" : "#e3e8ea"
    /// Edges of controls: 3:1 against what they stand on.
    readonly property color edge: dark ? "#6a777d" : "#87949b"
    readonly property color hover: dark ? "#252d31" : "#eaeef0"
    readonly property color pressed: dark ? "#2d373b" : "#dfe5e8"
    readonly property color shade: dark ? "#a0000000" : "#4d10202a"

    // Ink: text 4.5:1 and more
    readonly property color ink: dark ? "#e4e9eb" : "#1a2226"
    readonly property color inkSoft: dark ? "#a3b0b6" : "#4f5c64"
    readonly property color inkFaint: dark ? "#8b999f" : "#5c6971"

    // The one accent
    readonly property color accent: dark ? "#56c2d6" : "#0c6f88"
    readonly property color accentHover: dark ? "#6fd0e2" : "#0a6077"
    readonly property color accentInk: dark ? "#06222a" : "#ffffff"
    readonly property color accentTint: dark ? "#1d3840" : "#e1f0f3"
    readonly property color selection: dark ? "#2b5a67" : "#bfe0e8"

    readonly property color good: dark ? "#74cc95" : "#22703f"
    readonly property color attention: dark ? "#e3b655" : "#855700"
    readonly property color bad: dark ? "#ff938a" : "#b3302a"
    readonly property color goodTint: dark ? "#1b3226" : "#e6f4ea"
    readonly property color attentionTint: dark ? "#352c17" : "#fbf1dc"
    readonly property color badTint: dark ? "#3a2220" : "#fcebe9"
    readonly property color neutralTint: dark ? "#262e32" : "#edf1f2"

    // One type scale
    readonly property int small: Math.round(12 * textScale)
    readonly property int body: Math.round(14 * textScale)
    readonly property int large: Math.round(16 * textScale)
    readonly property int title: Math.round(20 * textScale)
    readonly property int display: Math.round(28 * textScale)
    readonly property string mono: "monospace"
    /// About 75 characters of body text.
    readonly property int column: Math.round(body * 40)

    // An 8 px grid
    readonly property int grid: 8
    readonly property int target: Math.max(32, Math.round(32 * textScale))
    readonly property int bar: Math.max(48, Math.round(48 * textScale))
    readonly property int radius: 8
    readonly property int radiusSmall: 6

    readonly property int quick: reducedMotion ? 0 : 120
    readonly property int calm: reducedMotion ? 0 : 180

    /// Text and icons of a tone.
    function toneInk(tone: int): color {
        switch (tone) {
        case TranscriptModel.Active: return accent
        case TranscriptModel.Good: return good
        case TranscriptModel.Attention: return attention
        case TranscriptModel.Bad: return bad
        default: return inkSoft
        }
    }
    /// What stands behind them.
    function toneTint(tone: int): color {
        switch (tone) {
        case TranscriptModel.Active: return accentTint
        case TranscriptModel.Good: return goodTint
        case TranscriptModel.Attention: return attentionTint
        case TranscriptModel.Bad: return badTint
        default: return neutralTint
        }
    }
    function headingSize(level: int): int {
        return level <= 1 ? title : level === 2 ? Math.round(18 * textScale) : level === 3 ? large : body
    }
}
