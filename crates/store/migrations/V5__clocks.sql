-- Clocks that are wrong are found, and a consent is on disk before it is used.

-- The last instant that a node knew to be right: one row. Only a node that has watched its clock moves it back.
CREATE TABLE last_instant (
    id            BIGINT PRIMARY KEY CHECK (id = 1),
    at            BIGINT NOT NULL,
    node          TEXT NOT NULL
);

-- Nodes that do nothing because of their clocks, for the pages of the others.
CREATE TABLE held_node (
    node          TEXT PRIMARY KEY,
    refusal       TEXT NOT NULL,            -- JSON: code, parameters, place
    told_at       BIGINT NOT NULL
);

-- The tokens of a consent whose Exact user is not known yet: they become a connection, or are thrown away.
CREATE TABLE pending_consent (
    state_hash    TEXT PRIMARY KEY,
    user_id       BIGINT NOT NULL REFERENCES app_user (id),
    base_url      TEXT NOT NULL,
    client_id     TEXT NOT NULL,
    access_token  TEXT NOT NULL,            -- encrypted
    refresh_token TEXT NOT NULL,            -- encrypted
    issued_at     BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);

-- The next look at any booking, and looks that were stored by a clock that was wrong.
CREATE INDEX booking_look ON booking (administration_id, look_after) WHERE look_after IS NOT NULL;
