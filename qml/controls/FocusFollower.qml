// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Templates as T

/// Brings what Tab has reached into sight of the view that holds it. A click needs no help: what is clicked is in sight.
Item {
    id: follower

    required property Flickable view
    readonly property Item focused: view.Window.activeFocusItem
    signal followed

    onFocusedChanged: {
        // The templates: a style's "Control" is a type of its own, which no button is of.
        const control = focused as T.Control
        const field = focused as T.TextField
        const area = focused as T.TextArea
        const reason = control ? control.focusReason : field ? field.focusReason : area ? area.focusReason : Qt.OtherFocusReason
        if (reason !== Qt.TabFocusReason && reason !== Qt.BacktabFocusReason)
            return
        let above = focused
        while (above && above !== view.contentItem)
            above = above.parent
        if (above)
            reveal(focused)
    }
    function reveal(item: Item) {
        const margin = 16
        const top = item.mapToItem(view.contentItem, 0, 0).y - margin
        const bottom = top + Math.min(item.height + 2 * margin, view.height)
        if (top < view.contentY)
            view.contentY = Math.max(view.originY - view.topMargin, top)
        else if (bottom > view.contentY + view.height)
            view.contentY = bottom - view.height
        else
            return
        followed()
    }
}
