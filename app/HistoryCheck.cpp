// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "HistoryCheck.h"

#include "store/Database.h"
#include "store/StoreProblem.h"

#include <QThread>

namespace rivulet::app {

HistoryCheck::HistoryCheck(const QString& file, QObject* parent)
    : QObject(parent)
    , m_thread(QThread::create([this, file] {
        // Nobody reads it before the thread has ended.
        m_found = store::Database::check(file);
    })) {
    connect(m_thread.get(), &QThread::finished, this, [this] {
        // A lock is no damage.
        if (m_found && store::problemOf(*m_found) != store::StoreProblem::Damaged) {
            m_found.reset();
        }
        Q_EMIT finished();
    });
    m_thread->start(QThread::LowPriority);
}

HistoryCheck::~HistoryCheck() {
    m_thread->wait();
}

} // namespace rivulet::app
