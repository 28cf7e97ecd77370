// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/AttachmentReader.h"

#include "stream/TokenBudget.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QPointer>
#include <QStringDecoder>
#include <QThreadPool>

#include <algorithm>
#include <utility>

namespace rivulet::app {

namespace {

using domain::Attachment;
using domain::Result;

/// Names are shown and sent: they are one line, and no longer than a line.
constexpr qsizetype longestName = 200;
/// A PDF may have a few bytes of something else before its mark.
constexpr qsizetype pdfMarkWithin = 1024;

QString cleanName(const QString& name) {
    QString clean = name;
    // Marks of direction could make "gpj.exe" of "exe.jpg".
    clean.removeIf([](QChar c) { return !c.isPrint() && !c.isSurrogate(); });
    return clean.simplified().left(longestName);
}

domain::Failure refused(const QString& name, const QString& code) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::AttachmentRefused;
    failure.detail = cleanName(name);
    failure.code = code;
    return failure;
}

/// The formats that models take, by their first bytes; empty for others.
QByteArray imageType(QByteArrayView bytes) {
    if (bytes.startsWith("\x89PNG\r\n\x1a\n")) {
        return "image/png";
    }
    if (bytes.startsWith("\xff\xd8\xff")) {
        return "image/jpeg";
    }
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a")) {
        return "image/gif";
    }
    constexpr qsizetype riffHead = 8;
    if (bytes.startsWith("RIFF") && bytes.size() > riffHead && bytes.sliced(riffHead).startsWith("WEBP")) {
        return "image/webp";
    }
    return {};
}

bool isUtf8(QByteArrayView bytes) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError() && !text.isNull();
}

Result<Attachment> textFrom(const QString& name, const QByteArray& bytes) {
    const QMimeType type = QMimeDatabase().mimeTypeForFileNameAndData(name, bytes);
    const bool looksLikeText = type.inherits(QStringLiteral("text/plain"));
    if (bytes.contains('\0') || !isUtf8(bytes)) {
        return refused(name, looksLikeText ? QStringLiteral("not_utf8") : QStringLiteral("binary"));
    }
    Attachment text;
    text.kind = Attachment::Kind::Text;
    text.name = cleanName(name);
    text.mediaType = looksLikeText ? type.name().toLatin1() : QByteArray("text/plain");
    text.bytes = bytes;
    return text;
}

void run(QObject* owner, AttachmentReader::Done done, std::function<Result<Attachment>()> read) {
    QThreadPool::globalInstance()->start(
        [owner = QPointer(owner), thread = owner->thread(), done = std::move(done), read = std::move(read)] {
            // Back by way of an object that lives on the owner's thread for as long as it takes.
            auto* messenger = new QObject; // NOLINT(cppcoreguidelines-owning-memory): deletes itself below
            messenger->moveToThread(thread);
            QMetaObject::invokeMethod(messenger, [messenger, owner, done, result = read()] {
                messenger->deleteLater();
                if (owner) {
                    done(result);
                }
            });
        });
}

} // namespace

Result<Attachment> AttachmentReader::fromBytes(const QString& name, const QByteArray& bytes) {
    if (bytes.isEmpty()) {
        return refused(name, QStringLiteral("empty"));
    }
    if (bytes.size() > stream::attachmentBytes) {
        return refused(name, QStringLiteral("too_large"));
    }
    Attachment attachment;
    attachment.name = cleanName(name);
    attachment.bytes = bytes;
    attachment.mediaType = imageType(bytes);
    if (!attachment.mediaType.isEmpty()) {
        attachment.kind = Attachment::Kind::Image;
        return attachment;
    }
    if (QByteArrayView(bytes).first(std::min(bytes.size(), pdfMarkWithin)).contains("%PDF-")) {
        attachment.kind = Attachment::Kind::Pdf;
        attachment.mediaType = "application/pdf";
        return attachment;
    }
    return textFrom(name, bytes);
}

Result<Attachment> AttachmentReader::fromFile(const QString& path) {
    const QFileInfo info(path);
    const QString name = info.fileName().isEmpty() ? path : info.fileName();
    if (info.isDir()) {
        return refused(name, QStringLiteral("folder"));
    }
    QFile file(path);
    // A pipe or a device is no file: it may never end.
    if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
        return refused(name, QStringLiteral("unreadable"));
    }
    // One byte more than is taken tells that there are more, however large the file says it is.
    const QByteArray bytes = file.read(stream::attachmentBytes + 1);
    if (file.error() != QFileDevice::NoError) {
        return refused(name, QStringLiteral("unreadable"));
    }
    return fromBytes(name, bytes);
}

Result<Attachment> AttachmentReader::fromImage(const QString& name, const QImage& image) {
    QBuffer buffer;
    if (image.isNull() || !buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG")) {
        return refused(name, QStringLiteral("unreadable"));
    }
    return fromBytes(name, buffer.data());
}

void AttachmentReader::readFile(const QString& path, QObject* owner, Done done) {
    run(owner, std::move(done), [path] { return fromFile(path); });
}

void AttachmentReader::readImage(const QString& name, const QImage& image, QObject* owner, Done done) {
    run(owner, std::move(done), [name, image] { return fromImage(name, image); });
}

} // namespace rivulet::app
