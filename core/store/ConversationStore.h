// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Message.h"
#include "domain/Result.h"
#include "store/Database.h"
#include "store/WaitingChanges.h"

#include <QObject>
#include <QVariantList>

#include <memory>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace rivulet::store {

class Statement;

/// Conversations and their messages on disk. Calls are quick and on the owner's thread; what may take longer
/// in a history of very many is read by a HistoryReader. A change that can't be written now but may be later
/// (locked, disk full) succeeds and waits in memory, and shows in what is read.
class ConversationStore : public QObject {
    Q_OBJECT

public:
    /// Uses the machine's clock.
    explicit ConversationStore(std::shared_ptr<Database> database, QObject* parent = nullptr);
    /// Writes what waits, if it can be; else it is lost.
    ~ConversationStore() override;
    ConversationStore(std::shared_ptr<Database> database, const domain::Clock& clock,
                      QObject* parent = nullptr);

    [[nodiscard]] domain::Result<domain::ConversationId> create(const QString& title, int panes);
    [[nodiscard]] domain::Result<std::monostate> rename(domain::ConversationId id, const QString& title);
    [[nodiscard]] domain::Result<std::monostate> setPanes(domain::ConversationId id, int panes);
    [[nodiscard]] domain::Result<std::monostate> remove(domain::ConversationId id);
    /// Newest first. What waits comes with the first page, and is counted neither by `limit` nor by `offset`.
    [[nodiscard]] domain::Result<std::vector<domain::ConversationSummary>> list(int limit, int offset) const;
    /// All conversations in the order of list(); nothing where they can't be read.
    [[nodiscard]] std::vector<domain::ConversationId> order() const;
    /// What is on disk of that, over any connection.
    [[nodiscard]] static std::vector<domain::ConversationId> orderIn(const Database& database);
    /// What was read over another connection, with what waits to be written.
    [[nodiscard]] std::vector<domain::ConversationId>
    laidOver(const std::vector<domain::ConversationId>& ids) const;
    [[nodiscard]] std::vector<domain::ConversationSummary>
    laidOver(std::vector<domain::ConversationSummary> found) const;
    /// It is in a file, which others may open; its path, and how often it was opened here.
    [[nodiscard]] bool hasFile() const;
    [[nodiscard]] QString file() const { return m_database->file(); }
    [[nodiscard]] int opening() const { return m_database->opening(); }
    /// One conversation as a list shows it.
    [[nodiscard]] domain::Result<domain::ConversationSummary> summary(domain::ConversationId id) const;
    /// Of those that are still there, in no order.
    [[nodiscard]] std::vector<domain::ConversationSummary>
    summaries(const std::vector<domain::ConversationId>& ids) const;
    /// It stands on top of the list for what is not on disk yet: its beginning, or a prompt.
    [[nodiscard]] bool isWaiting(domain::ConversationId id) const;
    /// Those of them of which the last answer, in any pane, broke off.
    [[nodiscard]] std::set<domain::ConversationId>
    interrupted(const std::vector<domain::ConversationSummary>& conversations) const;
    /// All messages in order of turn, then prompt before answers, then pane, then variant.
    [[nodiscard]] domain::Result<std::vector<domain::Message>> messages(domain::ConversationId id) const;
    struct Piece {
        std::vector<domain::Message> messages;
        /// Where it is not the beginning of the conversation: its first turn.
        std::optional<int> first;
    };
    /// Of those before a turn the last, in the same order: whole turns, at least one, and no more of them
    /// than it takes to have so many characters together.
    [[nodiscard]] domain::Result<Piece> messagesBefore(domain::ConversationId id, qint64 turn,
                                                       qsizetype characters) const;
    /// How many prompts and answers of a pane are on disk before a turn. Quick.
    [[nodiscard]] int countBefore(domain::ConversationId id, qint64 turn, int pane) const;
    /// The last answer of a pane that tells which model gave it, without its words.
    [[nodiscard]] std::optional<domain::Message> lastSigned(domain::ConversationId id, int pane) const;
    /// The highest turn that is written, by whichever process; -1 where there is none.
    [[nodiscard]] int lastTurn(domain::ConversationId id) const;
    /// An answer here is being written by another process.
    [[nodiscard]] bool isWrittenElsewhere(domain::ConversationId id) const;
    /// Adds a user's prompt and gives its id, 0 while it waits; sets the conversation's time, and puts it on
    /// top of the list.
    [[nodiscard]] domain::Result<domain::MessageId>
    addPrompt(domain::ConversationId id, int turn, const QString& text,
              const std::vector<domain::Attachment>& attachments = {});
    /// How a pane of a conversation asks, in whatever text its owner chose; empty where nothing was kept.
    [[nodiscard]] domain::Result<QString> parameters(domain::ConversationId id, int pane) const;
    /// An empty text removes it.
    [[nodiscard]] domain::Result<std::monostate> setParameters(domain::ConversationId id, int pane,
                                                               const QString& text);
    /// At start: every answer without an ending becomes Interrupted (AppClosed) with all text that was
    /// journaled. Gives how many there were. Those that another living process is writing, and those of
    /// conversations that are `running` here, stay as they are.
    [[nodiscard]] domain::Result<int> healUnfinished(const std::set<domain::ConversationId>& running = {});
    /// What Recorder::setResume() noted of this answer; empty where there is nothing, or it can't be read.
    [[nodiscard]] QString resumeNote(domain::MessageId id) const;
    /// The same of an answer that may have no number yet, or may not know it.
    [[nodiscard]] QString resumeNote(const domain::Message& answer) const;
    /// When an answer of a conversation went on after a cut.
    struct SeamTime {
        int turn = 0;
        int pane = 0;
        domain::Seam seam;
        QDateTime time;
    };
    /// Of all seams of a turn, as the journal has them; of answers that share one, when it was made.
    [[nodiscard]] std::vector<SeamTime> seamTimes(domain::ConversationId id, int turn) const;
    /// Makes an earlier answer of a turn the one that is shown: `variant` is above all others.
    [[nodiscard]] domain::Result<std::monostate> showAnswer(domain::ConversationId id,
                                                            domain::MessageId message, int variant);
    /// Token counts of the latest completed answers of a model, newest first, for ranges of remaining time.
    [[nodiscard]] std::vector<qint64> answerLengths(const QString& endpointId, const QString& model,
                                                    int limit) const;
    /// Conversations of which the title or a message matches all words (the last as a beginning), with
    /// snippets: by title first, then the newest message first. Any text is a valid search; one without a
    /// letter or number finds nothing. Texts that wait to be written are not found yet.
    [[nodiscard]] domain::Result<std::vector<domain::ConversationSummary>> search(const QString& words,
                                                                                  int limit) const;

Q_SIGNALS:
    /// Something in this conversation's summary changed, or it is new or gone.
    void conversationChanged(qint64 id);

private:
    [[nodiscard]] domain::Result<domain::MessageId> change(WaitingChanges::Change change);
    [[nodiscard]] domain::Result<std::monostate> alter(WaitingChanges::Change change);
    [[nodiscard]] domain::Result<domain::MessageId> write(const WaitingChanges::Change& change);
    [[nodiscard]] domain::ConversationId provisionalId();
    void writeWaiting();
    [[nodiscard]] domain::Result<domain::ConversationSummary> summary(domain::ConversationId id,
                                                                      Statement& select) const;
    [[nodiscard]] bool lastBrokeOff(domain::ConversationId id, std::vector<domain::Message> answers) const;
    [[nodiscard]] domain::Result<Piece> read(domain::ConversationId id, qint64 before,
                                             qsizetype characters) const;
    [[nodiscard]] std::optional<domain::Failure> foldJournal(domain::Message& message, qint64& lastAt) const;
    [[nodiscard]] std::optional<domain::Failure> heal(domain::Message message);

    std::shared_ptr<Database> m_database;
    const domain::Clock& m_clock;
    domain::ConversationId m_lastProvisional = 0;
};

} // namespace rivulet::store
