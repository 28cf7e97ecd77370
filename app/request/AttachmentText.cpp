// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/AttachmentText.h"

#include <QLocale>

namespace rivulet::app {

QString AttachmentText::size(const domain::Attachment& attachment) {
    return QLocale().formattedDataSize(attachment.bytes.size(), 1, QLocale::DataSizeSIFormat);
}

QString AttachmentText::label(const domain::Attachment& attachment) {
    return QStringLiteral("%1 · %2").arg(attachment.name, size(attachment));
}

QString AttachmentText::kind(domain::Attachment::Kind kind) {
    switch (kind) {
    case domain::Attachment::Kind::Image:
        return tr("Image");
    case domain::Attachment::Kind::Text:
        return tr("Text");
    case domain::Attachment::Kind::Pdf:
        return tr("PDF");
    }
    return {};
}

QString AttachmentText::refusal(const domain::Failure& failure, const QString& model) {
    using Kind = domain::Failure::Kind;
    if (failure.kind == Kind::RequestTooLarge) {
        return tr("These files are too much for one request: at most 48 MiB together.");
    }
    if (failure.kind == Kind::ContextTooLong) {
        return tr("This prompt is longer than %1 can read, even without the earlier turns.").arg(model);
    }
    const QString name = failure.detail;
    if (failure.code == u"images_not_taken") {
        return tr("%1 can't read images: remove “%2” or choose another model.").arg(model, name);
    }
    if (failure.code == u"pdf_not_taken") {
        return tr("%1 can't read PDF files: remove “%2” or choose another model.").arg(model, name);
    }
    if (failure.code == u"folder") {
        return tr("“%1” is a folder. Choose the files in it instead.").arg(name);
    }
    if (failure.code == u"empty") {
        return tr("“%1” is empty.").arg(name);
    }
    if (failure.code == u"too_large") {
        return tr("“%1” is larger than 20 MiB, which is the most that can be sent.").arg(name);
    }
    if (failure.code == u"not_utf8") {
        return tr("“%1” is not UTF-8 text. Save it as UTF-8 and add it again.").arg(name);
    }
    if (failure.code == u"binary") {
        return tr("“%1” is neither text, nor an image (PNG, JPEG, GIF, WebP), nor a PDF.").arg(name);
    }
    return tr("“%1” can't be read.").arg(name);
}

} // namespace rivulet::app
