// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/AttachmentRows.h"

#include "store/Statement.h"
#include "store/StoredText.h"

#include <QCryptographicHash>
#include <QHash>

namespace rivulet::store {

std::optional<domain::Failure> AttachmentRows::write(const Database& database, domain::MessageId message,
                                                     const std::vector<domain::Attachment>& attachments) {
    if (attachments.empty()) {
        return std::nullopt;
    }
    Statement blob(database, QStringLiteral("INSERT OR IGNORE INTO blobs (hash, bytes) VALUES (?, ?)"));
    Statement row(database, QStringLiteral("INSERT INTO attachments (message_id, position, kind, name, "
                                           "media_type, hash) VALUES (?, ?, ?, ?, ?, ?)"));
    int position = 0;
    for (const auto& attachment : attachments) {
        const QByteArray hash = QCryptographicHash::hash(attachment.bytes, QCryptographicHash::Sha256);
        // A null array would be bound as NULL, but a file that is empty is a file.
        const QByteArray bytes = attachment.bytes.isNull() ? QByteArray("") : attachment.bytes;
        if (!blob.execute({hash, bytes})) {
            return blob.failure();
        }
        if (!row.execute({message, position++, domain::attachmentName(attachment.kind),
                          storedText(attachment.name), QString::fromLatin1(attachment.mediaType), hash})) {
            return row.failure();
        }
    }
    return std::nullopt;
}

domain::Result<std::map<domain::MessageId, std::vector<domain::Attachment>>>
AttachmentRows::read(const Database& database, domain::ConversationId conversation, const Turns& turns) {
    Statement select(database, QStringLiteral("SELECT message_id, kind, attachments.name, media_type, hash "
                                              "FROM attachments JOIN messages ON messages.id = message_id "
                                              "WHERE conversation_id = ? AND turn >= ? AND turn < ? "
                                              "ORDER BY message_id, position"));
    if (!select.select({conversation, turns.first, turns.end})) {
        return select.failure();
    }
    Statement blob(database, QStringLiteral("SELECT bytes FROM blobs WHERE hash = ?"));
    QHash<QByteArray, QByteArray> known;
    std::map<domain::MessageId, std::vector<domain::Attachment>> found;
    while (select.next()) {
        const QByteArray hash = select.value(4).toByteArray();
        if (!known.contains(hash)) {
            if (!blob.select({hash})) {
                return blob.failure();
            }
            known.insert(hash, blob.next() ? blob.value(0).toByteArray() : QByteArray());
            blob.finish();
        }
        domain::Attachment attachment;
        // A kind of a later version can't be sent by this one; as text it is at least shown by its name.
        attachment.kind =
            domain::attachmentFromName(select.value(1).toString()).value_or(domain::Attachment::Kind::Text);
        attachment.name = select.value(2).toString();
        attachment.mediaType = select.value(3).toString().toLatin1();
        attachment.bytes = known.value(hash);
        found[select.value(0).toLongLong()].push_back(std::move(attachment));
    }
    return found;
}

} // namespace rivulet::store
