-- SPDX-FileCopyrightText: 2026 The Rivulet authors
-- SPDX-License-Identifier: MIT
-- Conversations, their messages, and the journal that answers are written to while they stream.
-- Statements are separated by an empty line. Times are milliseconds since the epoch.

CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    panes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX conversations_by_time ON conversations (updated_at DESC, id DESC);

-- outcome is NULL while an answer is being written; writer names the process that writes it.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    turn INTEGER NOT NULL,
    pane INTEGER NOT NULL DEFAULT 0,
    variant INTEGER NOT NULL DEFAULT 0,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    created_at INTEGER NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    endpoint_id TEXT NOT NULL DEFAULT '',
    endpoint_name TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    thinking TEXT NOT NULL DEFAULT '',
    tools TEXT NOT NULL DEFAULT '[]',
    citations TEXT NOT NULL DEFAULT '[]',
    seams TEXT NOT NULL DEFAULT '[]',
    warnings TEXT NOT NULL DEFAULT '[]',
    outcome TEXT CHECK (outcome IN ('completed', 'cancelled', 'interrupted', 'failed')),
    stop TEXT NOT NULL DEFAULT '',
    raw_stop TEXT NOT NULL DEFAULT '',
    failure_kind TEXT,
    failure_detail TEXT NOT NULL DEFAULT '',
    http_status INTEGER NOT NULL DEFAULT 0,
    failure_rest TEXT NOT NULL DEFAULT '{}',
    usage_source TEXT CHECK (usage_source IN ('reported', 'estimated')),
    usage_input INTEGER,
    usage_cached INTEGER,
    usage_thinking INTEGER,
    usage_output INTEGER,
    first_token_ms INTEGER NOT NULL DEFAULT -1,
    thinking_ms INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    tokens_per_second REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 1,
    writer TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX messages_in_order ON messages (conversation_id, turn, role DESC, pane, variant, id);

CREATE INDEX messages_unfinished ON messages (id) WHERE role = 'assistant' AND outcome IS NULL;

CREATE INDEX messages_by_model ON messages (endpoint_id, model, id) WHERE outcome = 'completed';

-- What came, when, in order: kept after the answer has ended, as the record of its timing. The texts of
-- kind 'text' joined are the answer's text, those of kind 'thinking' its thinking; of the others the text is
-- a JSON object.
CREATE TABLE journal (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (message_id, seq)
) STRICT, WITHOUT ROWID;
