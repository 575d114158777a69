-- Wrong passwords are counted by where they come from, so that a stranger keeps nobody out; the database is proven to
-- take writes again after its disk was full.

-- Wrong passwords of a source (an address, or a browser that is known) at one login; one row more per source, under a
-- login that nobody can type, counts them for all logins together.
DROP TABLE sign_in_failure;
CREATE TABLE sign_in_failure (
    source        TEXT NOT NULL,
    login         TEXT NOT NULL,
    failures      BIGINT NOT NULL,
    last_at       BIGINT NOT NULL,
    PRIMARY KEY (source, login)
);
CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);
CREATE INDEX sign_in_failure_login ON sign_in_failure (login);

-- Browsers in which a person has signed in before: their attempts are counted apart. No way in by itself.
CREATE TABLE device (
    token_hash    TEXT PRIMARY KEY,
    user_id       BIGINT NOT NULL REFERENCES app_user (id),
    created_at    BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL
);
CREATE INDEX device_user ON device (user_id, seen_at);

-- Takes a few pages for a moment, to see whether there is room again.
CREATE TABLE write_probe (
    id            BIGINT PRIMARY KEY,
    filler        BYTEA NOT NULL
);
