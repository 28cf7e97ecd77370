// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "store/Database.h"

#include <map>
#include <optional>
#include <vector>

namespace rivulet::store {

/// How the files of prompts and their rows become each other: bytes are kept once, by their hash, however
/// often they were sent. Removing is the schema's.
class AttachmentRows {
public:
    /// Within the caller's transaction. Nothing, or why it could not be written.
    [[nodiscard]] static std::optional<domain::Failure>
    write(const Database& database, domain::MessageId message,
          const std::vector<domain::Attachment>& attachments);
    struct Turns {
        qint64 first = 0;
        qint64 end = 0; ///< behind the last
    };
    /// Those of some turns of a conversation, by prompt, in their order. Equal bytes are in memory once.
    [[nodiscard]] static domain::Result<std::map<domain::MessageId, std::vector<domain::Attachment>>>
    read(const Database& database, domain::ConversationId conversation, const Turns& turns);
};

} // namespace rivulet::store
