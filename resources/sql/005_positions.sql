-- SPDX-FileCopyrightText: 2026 The Rivulet authors
-- SPDX-License-Identifier: MIT
-- The order of conversations is kept by itself: clocks jump, and what was asked last belongs on top.

ALTER TABLE conversations ADD COLUMN position INTEGER NOT NULL DEFAULT 0;

UPDATE conversations SET position = ranked.place FROM (
    SELECT id, row_number() OVER (ORDER BY updated_at, id) AS place FROM conversations
) AS ranked WHERE conversations.id = ranked.id;

DROP INDEX conversations_by_time;

CREATE INDEX conversations_in_order ON conversations (position DESC, id DESC);
