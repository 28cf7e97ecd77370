// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet
import Rivulet.Ui

/// One row of a transcript: chooses how its kind looks and keeps it in the reading column.
// A Loader of Qt 6.4 can't make bound components, so this file is not ComponentBehavior: Bound.
// qmllint disable unqualified
Item {
    id: row

    required property Application app
    required property ChatSession session
    property TranscriptSelection selection: null
    signal settingsRequested
    signal linkHovered(string link)
    /// A long prompt is about to be unfolded or folded: its first row stays in sight.
    signal promptToggled(int first)

    required property int index
    required property int kind
    required property string text
    required property string plain
    required property string title
    required property string detail
    required property int level
    required property int indent
    required property int quoteDepth
    required property string marker
    required property bool tight
    required property bool active
    required property bool expanded
    required property int tone
    required property TableModel table
    required property string stats
    required property string badge
    required property bool canReconnect
    required property bool canRetry
    required property bool canOpenSettings
    required property bool canCopy
    required property list<string> files
    required property string notes
    required property string figures
    required property list<string> sources
    required property list<string> links
    required property bool canPutBack

    readonly property int gap: {
        switch (kind) {
        case TranscriptModel.Prompt: return tight ? 0 : 24
        case TranscriptModel.Heading: return 22
        case TranscriptModel.Rule: return 20
        case TranscriptModel.Footer: return 10
        case TranscriptModel.Seam: return 8
        case TranscriptModel.Prose: return tight ? 4 : 12
        default: return 12
        }
    }

    height: body.height + gap

    SelectionShare {
        selection: row.selection
        row: row.index
        body: body.item as Item // qmllint disable
    }

    Loader {
        id: body
        y: row.gap
        x: Math.max(20, Math.round((row.width - width) / 2))
        width: Math.min(row.width - 40, Theme.column)
        sourceComponent: {
            switch (row.kind) {
            case TranscriptModel.Prompt: return prompt
            case TranscriptModel.Thinking: return thinking
            case TranscriptModel.Tool: return tool
            case TranscriptModel.Heading: return heading
            case TranscriptModel.Code: return code
            case TranscriptModel.Table: return tableLook
            case TranscriptModel.Rule: return rule
            case TranscriptModel.Seam: return seam
            case TranscriptModel.Sources: return sourceList
            case TranscriptModel.Footer: return footer
            default: return prose
            }
        }
    }

    Component {
        id: prompt
        PromptRow {
            number: row.session.pane + 1
            text: row.text
            files: row.files
            fold: row.title
            expanded: row.expanded
            begins: row.level === 0
            goesOn: row.active
            onToggled: {
                row.promptToggled(row.index - row.level)
                row.session.transcript.setExpanded(row.index, !row.expanded)
            }
            onCopyRequested: row.app.copyText(row.session.transcript.markdown(row.index))
        }
    }
    Component {
        id: thinking
        ThinkingRow {
            text: row.text
            title: row.title
            thinking: row.active
            expanded: row.expanded
            onToggled: row.session.transcript.setExpanded(row.index, !row.expanded)
        }
    }
    Component {
        id: tool
        ToolRow {
            text: row.text
            title: row.title
            detail: row.detail
            badge: row.badge
            expanded: row.expanded
            tone: row.tone
            onToggled: row.session.transcript.setExpanded(row.index, !row.expanded)
            onCopyRequested: text => row.app.copyText(text)
        }
    }
    Component {
        id: prose
        ProseRow {
            text: row.text
            plain: row.plain
            marker: row.marker
            indent: row.indent
            quoteDepth: row.quoteDepth
            onLinkActivated: link => row.app.openLink(link)
            onLinkHovered: link => row.linkHovered(link)
        }
    }
    Component {
        id: heading
        HeadingRow {
            text: row.text
            plain: row.plain
            level: row.level
            quoteDepth: row.quoteDepth
            onLinkActivated: link => row.app.openLink(link)
            onLinkHovered: link => row.linkHovered(link)
        }
    }
    Component {
        id: code
        CodeRow {
            text: row.text
            plain: row.plain
            language: row.title
            writing: row.active
            // The source: what is shown may be folded, and hidden characters are written out.
            onCopyRequested: row.app.copyText(row.plain)
        }
    }
    Component {
        id: tableLook
        TableRow {
            table: row.table
            plain: row.plain
            onLinkActivated: link => row.app.openLink(link)
            onLinkHovered: link => row.linkHovered(link)
        }
    }
    Component {
        id: rule
        RuleRow {}
    }
    Component {
        id: seam
        SeamRow {
            title: row.title
            text: row.text
            undoable: row.canRetry
            undoTip: row.detail
            onUndoRequested: row.session.undoSeam(row.level)
        }
    }
    Component {
        id: sourceList
        SourcesRow {
            title: row.title
            more: row.text
            sources: row.sources
            links: row.links
            expanded: row.expanded
            onToggled: row.session.transcript.setExpanded(row.index, !row.expanded)
            onLinkActivated: link => row.app.openLink(link)
            onLinkHovered: link => row.linkHovered(link)
        }
    }
    Component {
        id: footer
        FooterRow {
            number: row.session.pane + 1
            headline: row.title
            sentence: row.text
            detail: row.detail
            plain: row.plain
            stats: row.stats
            figures: row.figures
            badge: row.badge
            notes: row.notes
            tone: row.tone
            writing: row.active
            canReconnect: row.canReconnect
            canRetry: row.canRetry
            canPutBack: row.canPutBack
            canOpenSettings: row.canOpenSettings
            canCopy: row.canCopy
            onReconnectRequested: row.session.reconnect()
            onRetryRequested: row.session.retry()
            onPutBackRequested: row.session.putBack()
            onSettingsRequested: row.settingsRequested()
            onCopyRequested: text => row.app.copyText(text)
            onCopyAnswerRequested: row.app.copyText(row.session.transcript.markdown(row.index))
        }
    }
}
