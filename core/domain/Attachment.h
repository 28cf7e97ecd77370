// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace rivulet::domain {

/// A file that goes with a prompt: its bytes as they are, bounded by whoever read it. Knows no path.
struct Attachment {
    enum class Kind {
        Image, ///< PNG, JPEG, GIF or WebP, as `mediaType` says
        Text,  ///< UTF-8
        Pdf,
    };

    Kind kind = Kind::Text;
    /// What people read: the file's own name without its folders.
    QString name;
    QByteArray mediaType;
    QByteArray bytes;

    friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// "image", "text", "pdf".
[[nodiscard]] QString attachmentName(Attachment::Kind kind);
[[nodiscard]] std::optional<Attachment::Kind> attachmentFromName(QStringView name);

} // namespace rivulet::domain
