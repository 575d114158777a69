-- Deltas are read again from below what may not have been seen yet.

-- The highest row version that a delta had told at that moment: what is below it has been visible from MAX_STALENESS
-- later on. The cursors of an administration are what has certainly been seen.
CREATE TABLE delta_mark (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    delta         TEXT NOT NULL,            -- accounts, ledger, lines, deleted
    version       BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL,
    PRIMARY KEY (administration_id, delta)
);

-- The row version under which a line was read, so that one that is told again is known; 0 when it was not told by a
-- delta.
ALTER TABLE exact_line ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX exact_line_version ON exact_line (administration_id, version);
