-- SPDX-FileCopyrightText: 2026 The Rivulet authors
-- SPDX-License-Identifier: MIT
-- Streams as they are counted: figures only, of no conversation, so that they outlive it. NULL where a
-- figure is not known. Recoveries are a JSON list.

CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    began_at INTEGER NOT NULL,
    endpoint_id TEXT NOT NULL,
    endpoint_name TEXT NOT NULL,
    model TEXT NOT NULL,
    dialect TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('completed', 'cancelled', 'interrupted', 'failed')),
    failure_kind TEXT,
    first_token_ms INTEGER,
    duration_ms INTEGER NOT NULL,
    streaming_ms INTEGER,
    left_out_ms INTEGER NOT NULL,
    usage_source TEXT NOT NULL CHECK (usage_source IN ('reported', 'estimated')),
    input_tokens INTEGER,
    cached_tokens INTEGER,
    thinking_tokens INTEGER,
    output_tokens INTEGER,
    cost REAL,
    currency TEXT NOT NULL,
    requests INTEGER NOT NULL,
    cuts INTEGER NOT NULL,
    early_faults INTEGER NOT NULL,
    recoveries TEXT NOT NULL
) STRICT;

CREATE INDEX streams_by_time ON streams (began_at);
