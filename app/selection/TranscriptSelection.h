// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/TranscriptModel.h"
#include "selection/TextSelection.h"

#include <QObject>
#include <QPointer>
#include <QQmlEngine>

#include <vector>

namespace rivulet::app {

class SelectionShare;

/// What is selected in one pane's transcript, and what of it is copied. It follows the model's rows; the rows
/// on the screen paint their shares of it by themselves. Knows no pixel and no key.
class TranscriptSelection : public QObject, private TextRows {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a TextSelector")
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed)
    Q_PROPERTY(QString words READ words NOTIFY changed)

public:
    using Unit = TextSelection::Unit;
    using Way = TextSelection::Way;

    explicit TranscriptSelection(QObject* parent = nullptr);
    ~TranscriptSelection() override;

    [[nodiscard]] TranscriptModel* model() const { return m_model; }
    void setModel(TranscriptModel* model);

    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    [[nodiscard]] const TextSelection& text() const { return m_text; }
    /// The beginning of what is selected, for a screen reader.
    [[nodiscard]] QString words() const;
    /// What is selected, as it is seen: markers of lists and what is written out of hidden characters with
    /// it, cells of tables apart by tabs. A folded prompt of which all that is seen is selected is the whole
    /// prompt.
    Q_INVOKABLE QString shown();
    /// The Markdown that it was made of.
    Q_INVOKABLE QString markdown();
    /// Of a row, what its owner's copy button copies; empty where it is no code.
    Q_INVOKABLE QString code(int row) const;

    Q_INVOKABLE bool isPrompt(int row) const;

    // What somebody does to it
    void begin(TextPlace place, Unit unit);
    void extendTo(TextPlace place);
    void moveHead(TextPlace place);
    void step(Unit unit, Way way);
    Q_INVOKABLE void selectAll();
    /// The prompt, or the answer, that this row belongs to.
    Q_INVOKABLE void selectMessage(int row);
    Q_INVOKABLE void clear();

    // The rows on the screen
    void addShare(SelectionShare* share) { m_shares.push_back(share); }
    void removeShare(SelectionShare* share) { std::erase(m_shares, share); }
    [[nodiscard]] const std::vector<SelectionShare*>& shares() const { return m_shares; }
    /// Where the cells of a table begin in its text; {0} for any other row.
    [[nodiscard]] std::vector<int> cellStarts(int row) const;
    [[nodiscard]] QString text(int row) const override;

Q_SIGNALS:
    void changed();
    /// A row with a share is shown anew.
    void rowChanged(int row);

private:
    [[nodiscard]] int count() const override;
    [[nodiscard]] QVariant at(int row, int role) const;
    /// The block that a row shows, or null.
    [[nodiscard]] const text::Block* blockOf(int row) const;
    /// What of a row is copied: also none of its letters, where the end of its line is selected, which parts
    /// it from the row that it goes on in.
    [[nodiscard]] std::optional<TextSelection::Share> partOf(int row) const;
    [[nodiscard]] bool isRest(int row) const;
    /// What stands between a row's text and that of the row above it.
    [[nodiscard]] QString jointOf(int row) const;
    /// Its text from here to there, with its marker where it begins with that.
    [[nodiscard]] QString piece(int row, int from, int to) const;
    void takeChange(int first, int last);
    template <typename Change>
    void change(Change change);
    /// Of a long conversation not everything has rows yet: what is all selected is made whole.
    void complete();

    QPointer<TranscriptModel> m_model;
    TextSelection m_text;
    std::vector<SelectionShare*> m_shares;
    bool m_fromTop = false; ///< what comes above the first row is selected too
};

} // namespace rivulet::app
