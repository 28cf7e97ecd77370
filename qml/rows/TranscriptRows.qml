// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import Rivulet
import Rivulet.Ui

/// The rows of a transcript: how each kind looks, how far it stands from the one above, and what its buttons do.
TranscriptView {
    id: rows

    required property Application app
    required property ChatSession session
    required property TranscriptSelection selection
    signal settingsRequested
    signal linkHovered(string link)
    /// A long prompt is about to be unfolded or folded: its first row stays in sight.
    signal promptToggled(int first)

    readonly property FontMetrics letters: FontMetrics {
        font.pixelSize: Theme.body
    }

    model: session.transcript
    column: Theme.column
    line: Math.round(Theme.body * 1.5)
    letter: letters.averageCharacterWidth

    RowLook {
        kind: TranscriptModel.Prompt
        PromptRow {
            id: prompt
            required property int index
            required property string title
            required property int level
            readonly property int gap: level > 0 ? 0 : 24
            number: rows.session.pane + 1
            fold: title
            begins: level === 0
            onToggled: {
                rows.promptToggled(prompt.index - prompt.level)
                rows.session.transcript.setExpanded(prompt.index, !prompt.expanded)
            }
            onCopyRequested: rows.app.copyText(rows.session.transcript.markdown(prompt.index))
            SelectionShare {
                selection: rows.selection
                row: prompt.index
                body: prompt
            }
        }
    }
    RowLook {
        kind: TranscriptModel.Thinking
        ThinkingRow {
            id: thinking
            required property int index
            required property bool active
            readonly property int gap: 12
            thinking: active
            onToggled: rows.session.transcript.setExpanded(thinking.index, !thinking.expanded)
        }
    }
    RowLook {
        kind: TranscriptModel.Tool
        ToolRow {
            id: tool
            required property int index
            readonly property int gap: 12
            onToggled: rows.session.transcript.setExpanded(tool.index, !tool.expanded)
            onCopyRequested: text => rows.app.copyText(text)
        }
    }
    RowLook {
        kind: TranscriptModel.Prose
        ProseRow {
            id: prose
            required property int index
            required property bool tight
            required property int level
            readonly property int gap: level > 0 ? 0 : tight ? 4 : 12
            onLinkActivated: link => rows.app.openLink(link)
            onLinkHovered: link => rows.linkHovered(link)
            SelectionShare {
                selection: rows.selection
                row: prose.index
                body: prose
            }
        }
    }
    RowLook {
        kind: TranscriptModel.Heading
        HeadingRow {
            id: heading
            required property int index
            readonly property int gap: 22
            onLinkActivated: link => rows.app.openLink(link)
            onLinkHovered: link => rows.linkHovered(link)
            SelectionShare {
                selection: rows.selection
                row: heading.index
                body: heading
            }
        }
    }
    RowLook {
        kind: TranscriptModel.Code
        CodeRow {
            id: code
            required property int index
            required property string title
            required property bool active
            required property int level
            readonly property int gap: level > 0 ? 0 : 12
            language: title
            writing: active
            part: level
            // The source: what is shown may be folded, and hidden characters are written out.
            onCopyRequested: rows.app.copyText(code.code.text())
            SelectionShare {
                selection: rows.selection
                row: code.index
                body: code
            }
        }
    }
    RowLook {
        kind: TranscriptModel.Table
        TableRow {
            id: tableLook
            required property int index
            required property int level
            readonly property int gap: level > 0 ? 0 : 12
            part: level
            onLinkActivated: link => rows.app.openLink(link)
            onLinkHovered: link => rows.linkHovered(link)
            SelectionShare {
                selection: rows.selection
                row: tableLook.index
                body: tableLook
            }
        }
    }
    RowLook {
        kind: TranscriptModel.Rule
        RuleRow {
            readonly property int gap: 20
        }
    }
    RowLook {
        kind: TranscriptModel.Seam
        SeamRow {
            id: seam
            required property int level
            required property string detail
            required property bool canRetry
            readonly property int gap: 8
            undoable: canRetry
            undoTip: detail
            onUndoRequested: rows.session.undoSeam(seam.level)
        }
    }
    RowLook {
        kind: TranscriptModel.Sources
        SourcesRow {
            id: sources
            required property int index
            required property string text
            readonly property int gap: 12
            more: text
            onToggled: rows.session.transcript.setExpanded(sources.index, !sources.expanded)
            onLinkActivated: link => rows.app.openLink(link)
            onLinkHovered: link => rows.linkHovered(link)
        }
    }
    RowLook {
        kind: TranscriptModel.Footer
        FooterRow {
            id: footer
            required property int index
            required property string title
            required property string text
            required property bool active
            readonly property int gap: 10
            number: rows.session.pane + 1
            headline: title
            sentence: text
            writing: active
            onReconnectRequested: rows.session.reconnect()
            onRetryRequested: rows.session.retry()
            onPutBackRequested: rows.session.putBack()
            onSettingsRequested: rows.settingsRequested()
            onCopyRequested: text => rows.app.copyText(text)
            onCopyAnswerRequested: rows.app.copyText(rows.session.transcript.markdown(footer.index))
        }
    }
}
