// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "view/RowLook.h"

#include <QMetaProperty>
#include <QQmlContext>
#include <QQmlEngine>

#include <memory>

namespace rivulet::app {

namespace {

/// What lays out its children later does so now, from within: a row that takes its height in the frame that
/// shows it would ask for another one.
void settle(QQuickItem& item) {
    for (QQuickItem* const child : item.childItems()) {
        settle(*child);
    }
    item.ensurePolished();
}

} // namespace

void RowLook::learn(const QQuickItem& item, const TranscriptModel& model) {
    const QMetaObject& type = *item.metaObject();
    m_index = type.indexOfProperty("index");
    m_gap = type.indexOfProperty("gap");
    m_properties.clear();
    const auto roles = model.roleNames();
    for (auto role = roles.cbegin(); role != roles.cend(); ++role) {
        if (const int number = type.indexOfProperty(role.value().constData()); number >= 0) {
            m_properties.push_back({role.key(), number, QString::fromLatin1(role.value())});
        }
    }
    m_learnt = true;
}

QQuickItem* RowLook::make(const TranscriptModel& model, int row, double width, QQuickItem& parent) {
    if (m_delegate == nullptr) {
        return nullptr;
    }
    std::unique_ptr<QObject> object(m_delegate->beginCreate(m_delegate->creationContext()));
    auto* const item = qobject_cast<QQuickItem*>(object.get());
    if (item == nullptr) {
        qWarning("a row can't be made: %s", qUtf8Printable(m_delegate->errorString()));
        return nullptr;
    }
    if (!m_learnt) {
        learn(*item, model);
    }
    QQmlEngine::setObjectOwnership(item, QQmlEngine::CppOwnership);
    item->setParent(&parent);
    item->setParentItem(&parent);
    // Before its bindings are worked out, so that text is laid out once.
    item->setWidth(width);
    QVariantMap values;
    const QModelIndex index = model.index(row);
    for (const Property& each : m_properties) {
        values.insert(each.name, model.data(index, each.role));
    }
    if (m_index >= 0) {
        values.insert(QStringLiteral("index"), row);
    }
    m_delegate->setInitialProperties(item, values);
    m_delegate->completeCreate();
    settle(*item);
    return qobject_cast<QQuickItem*>(object.release());
}

void RowLook::update(QQuickItem& item, const TranscriptModel& model, int row, const QList<int>& roles) const {
    const QModelIndex index = model.index(row);
    for (const Property& each : m_properties) {
        if (roles.isEmpty() || roles.contains(each.role)) {
            item.metaObject()->property(each.number).write(&item, model.data(index, each.role));
        }
    }
    if (m_kind != TranscriptModel::RowKind::Prose && m_kind != TranscriptModel::RowKind::Heading) {
        settle(item);
    }
}

void RowLook::setIndex(QQuickItem& item, int row) const {
    if (m_index >= 0) {
        item.metaObject()->property(m_index).write(&item, row);
    }
}

double RowLook::gap(const QQuickItem& item) const {
    return m_gap < 0 ? 0 : item.metaObject()->property(m_gap).read(&item).toDouble();
}

} // namespace rivulet::app
