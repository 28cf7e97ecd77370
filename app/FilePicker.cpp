// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FilePicker.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QWindow>

#include <utility>

namespace rivulet::app {

void FilePicker::choose(const QString& title, QObject* owner,
                        std::function<void(const QList<QUrl>&)> chosen) {
    // The dialog is a widget where the desktop has none of its own.
    if (qobject_cast<QApplication*>(QCoreApplication::instance()) == nullptr) {
        return;
    }
    auto* dialog = new QFileDialog; // NOLINT(cppcoreguidelines-owning-memory): deletes itself when it closes
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setDirectory(QDir::homePath());
    QObject::connect(dialog, &QFileDialog::urlsSelected, owner, std::move(chosen));
    QObject::connect(owner, &QObject::destroyed, dialog, &QObject::deleteLater);
    QWindow* const window = QGuiApplication::focusWindow();
    dialog->winId();
    if (dialog->windowHandle() != nullptr && window != nullptr) {
        dialog->windowHandle()->setTransientParent(window);
    }
    dialog->open();
}

} // namespace rivulet::app
