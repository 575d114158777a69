-- Which installation this database is, and with which folders it was worked.

-- One row. What lies beside the database names the same id; a database without a row was never opened by a version that
-- knows of this.
CREATE TABLE installation (
    one           BIGINT PRIMARY KEY CHECK (one = 1),
    id            TEXT NOT NULL,
    state         TEXT NOT NULL,            -- running, paused, copy
    reason        TEXT,                     -- of a pause: restored, stopped
    since         BIGINT NOT NULL,          -- when this state began
    backup_at     BIGINT,                   -- when the backup was made that this database was restored from
    resume_after  BIGINT                    -- someone said that it goes on: nothing is sent or numbered before then
);

-- A data folder that was accepted: its key is the id's second half, and lies in the folder.
CREATE TABLE installation_node (
    node_key      TEXT PRIMARY KEY,
    host          TEXT NOT NULL,            -- compared
    place         TEXT NOT NULL,            -- shown: which computer, which folder
    file          TEXT NOT NULL,            -- which file beside it is: a copy is another one
    device        TEXT NOT NULL,            -- where that file lies, while this computer has not been started anew
    accepted_at   BIGINT NOT NULL
);

-- When a folder was worked from last. A table of its own, so that nothing that reads the one above waits for it.
CREATE TABLE installation_seen (
    node_key      TEXT PRIMARY KEY,
    seen_at       BIGINT NOT NULL
);

-- When an administration was looked through since the installation goes on, and what was found there.
CREATE TABLE installation_look (
    administration_id BIGINT PRIMARY KEY REFERENCES administration (id),
    looked_at     BIGINT NOT NULL,
    found         TEXT NOT NULL             -- JSON: numbers that were not known here
);
