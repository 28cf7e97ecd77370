// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "diff/DiffLine.h"
#include "diff/DiffReader.h"

#include <QAbstractListModel>
#include <QColor>
#include <QQmlEngine>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace rivulet::app {

/// The last answers of two panes side by side, line by line of what they have in common, and followed while
/// they are written. While it is active only; the comparing is done on a thread of its own.
class DiffModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a CompareSession")
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(int count READ rowCount NOTIFY compared)
    Q_PROPERTY(int differences READ differences NOTIFY compared)
    Q_PROPERTY(QString similarity READ similarity NOTIFY compared)
    Q_PROPERTY(QString tally READ tally NOTIFY compared)

public:
    enum class Relation { Same, Changed, Different, OnlyLeft, OnlyRight, Awaited };
    Q_ENUM(Relation)
    enum class UnitKind { Prose, Heading, Code, Table, Rule };
    Q_ENUM(UnitKind)
    enum Role {
        RelationRole = Qt::UserRole + 1, ///< relation: Relation
        WordRole,                        ///< word: the relation in a word or two, "Only left"
        HasLeftRole,                     ///< hasLeft, hasRight: whether there is anything on that side
        HasRightRole,
        LeftRole, ///< left, right: UnitText, what is said on that side
        RightRole,
        LeftPlainRole, ///< leftPlain, rightPlain: the same as plain text
        RightPlainRole,
        LeftKindRole, ///< leftKind, rightKind: UnitKind
        RightKindRole,
        LeftLevelRole, ///< leftLevel, rightLevel: a heading's
        RightLevelRole,
        LeftIndentRole, ///< leftIndent, rightIndent: how deep in lists and quotes
        RightIndentRole,
        LeftMarkerRole, ///< leftMarker, rightMarker: an item's bullet or number, a code's language
        RightMarkerRole,
    };
    Q_ENUM(Role)

    using Answer = DiffReader::Answer;
    /// What one side shows at present.
    using Source = std::function<Answer()>;

    DiffModel(Source left, Source right, QObject* parent = nullptr);
    ~DiffModel() override;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] bool isActive() const { return m_thread != nullptr; }
    void setActive(bool active);
    /// Lines that tell of a difference; what is still awaited is none.
    [[nodiscard]] int differences() const { return m_differences; }
    /// "82 % the same", or empty while nothing is compared.
    [[nodiscard]] QString similarity() const;
    /// "12 differences"; empty while nothing is compared.
    [[nodiscard]] QString tally() const;

    /// The nearest line behind or before this one that tells of a difference, or -1.
    Q_INVOKABLE int next(int row) const;
    Q_INVOKABLE int previous(int row) const;
    /// What stands behind the words that only one side has.
    Q_INVOKABLE void setMarkColour(const QColor& colour);
    /// Either side may show something else now: it is looked at soon.
    void invalidate();

Q_SIGNALS:
    void activeChanged();
    void compared();

private:
    void look();
    void take(const std::shared_ptr<const Comparison>& comparison);
    [[nodiscard]] bool isDifference(int row) const;
    [[nodiscard]] QString markedText(const DiffLine::Side& side) const;

    Source m_left;
    Source m_right;
    std::unique_ptr<QThread> m_thread;
    /// Lives on the thread, and ends with it.
    DiffReader* m_reader = nullptr;
    std::shared_ptr<const Comparison> m_comparison;
    QColor m_markColour;
    QTimer m_soon;
    std::chrono::steady_clock::time_point m_askedAt;
    int m_differences = 0;
    bool m_busy = false;
    bool m_stale = false;
};

} // namespace rivulet::app
