// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "store/JournalFold.h"
#include "store/Statement.h"

#include <array>
#include <deque>

namespace rivulet::store {

/// The statements that write answers, prepared once for a connection.
struct AnswerStatements {
    explicit AnswerStatements(const Database& database);

    Statement insertMessage;
    Statement insertEntry;
    Statement update;
    Statement lift;
    Statement nextSequence;
    Statement storedTextIs;
    Statement setResume;
    Statement removeResume;
    Statement find;
    Statement entriesOf;
};

/// One answer as it is in memory, and what of it is not on disk yet. Waiting text is told by its place in the
/// answer, so that waiting costs no second copy of it. Knows no timer and no clock.
class AnswerRecord {
public:
    /// Places in memory for what waits. When all are taken (nothing could be written for long), text is
    /// joined with the last that waits and loses its own time of arrival; of other events only the answer's
    /// row will know.
    static constexpr std::size_t mostEntries = 65'536;
    /// Tools, citations, warnings and seams of one answer, as units of their JSON; what a server sends beyond
    /// is left out.
    static constexpr qsizetype detailRoom = 8'388'608;

    /// `atMs`: when the text that the answer already holds is said to have come.
    AnswerRecord(domain::Message answer, qint64 atMs);
    /// An answer that is on disk and ended, and now goes on.
    [[nodiscard]] static AnswerRecord reopened(domain::Message answer, qint64 atMs);

    [[nodiscard]] const domain::Message& message() const { return m_message; }
    /// By its number; where one of the two has none yet, by its place.
    [[nodiscard]] bool isSameAnswer(const domain::Message& other) const;
    /// Under which number this process has written an answer that was shown before it had one; 0: not found.
    [[nodiscard]] static domain::MessageId writtenAs(const domain::Message& answer, AnswerStatements& sql);
    /// Where its stream stands, as far as that is known here.
    [[nodiscard]] const std::optional<QString>& resume() const { return m_resume; }
    /// Some arrival times were joined because too much waited.
    [[nodiscard]] bool isCoarse() const { return m_coarse; }

    void start(const QString& model, int attempt, const QString& payload, qint64 atMs);
    void addText(const QString& text, qint64 atMs);
    void addThinking(const QString& text, qint64 atMs);
    void add(const domain::ToolActivity& piece, qint64 atMs);
    void add(const domain::Citation& citation, qint64 atMs);
    void add(const domain::Warning& warning, qint64 atMs);
    void add(const domain::Seam& seam, qint64 atMs);
    void add(const domain::Usage& usage, qint64 atMs);
    /// Of the part since the answer began, was reopened or lifted.
    void setFigures(std::chrono::milliseconds timeToFirstToken, std::chrono::milliseconds thinkingTime,
                    std::chrono::milliseconds duration, double tokensPerSecond);
    /// Of that part as well. It is added to what the answer had cost before.
    void setCost(double cost);
    /// Where its stream stands, in whatever text its owner chose; empty where that is nowhere.
    void setResume(const QString& note);
    void end(const domain::Ending& ending, const QString& fullText, qint64 atMs);
    /// Goes on after its end. `text`: what the answer holds now, should someone have changed it.
    void lift(const QString& text, qint64 atMs);

    [[nodiscard]] bool waits() const;
    enum class Written {
        All,
        Not, ///< can't be written now; everything still waits
        Gone ///< its conversation was removed: there is no place for it any more, and nothing waits
    };
    /// After all that waits of its conversation.
    [[nodiscard]] Written write(const Database& database, AnswerStatements& sql);

    /// Which row is its, and how many entries that row's journal has.
    struct Place {
        domain::MessageId id = 0;
        qint64 entries = 0;
    };
    /// Nothing has to be looked up before it is written: it may be with others.
    [[nodiscard]] bool sharesTransactions(const Database& database) const;
    /// What waits of it is its end.
    [[nodiscard]] bool endsNow() const { return m_rowWaits && m_message.ending; }
    /// Writes what waits within a transaction that others make, and tells its place in `place`. All of it
    /// waits until settle().
    [[nodiscard]] Written stage(AnswerStatements& sql, Place& place);
    /// That transaction was committed.
    void settle(const Place& place);
    /// Why it could not be written the last time.
    [[nodiscard]] const domain::Failure& failure() const { return m_failure; }

private:
    struct Entry {
        JournalKind kind;
        qint64 atMs;
        qsizetype start = 0;
        qsizetype length = 0;
        QString payload;
    };

    /// What the answer has by now is what came before the part that begins.
    void takeFigures();
    [[nodiscard]] bool takeRoom(qsizetype units);
    [[nodiscard]] QString content(const Entry& entry) const;
    void cover(JournalKind kind, qint64 atMs);
    /// All that is known of it waits.
    void coverAll(qint64 atMs);
    /// There is no row of it any more: it becomes one of its own.
    void beginAnew();
    /// The file is another one than at the last time: what of this answer was in it may be lost.
    void lookAgain(AnswerStatements& sql);
    void note(JournalKind kind, const QString& payload, qint64 atMs);
    void replaceText(const QString& text, qint64 atMs);
    void nothingWaits();
    [[nodiscard]] Written failed(const domain::Failure& failure);
    /// As it was told by a statement: where the schema refused, there is no place for the answer any more.
    [[nodiscard]] Written failed(const Statement& statement);
    [[nodiscard]] Written writeAll(const Database& database, AnswerStatements& sql);
    [[nodiscard]] Written writeRow(AnswerStatements& sql, domain::MessageId& id, qint64& sequence);
    [[nodiscard]] Written writeResume(AnswerStatements& sql, domain::MessageId id);
    [[nodiscard]] Written writeLift(AnswerStatements& sql, domain::MessageId id, qint64& sequence);

    domain::Message m_message;
    std::deque<Entry> m_waiting;
    qsizetype m_coveredText = 0;
    qsizetype m_coveredThinking = 0;
    qsizetype m_detail = 0;
    qint64 m_nextSequence = 0;
    /// What is noted; nothing where that is not known.
    std::optional<QString> m_resume = QString();
    bool m_resumeWaits = false;
    bool m_rowWaits = true;
    bool m_lifted = false;
    /// Of an answer that was taken from disk: how much text it had then.
    std::optional<qsizetype> m_reopenedText;
    bool m_coarse = false;
    bool m_gone = false;
    /// Of the file, when something was written the last time.
    int m_opening = 0;
    domain::Failure m_failure;
    qint64 m_reopenedAtMs = 0;
    std::chrono::milliseconds m_firstTokenBefore{-1};
    std::chrono::milliseconds m_thinkingBefore{0};
    std::chrono::milliseconds m_durationBefore{0};
    double m_rateBefore = 0;
    double m_costBefore = 0;
};

} // namespace rivulet::store
