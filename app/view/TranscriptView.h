// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/TranscriptModel.h"
#include "view/LiveRows.h"
#include "view/RowLook.h"
#include "view/RowPlaces.h"

#include <QPointer>
#include <QQmlListProperty>
#include <QQuickItem>

#include <optional>

namespace rivulet::app {

/// The rows of a transcript that are in sight of a Flickable, and some around them: makes them little by
/// little, puts them where they stand, and moves the Flickable so that what a reader looks at stays where it
/// is, or, while they follow the end, so that the end stays in sight. Knows not what a row looks like.
class TranscriptView : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_CLASSINFO("DefaultProperty", "looks")
    Q_PROPERTY(rivulet::app::TranscriptModel* model READ model WRITE setModel NOTIFY modelChanged)
    /// What scrolls the rows; the view is in its content.
    Q_PROPERTY(QQuickItem* flickable READ flickable WRITE setFlickable NOTIFY flickableChanged)
    Q_PROPERTY(QQmlListProperty<rivulet::app::RowLook> looks READ looks)
    /// Rows are at most so wide, in the middle, and `margin` from the edges.
    Q_PROPERTY(double column READ column WRITE setColumn NOTIFY metricsChanged)
    Q_PROPERTY(double margin READ margin WRITE setMargin NOTIFY metricsChanged)
    /// Below the last row.
    Q_PROPERTY(double padding READ padding WRITE setPadding NOTIFY metricsChanged)
    /// The height of a line of text, and the mean width of a letter in it.
    Q_PROPERTY(double line READ line WRITE setLine NOTIFY metricsChanged)
    Q_PROPERTY(double letter READ letter WRITE setLetter NOTIFY metricsChanged)
    Q_PROPERTY(bool following READ isFollowing NOTIFY followingChanged)
    Q_PROPERTY(bool atEnd READ isAtEnd NOTIFY scrolled)
    /// What came below an answer when it ended is not followed, so that nobody's line moves.
    Q_PROPERTY(bool endsBelow READ endsBelow NOTIFY scrolled)
    /// How many lines have come below what was ever in sight since the reader left the end.
    Q_PROPERTY(int newLines READ newLines NOTIFY newLinesChanged)
    /// Where a scroll handle is, and how long: 0 to 1.
    Q_PROPERTY(double handlePosition READ handlePosition NOTIFY scrolled)
    Q_PROPERTY(double handleSize READ handleSize NOTIFY scrolled)
    /// All that is in sight is made.
    Q_PROPERTY(bool filled READ isFilled NOTIFY scrolled)

public:
    explicit TranscriptView(QQuickItem* parent = nullptr);
    ~TranscriptView() override;

    [[nodiscard]] TranscriptModel* model() const { return m_model; }
    void setModel(TranscriptModel* model);
    [[nodiscard]] QQuickItem* flickable() const { return m_flickable; }
    void setFlickable(QQuickItem* flickable);
    [[nodiscard]] QQmlListProperty<RowLook> looks();
    [[nodiscard]] double column() const { return m_column; }
    void setColumn(double column);
    [[nodiscard]] double margin() const { return m_margin; }
    void setMargin(double margin);
    [[nodiscard]] double padding() const { return m_padding; }
    void setPadding(double padding);
    [[nodiscard]] double line() const { return m_line; }
    void setLine(double line);
    [[nodiscard]] double letter() const { return m_letter; }
    void setLetter(double letter);
    [[nodiscard]] bool isFollowing() const { return m_following; }
    [[nodiscard]] bool isAtEnd() const;
    [[nodiscard]] bool endsBelow() const;
    [[nodiscard]] int newLines() const { return m_newLines; }
    [[nodiscard]] double handlePosition() const { return m_handlePosition; }
    [[nodiscard]] double handleSize() const { return m_handleSize; }
    [[nodiscard]] bool isFilled() const { return m_filled; }

    /// To the end, and on with it.
    Q_INVOKABLE void toEnd();
    /// A reader scrolls; away from the end this lets it go.
    Q_INVOKABLE void scroll(double distance);
    /// What is in sight stays there, whatever comes.
    Q_INVOKABLE void letGo();
    /// A reader has stopped to move: where that is the end, it is followed.
    Q_INVOKABLE void settle();
    /// The scroll handle was moved.
    Q_INVOKABLE void scrollTo(double handlePosition);
    /// Brings a row into sight, with as little movement as that takes.
    Q_INVOKABLE void show(int row);
    /// The row at this place of the content; -1 where there is none.
    Q_INVOKABLE int rowAt(double y) const;
    /// What shows a row, where that is made; else null.
    Q_INVOKABLE QQuickItem* itemAt(int row) const;
    /// How far down the reader is: which turn, and the part of it that is above, 0 to 1.
    Q_INVOKABLE QPointF depth() const;
    /// Goes as far down, for another view that shows the same turns.
    Q_INVOKABLE void goTo(const QPointF& depth);

Q_SIGNALS:
    void modelChanged();
    void flickableChanged();
    void metricsChanged();
    void followingChanged();
    void newLinesChanged();
    /// What is in sight, or where that is in the whole, has changed.
    void scrolled();
    /// A reader has moved what is in sight.
    void moved();
    /// A row has got an item, which may have been another row's number before.
    void rowMade(int row, QQuickItem* item);

protected:
    void geometryChange(const QRectF& to, const QRectF& from) override;
    void itemChange(ItemChange change, const ItemChangeData& value) override;
    void updatePolish() override;

private Q_SLOTS:
    void flickableMoved();
    void flickableResized();

private:
    void watchModel();
    void reset();
    void rowsInserted(int first, int last);
    void rowsRemoved(int first, int last);
    void rowsChanged(int first, int last, const QList<int>& roles);
    void rowResized(QQuickItem* item);
    [[nodiscard]] double guess(int row) const;
    void guessEarlier();
    [[nodiscard]] double rowWidth() const;
    void reflow();
    void setFollowing(bool following);
    void setMetric(double& metric, double value);

    /// Something has changed: lays out before the next frame.
    void arrange();
    /// Makes, places and drops rows; what there is no time for comes in later turns of the event loop.
    void layOut();
    [[nodiscard]] bool makeVisible();
    void makeAhead();
    void makeLater();
    [[nodiscard]] bool needsEarlier() const;
    void moveTo(double y);
    bool make(int row);
    void dropFar();
    void place();
    void moveFlickable();
    void keepFirstVisible();
    void clampToEnds();
    void see();
    [[nodiscard]] double viewHeight() const;
    [[nodiscard]] double lowest() const;
    /// Where the one who follows the end is.
    [[nodiscard]] double followed() const;
    /// What stands below the text of the last answer: its sources, and its end.
    [[nodiscard]] double belowText() const;
    [[nodiscard]] bool isDragged() const;
    [[nodiscard]] RowLook* lookOf(int row) const;
    [[nodiscard]] double bottomOfTurn(int turn) const;

    QPointer<TranscriptModel> m_model;
    QPointer<QQuickItem> m_flickable;
    QList<RowLook*> m_looks;
    RowPlaces m_places;
    LiveRows m_live;
    double m_column = 600;
    double m_margin = 20;
    double m_padding = 24;
    double m_line = 21;
    double m_letter = 7;
    double m_reflowedTo = 0; ///< the width of rows, as their heights are
    double m_y = 0;          ///< of the content, at the top of what is in sight
    bool m_following = true;
    std::optional<double> m_belowText; ///< what was there before the answer ended
    bool m_toStart = false;            ///< the reader is at the very beginning, wherever that turns out to be
    bool m_moving = false;             ///< the view itself moves the flickable
    bool m_makesLater = false;
    bool m_arranged = false;
    bool m_arrangesSoon = false;
    bool m_filled = true;
    RowPlaces::Place m_seen; ///< the lowest that was ever in sight
    int m_newLines = 0;
    double m_handlePosition = 0;
    double m_handleSize = 1;
};

} // namespace rivulet::app
