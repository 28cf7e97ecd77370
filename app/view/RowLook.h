// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/TranscriptModel.h"

#include <QQmlComponent>
#include <QQuickItem>

#include <vector>

namespace rivulet::app {

/// What the rows of one kind look like: makes an item of the component, and gives it what the model says, of
/// every role that it has a property for. Its `gap` is the space above it.
class RowLook : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_CLASSINFO("DefaultProperty", "delegate")
    Q_PROPERTY(rivulet::app::TranscriptModel::RowKind kind MEMBER m_kind)
    Q_PROPERTY(QQmlComponent* delegate MEMBER m_delegate)

public:
    using QObject::QObject;

    [[nodiscard]] TranscriptModel::RowKind kind() const { return m_kind; }
    /// An item for this row, so wide, or null. It belongs to `parent`.
    [[nodiscard]] QQuickItem* make(const TranscriptModel& model, int row, double width, QQuickItem& parent);
    /// Tells an item what is new of its row: these roles, or all of them.
    void update(QQuickItem& item, const TranscriptModel& model, int row, const QList<int>& roles) const;
    void setIndex(QQuickItem& item, int row) const;
    [[nodiscard]] double gap(const QQuickItem& item) const;

private:
    struct Property {
        int role = 0;
        int number = -1; ///< of the item's properties
        QString name;
    };
    void learn(const QQuickItem& item, const TranscriptModel& model);

    TranscriptModel::RowKind m_kind = TranscriptModel::RowKind::Prose;
    QQmlComponent* m_delegate = nullptr;
    bool m_learnt = false;
    std::vector<Property> m_properties;
    int m_index = -1;
    int m_gap = -1;
};

} // namespace rivulet::app
