// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QQuickImageProvider>

namespace rivulet::app {

/// Icons of the interface in any colour: "image://icon/NAME/RRGGBB" draws :/icons/NAME.svg with its
/// currentColor replaced.
class IconProvider final : public QQuickImageProvider {
public:
    IconProvider();
    QImage requestImage(const QString& id, QSize* size, const QSize& requestedSize) override;
};

} // namespace rivulet::app
