// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FileDialogLook.h"

namespace rivulet::app {

void FileDialogLook::setGround(QQuickItem* overlay, const QColor& ground) const {
    if (overlay == nullptr) {
        return;
    }
    // The class of the path is Qt's own: it is known by its name alone.
    if (overlay->inherits("QQuickFolderBreadcrumbBar")) {
        if (auto* const background = overlay->property("background").value<QQuickItem*>()) {
            background->setProperty("color", ground);
        }
        return;
    }
    const auto children = overlay->childItems();
    for (auto* const child : children) {
        setGround(child, ground);
    }
}

} // namespace rivulet::app
