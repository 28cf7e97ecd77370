-- SPDX-FileCopyrightText: 2026 The Rivulet authors
-- SPDX-License-Identifier: MIT
-- What goes with a prompt: files, the parameters of a pane, and what else is known of an answer's usage.

-- The bytes of files, each once however often it was sent; the name is its SHA-256.
CREATE TABLE blobs (
    hash BLOB PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE attachments (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    hash BLOB NOT NULL REFERENCES blobs (hash),
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX attachments_by_hash ON attachments (hash);

-- Bytes go with the last message that names them.
CREATE TRIGGER attachment_removed AFTER DELETE ON attachments BEGIN
    DELETE FROM blobs WHERE hash = old.hash
        AND NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.hash = old.hash);
END;

-- How a pane of a conversation asks, as JSON; none where it asks as the settings say.
CREATE TABLE parameters (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    pane INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (conversation_id, pane)
) STRICT, WITHOUT ROWID;

-- Cost, times and the like, as JSON.
ALTER TABLE messages ADD COLUMN usage_rest TEXT NOT NULL DEFAULT '{}';
