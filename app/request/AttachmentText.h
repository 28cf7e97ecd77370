// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Attachment.h"
#include "domain/Failure.h"

#include <QCoreApplication>
#include <QString>

namespace rivulet::app {

/// What people read about files: how large one is, and why one is not taken.
class AttachmentText {
    Q_DECLARE_TR_FUNCTIONS(AttachmentText)

public:
    /// "photo.png · 1.2 MB"
    [[nodiscard]] static QString label(const domain::Attachment& attachment);
    /// "1.2 MB"
    [[nodiscard]] static QString size(const domain::Attachment& attachment);
    /// "Image", "Text", "PDF"
    [[nodiscard]] static QString kind(domain::Attachment::Kind kind);
    /// Why a file is not taken, as a sentence. `model`: the one that does not take it; may be empty where no
    /// model would.
    [[nodiscard]] static QString refusal(const domain::Failure& failure, const QString& model = {});
};

} // namespace rivulet::app
