-- What the program itself runs on: jobs, leases, events and the audit trail.
-- Instants are BIGINT microseconds UTC, JSON is TEXT, bytes are BYTEA (SQLite takes that name too).

-- Work to be done. A job that is done is deleted; one that gave up stays as 'failed'.
CREATE TABLE job (
    id          BIGINT PRIMARY KEY,
    kind        TEXT NOT NULL,
    job_key     TEXT NOT NULL,
    payload     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'failed')),
    -- Its place in the order of its key: never moved by a later try.
    due         BIGINT NOT NULL,
    -- When it may run next.
    run_at      BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    fence       BIGINT NOT NULL,
    node        TEXT,
    lease_until BIGINT,
    why         TEXT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX job_waiting ON job (due, id) WHERE state = 'waiting';
CREATE INDEX job_waiting_by_key ON job (job_key, due, id) WHERE state = 'waiting';
-- The last guard of "never two jobs of one key at once".
CREATE UNIQUE INDEX job_running ON job (job_key) WHERE state = 'running';

-- Named leases. A row stays when its lease ends, so that fences never repeat.
CREATE TABLE named_lease (
    name        TEXT PRIMARY KEY,
    holder      TEXT NOT NULL,
    fence       BIGINT NOT NULL,
    lease_until BIGINT NOT NULL
);

-- What has happened, for pages and lanes that wait for it. The position is given after the commit, so that it
-- follows the order of commits.
CREATE TABLE event (
    id          BIGINT PRIMARY KEY,
    position    BIGINT UNIQUE,
    at          BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    payload     TEXT NOT NULL
);
CREATE INDEX event_without_position ON event (id) WHERE position IS NULL;

-- Who did what. Rows are chained after their commit: each seal is the hash of the seal before and the row.
CREATE TABLE audit (
    id           BIGINT PRIMARY KEY,
    at           BIGINT NOT NULL,
    actor        BIGINT,
    verb         TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    before_state TEXT,
    after_state  TEXT,
    reason       TEXT,
    seal_number  BIGINT UNIQUE,
    seal         BYTEA
);
CREATE INDEX audit_by_subject ON audit (subject_kind, subject_id, id);
CREATE INDEX audit_without_seal ON audit (id) WHERE seal_number IS NULL;
