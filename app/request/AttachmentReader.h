// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Attachment.h"
#include "domain/Result.h"

#include <QImage>
#include <QObject>
#include <QString>

#include <functional>

namespace rivulet::app {

/// Makes an attachment of a file or a picture, bounded, and by what is in it rather than by its name. What it
/// can't be made of is a Failure: AttachmentRefused, `detail` the name, `code` one of "folder", "unreadable",
/// "empty", "too_large", "binary", "not_utf8". Knows no model and no sentences.
class AttachmentReader {
public:
    using Done = std::function<void(const domain::Result<domain::Attachment>&)>;

    /// Reads now, on this thread.
    [[nodiscard]] static domain::Result<domain::Attachment> fromFile(const QString& path);
    /// `name` is without folders.
    [[nodiscard]] static domain::Result<domain::Attachment> fromBytes(const QString& name,
                                                                      const QByteArray& bytes);
    /// As PNG.
    [[nodiscard]] static domain::Result<domain::Attachment> fromImage(const QString& name,
                                                                      const QImage& image);

    // The same on a worker; `done` is called on the thread of `owner`, unless that is gone by then.
    static void readFile(const QString& path, QObject* owner, Done done);
    static void readImage(const QString& name, const QImage& image, QObject* owner, Done done);
};

} // namespace rivulet::app
