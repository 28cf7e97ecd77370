// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// The window's keys.
Item {
    id: keys

    required property ConversationPage conversation
    signal newRequested
    signal searchRequested
    signal settingsRequested
    signal sidebarRequested
    signal sheetRequested
    signal escaped

    Shortcut {
        sequence: "Ctrl+N"
        onActivated: keys.newRequested()
    }
    Shortcut {
        sequence: "Ctrl+K"
        onActivated: keys.searchRequested()
    }
    Shortcut {
        sequence: "Ctrl+,"
        onActivated: keys.settingsRequested()
    }
    Shortcut {
        sequence: "Ctrl+B"
        onActivated: keys.sidebarRequested()
    }
    Shortcut {
        sequence: "Ctrl+/"
        onActivated: keys.sheetRequested()
    }
    Shortcut {
        sequence: "Escape"
        onActivated: keys.escaped()
    }
    Shortcut {
        sequence: "Ctrl+P"
        onActivated: keys.conversation.togglePause()
    }
    Shortcut {
        sequence: "Ctrl+R"
        onActivated: keys.conversation.reconnectStream()
    }
    Shortcut {
        sequence: "Ctrl+Shift+R"
        onActivated: keys.conversation.askNextModel()
    }
    Shortcut {
        sequence: "Ctrl+\\"
        onActivated: keys.conversation.togglePanes()
    }
    Shortcut {
        sequence: "Ctrl+D"
        onActivated: keys.conversation.toggleDiff()
    }
    Shortcut {
        sequence: "Ctrl+Shift+L"
        onActivated: keys.conversation.toggleLock()
    }
    Shortcut {
        sequence: "Ctrl+1"
        onActivated: keys.conversation.focusPane(0)
    }
    Shortcut {
        sequence: "Ctrl+2"
        onActivated: keys.conversation.focusPane(1)
    }
    Shortcut {
        sequence: "Ctrl+L"
        onActivated: keys.conversation.focusPrompt()
    }
}
