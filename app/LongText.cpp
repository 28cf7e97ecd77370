// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "LongText.h"

namespace rivulet::app {

void LongText::setTarget(QQuickItem* target) {
    if (target == m_target) {
        return;
    }
    m_target = target;
    if (m_target) {
        m_target->setFlag(QQuickItem::ItemObservesViewport);
    }
    Q_EMIT targetChanged();
}

} // namespace rivulet::app
