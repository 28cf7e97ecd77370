// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "models/TableModel.h"
#include "text/MarkdownBlocks.h"

#include <QAbstractListModel>
#include <QColor>
#include <QQmlEngine>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rivulet::app {

class TranscriptAnswer;

/// One pane's conversation as flat rows: prompts, thinking, tool cards, blocks of answers, and the sources
/// and a footer under each answer. A row is small, so that a long answer costs no more than what is visible,
/// and only the open block's row ever changes.
class TranscriptModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a ChatSession")
    Q_PROPERTY(int count READ rowCount NOTIFY countChanged)

public:
    enum class RowKind { Prompt, Thinking, Tool, Prose, Heading, Code, Table, Rule, Seam, Sources, Footer };
    Q_ENUM(RowKind)
    enum class Tone { Neutral, Active, Waiting, Good, Attention, Bad };
    Q_ENUM(Tone)

    enum Role {
        KindRole = Qt::UserRole + 1, ///< kind: RowKind
        TextRole,  ///< text: what is shown. Prompt, Thinking (unfolded), Tool, Code: plain. Prose, Heading:
                   ///< our own safe rich text.
        PlainRole, ///< plain: the row as plain text, for screen readers and copying
        TitleRole, ///< title: Thinking "Thought for 6.2 s", Tool its name, Code its language, Seam "Continued
                   ///< after a cut", Prompt "Show all (740 lines)" where it is long, Footer the card's
                   ///< headline (or empty: no card)
        DetailRole,   ///< detail: Tool arguments; Footer the raw error, one click away; Seam what "Undo" does
        LevelRole,    ///< level: heading level 1..6; Seam, characters of the answer before its last place;
                      ///< Prompt, Prose, Code and Table, which of its rows this is
        IndentRole,   ///< indent: list depth
        QuoteRole,    ///< quoteDepth
        MarkerRole,   ///< marker: bullet, number or task box of a list item's first row
        TightRole,    ///< tight: stands close to the row above
        ActiveRole,   ///< active: Thinking or Tool still going on, Code's fence still open, Footer's stream
                      ///< still running; Prompt goes on in the next row
        ExpandedRole, ///< expanded: Thinking, Tool, Sources and Prompt folds
        ToneRole,     ///< tone: Tool state, Footer outcome
        TableRole,    ///< table: TableModel*, else null
        StatsRole,    ///< stats: Footer's quiet line of figures, after the model's name where it is not the
                      ///< pane's
        BadgeRole,    ///< badge: Footer, e.g. "Cut by the answer limit", or empty; Tool, e.g. "Done · 1.2 s"
        CanReconnectRole, ///< canReconnect: Footer offers "Reconnect"/"Continue from here"
        CanRetryRole,     ///< canRetry: Footer offers "Retry", Seam "Undo"
        CanSettingsRole,  ///< canOpenSettings: Footer offers "Open settings"
        CanCopyRole,      ///< canCopy: Footer, there is text to copy
        MessageRole,      ///< messageId
        FilesRole,        ///< files: Prompt, "photo.png · 1.2 MB" for each file that went with it
        NotesRole,        ///< notes: Footer, what was different about how it was asked for, or empty
        FiguresRole,      ///< figures: Footer, every count and what it cost, a line each, or empty
        SourcesRole,      ///< sources: Sources, "Title" of each, in order
        LinksRole,        ///< links: Sources, where each really leads; empty where it can't be opened
        CodeRole,         ///< code: CodeFence*, what its rows have in common, else null
        GoesOnRole,       ///< goesOn: Prompt, Prose, Code, Table: the row below is the rest of this one
        StyledRole,       ///< styled: StyledText of Prose and Heading, what TextRole writes as rich text
        CanPutBackRole,   ///< canPutBack: Footer offers "Put back" what was taken back with a seam
        ShownRole,        ///< no view's: what may be selected of a row, as it is seen, or empty
    };
    Q_ENUM(Role)

    explicit TranscriptModel(QObject* parent = nullptr);
    ~TranscriptModel() override;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// How much text a row has, for a view that has not shown it yet. Quick.
    struct RowLength {
        RowKind kind = RowKind::Prose;
        int characters = 0; ///< that are wrapped at the width of the column
        int lines = 0;      ///< that are there whatever the width is
    };
    [[nodiscard]] RowLength rowLength(int row) const;
    /// Which turn a row belongs to.
    [[nodiscard]] int turn(int row) const;
    /// The first row of this turn, or of those after it; the number of rows where there is none.
    [[nodiscard]] int firstRowOf(int turn) const;

    /// Opens or folds a Thinking, Tool or Sources row, or a long prompt.
    Q_INVOKABLE void setExpanded(int row, bool expanded);
    /// The Markdown source of the answer, or the whole prompt, that this row belongs to.
    Q_INVOKABLE QString markdown(int row) const;
    /// That of the last answer, as far as it is shown; empty where a prompt comes last, or nothing.
    [[nodiscard]] QString lastAnswer() const;

    /// The first and last of the rows that belong to the same prompt or answer.
    struct Span {
        int first = 0;
        int last = 0;
    };
    [[nodiscard]] Span messageRows(int row) const;
    /// The answer and the number of its block that a row shows; null where it shows none.
    struct BlockPlace {
        const TranscriptAnswer* answer = nullptr;
        int block = 0;
    };
    [[nodiscard]] BlockPlace blockOf(int row) const;
    /// Of a long conversation the last messages have rows at first; about how much is above them.
    struct Earlier {
        qsizetype messages = 0;
        qsizetype characters = 0;
    };
    [[nodiscard]] Earlier earlier() const;
    /// Gives rows to some of the messages that have none: as many as take no longer than a frame has time.
    void showEarlier();

    // What ChatSession tells it.
    void reset();
    /// Messages of a conversation that are not in memory.
    struct Unread {
        struct Last {
            std::vector<domain::Message> messages; ///< in order
            bool isAll = true;                     ///< there are none before them
        };
        qsizetype messages = 0; ///< about how many; 0: none
        std::function<Last()> takeLast;
    };
    /// A stored conversation instead of what there is: its end at once, unless that alone is long, the rest
    /// with showEarlier(). `unread` comes before `conversation`.
    void show(const std::vector<domain::Message>& conversation, Unread unread);
    void show(const std::vector<domain::Message>& conversation) { show(conversation, Unread()); }
    void addPrompt(const domain::Message& prompt);
    /// A stored answer, whole.
    void addAnswer(const domain::Message& answer);
    /// A running answer: from here on the calls below belong to it. `answer` may hold text already
    /// (Reconnect).
    void beginAnswer(const domain::Message& answer);
    void appendText(const QString& text);
    void appendThinking(const QString& text);
    void setTool(const domain::ToolActivity& tool);
    void setThinkingTime(std::chrono::milliseconds time, bool active);
    void addSeam(const domain::Seam& seam);
    /// The running answer's text is whole as far as the view goes; its footer shows how it ended.
    void endAnswer(const domain::Message& answer);
    /// Takes the last answer's rows away: another one is coming in its place.
    void dropLastAnswer();
    /// What came after a seam of the last answer was taken back: so many characters, which may be put back.
    void setTakenBack(qsizetype characters);
    /// Who knows when an answer went on after a cut; an invalid time where nobody does.
    void setSeamTimes(std::function<QDateTime(const domain::Message&, const domain::Seam&)> timeOf);
    /// Asks anew who is named under each answer; empty: nobody, it is the pane's own model.
    void nameAuthors(const std::function<QString(const domain::Message&)>& nameOf);
    /// Colours that the rich text of prose carries (links, inline code).
    void setColours(const QColor& link, const QColor& codeBackground);

Q_SIGNALS:
    void countChanged();
    /// Rows at the end grew: whoever follows the end may move on.
    void grew();
    /// The running answer has ended: what comes now stands below its text.
    void ending();

private:
    /// At least the last messages have rows.
    void showLast();
    /// More of what is not in memory, where all else has rows.
    void readBack();
    /// Those that are so long together get rows next.
    void beginPiece(qsizetype characters);
    /// Reads a slice of them. True where there is no more.
    [[nodiscard]] bool readOn();
    void takePiece();
    void unfoldPrompt(int first, int number, bool expanded);
    void insert(int at, RowKind kind, int answer, int part);
    void apply(const text::BlockChange& change);
    void applyBlocks(const text::BlockChange& change);
    /// Finds the block below which tools and seams stand that the text has come to.
    void placeMarks();
    /// Gives them their rows, as far as they are due.
    void showMarks();
    void hideMarksFrom(int number);
    void showSources();
    void hideSources();
    [[nodiscard]] QVariant seamContent(int answer, int first, int role) const;
    void touch(int row);
    /// Whether what came after the seams of the last answer may be taken back may have changed.
    void touchSeams();

    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::app
