-- SPDX-FileCopyrightText: 2026 The Rivulet authors
-- SPDX-License-Identifier: MIT
-- Where the stream of an answer that is not whole stands for its server, in the words of whoever
-- streams: so that it can be gone on with exactly, also after a restart. None where it can't.

CREATE TABLE resume_notes (
    message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    note TEXT NOT NULL
) STRICT;
