-- The business tables. One text for SQLite and PostgreSQL: BIGINT, TEXT and BOOLEAN only.
-- Instants are BIGINT microseconds UTC, dates YYYY-MM-DD, money BIGINT cents,
-- rates BIGINT hundredths of a percent (2100 = 21 %), decimals TEXT. Ids come from the program.

-- People ---------------------------------------------------------------------------------------

CREATE TABLE app_user (
    id            BIGINT PRIMARY KEY,
    login         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role          TEXT NOT NULL,
    language      TEXT NOT NULL,
    active        BOOLEAN NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE session (
    token_hash    TEXT PRIMARY KEY,
    user_id       BIGINT NOT NULL REFERENCES app_user (id),
    created_at    BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);

-- Wrong passwords, so that guessing is slowed down per login.
CREATE TABLE sign_in_failure (
    login         TEXT PRIMARY KEY,
    failures      BIGINT NOT NULL,
    last_at       BIGINT NOT NULL
);

CREATE TABLE preference (
    user_id       BIGINT NOT NULL REFERENCES app_user (id),
    name          TEXT NOT NULL,
    value         TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);

CREATE TABLE app_option (
    name          TEXT PRIMARY KEY,
    value         TEXT NOT NULL
);

-- The link with Exact Online: consent and administrations ----------------------------------------

CREATE TABLE connection (
    id            BIGINT PRIMARY KEY,
    base_url      TEXT NOT NULL,
    client_id     TEXT NOT NULL,
    exact_user_id TEXT NOT NULL,
    exact_user_name TEXT NOT NULL,
    state         TEXT NOT NULL,            -- connected, reconnect_needed
    access_token  TEXT NOT NULL,            -- encrypted
    refresh_token TEXT NOT NULL,            -- encrypted
    token_issued_at BIGINT NOT NULL,
    token_version BIGINT NOT NULL,          -- compare-and-swap
    created_at    BIGINT NOT NULL,
    UNIQUE (base_url, client_id, exact_user_id)
);

CREATE TABLE consent_request (
    state_hash    TEXT PRIMARY KEY,
    user_id       BIGINT NOT NULL REFERENCES app_user (id),
    expires_at    BIGINT NOT NULL
);

CREATE TABLE administration (
    id            BIGINT PRIMARY KEY,
    connection_id BIGINT NOT NULL REFERENCES connection (id),
    base_url      TEXT NOT NULL,
    division      BIGINT NOT NULL,
    name          TEXT NOT NULL,
    vat_number    TEXT NOT NULL,
    currency      TEXT NOT NULL,
    start_date    TEXT,
    vat_filed_up_to TEXT,
    accounts_cursor BIGINT NOT NULL DEFAULT 0,
    ledger_cursor BIGINT NOT NULL DEFAULT 0,
    lines_cursor  BIGINT NOT NULL DEFAULT 0,
    deleted_cursor BIGINT NOT NULL DEFAULT 0,
    moved_on      TEXT,
    mirrored_at   BIGINT,
    may_create_accounts BOOLEAN NOT NULL DEFAULT FALSE,
    paused        TEXT,                     -- reason code, NULL = running
    UNIQUE (base_url, division)
);

-- The shop ---------------------------------------------------------------------------------------

CREATE TABLE location (
    id            BIGINT PRIMARY KEY,
    name          TEXT NOT NULL,
    legal_name    TEXT NOT NULL,
    enterprise_number TEXT NOT NULL,        -- BE + 10 digits, empty when unknown
    address_line  TEXT NOT NULL,
    postcode      TEXT NOT NULL,
    city          TEXT NOT NULL,
    country       TEXT NOT NULL,
    iban          TEXT NOT NULL,
    language      TEXT NOT NULL,
    administration_id BIGINT REFERENCES administration (id)
);

CREATE TABLE customer (
    id            BIGINT PRIMARY KEY,
    number        BIGINT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    address_line  TEXT NOT NULL,
    address_line2 TEXT NOT NULL,
    postcode      TEXT NOT NULL,
    city          TEXT NOT NULL,
    country       TEXT NOT NULL,
    vat_number    TEXT NOT NULL,
    endpoint      TEXT NOT NULL,            -- Peppol address, scheme:value
    email         TEXT NOT NULL,
    language      TEXT NOT NULL,
    version       BIGINT NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE INDEX customer_name ON customer (name, id);
CREATE INDEX customer_vat ON customer (vat_number);
CREATE INDEX customer_endpoint ON customer (endpoint);

CREATE TABLE ledger_account (
    id            BIGINT PRIMARY KEY,
    number        TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    description   TEXT NOT NULL,
    cost_centre   TEXT NOT NULL
);

CREATE TABLE journal (
    id            BIGINT PRIMARY KEY,
    code          TEXT NOT NULL,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL,            -- unknown until Exact told it; sales, purchase, bank, …
    administration_id BIGINT REFERENCES administration (id),
    location_id   BIGINT REFERENCES location (id),
    internal      BOOLEAN NOT NULL,
    credit_notes  BOOLEAN NOT NULL,
    numbered_elsewhere BOOLEAN NOT NULL,
    number_prefix TEXT NOT NULL,            -- A1-{year}-
    next_number   BIGINT NOT NULL,
    last_date     TEXT
);
CREATE INDEX journal_administration ON journal (administration_id, code);

CREATE TABLE invoice (
    id            BIGINT PRIMARY KEY,
    location_id   BIGINT NOT NULL REFERENCES location (id),
    journal_id    BIGINT NOT NULL REFERENCES journal (id),
    customer_id   BIGINT NOT NULL REFERENCES customer (id),
    kind          TEXT NOT NULL,            -- invoice, credit_note
    number        TEXT,                     -- NULL while a draft
    number_key    TEXT,                     -- number, case folded
    issue_date    TEXT NOT NULL,
    due_date      TEXT,
    supply_date   TEXT,
    payment_reference TEXT NOT NULL,
    plate         TEXT NOT NULL,
    note          TEXT NOT NULL,
    buyer         TEXT NOT NULL,            -- JSON: the party as printed
    net           BIGINT NOT NULL,          -- signed: negative on a credit note
    vat           BIGINT NOT NULL,
    total         BIGINT NOT NULL,
    prepaid       BIGINT NOT NULL,
    source        TEXT NOT NULL,            -- desk, ubl
    content_hash  TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    issued_at     BIGINT,
    UNIQUE (journal_id, number_key)
);
CREATE INDEX invoice_date ON invoice (issue_date, id);
CREATE INDEX invoice_location_date ON invoice (location_id, issue_date, id);
CREATE INDEX invoice_customer ON invoice (customer_id, id);
CREATE INDEX invoice_number ON invoice (number_key);

CREATE TABLE invoice_line (
    invoice_id    BIGINT NOT NULL REFERENCES invoice (id),
    position      BIGINT NOT NULL,
    description   TEXT NOT NULL,
    quantity      TEXT NOT NULL,
    unit          TEXT NOT NULL,
    unit_price    TEXT NOT NULL,
    net           BIGINT,                   -- NULL: a text line
    regime        TEXT NOT NULL,
    rate          BIGINT NOT NULL,
    vat           BIGINT NOT NULL,          -- spread share of the VAT of its rate
    ledger_account_id BIGINT REFERENCES ledger_account (id),
    cost_centre   TEXT NOT NULL,
    PRIMARY KEY (invoice_id, position)
);

CREATE TABLE invoice_vat (
    invoice_id    BIGINT NOT NULL REFERENCES invoice (id),
    regime        TEXT NOT NULL,
    rate          BIGINT NOT NULL,
    net           BIGINT NOT NULL,
    vat           BIGINT NOT NULL,
    PRIMARY KEY (invoice_id, regime, rate)
);

-- Which invoices a credit note corrects; one we do not know keeps its number only.
CREATE TABLE invoice_reference (
    credit_note_id BIGINT NOT NULL REFERENCES invoice (id),
    number        TEXT NOT NULL,
    invoice_id    BIGINT REFERENCES invoice (id),
    PRIMARY KEY (credit_note_id, number)
);

-- The ledger account that a person chose for a line text, offered at the next import.
CREATE TABLE line_text_account (
    location_id   BIGINT NOT NULL REFERENCES location (id),
    text_key      TEXT NOT NULL,
    ledger_account_id BIGINT NOT NULL REFERENCES ledger_account (id),
    PRIMARY KEY (location_id, text_key)
);

-- What Exact Online holds, mirrored by its delta endpoints ----------------------------------------

CREATE TABLE exact_relation (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    guid          TEXT NOT NULL,
    code          TEXT NOT NULL,            -- trimmed
    name          TEXT NOT NULL,
    address_line1 TEXT NOT NULL,
    address_line2 TEXT NOT NULL,
    address_line3 TEXT NOT NULL,
    postcode      TEXT NOT NULL,
    city          TEXT NOT NULL,
    country       TEXT NOT NULL,
    status        TEXT NOT NULL,            -- C = customer
    blocked       BOOLEAN NOT NULL,
    end_date      TEXT,
    vat_number    TEXT NOT NULL,
    receivable_account TEXT NOT NULL,       -- GLAR guid, empty = default
    payment_condition TEXT NOT NULL,
    PRIMARY KEY (administration_id, guid)
);
CREATE INDEX exact_relation_code ON exact_relation (administration_id, code);

CREATE TABLE exact_gl_account (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    guid          TEXT NOT NULL,
    code          TEXT NOT NULL,
    description   TEXT NOT NULL,
    kind          BIGINT NOT NULL,          -- Exact's type: 110 = revenue
    blocked       BOOLEAN NOT NULL,
    cost_centre_use BIGINT NOT NULL,        -- 0 optional, 1 mandatory, 2 not allowed
    PRIMARY KEY (administration_id, guid)
);
CREATE INDEX exact_gl_account_code ON exact_gl_account (administration_id, code);

CREATE TABLE exact_journal (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    code          TEXT NOT NULL,
    description   TEXT NOT NULL,
    kind          BIGINT NOT NULL,          -- Exact's type: 20 = sales
    blocked       BOOLEAN NOT NULL,
    gl_account    TEXT NOT NULL,            -- guid of the receivable account
    PRIMARY KEY (administration_id, code)
);

CREATE TABLE exact_vat_code (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    code          TEXT NOT NULL,            -- as Exact gave it, trimmed
    description   TEXT NOT NULL,
    rate          BIGINT NOT NULL,
    kind          TEXT NOT NULL,            -- E, I, B, N
    transaction_kind TEXT NOT NULL,         -- S, P, B
    blocked       BOOLEAN NOT NULL,
    charged       BOOLEAN NOT NULL,
    eu_listing    TEXT NOT NULL,            -- L, N, S, T
    PRIMARY KEY (administration_id, code)
);

CREATE TABLE exact_payment_condition (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    code          TEXT NOT NULL,
    description   TEXT NOT NULL,
    days          BIGINT NOT NULL,
    month_ends    BIGINT NOT NULL,
    PRIMARY KEY (administration_id, code)
);

CREATE TABLE exact_period (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    year          BIGINT NOT NULL,
    period        BIGINT NOT NULL,
    start_date    TEXT NOT NULL,
    end_date      TEXT NOT NULL,
    PRIMARY KEY (administration_id, year, period)
);

CREATE TABLE exact_journal_status (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    journal       TEXT NOT NULL,
    year          BIGINT NOT NULL,
    period        BIGINT NOT NULL,
    closed        BOOLEAN NOT NULL,
    PRIMARY KEY (administration_id, journal, year, period)
);

-- Transaction lines of sales entries (types 20 and 21), as read; what stands in Exact under a reference.
CREATE TABLE exact_line (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    guid          TEXT NOT NULL,
    entry_id      TEXT NOT NULL,
    line_number   BIGINT NOT NULL,
    entry_number  BIGINT NOT NULL,
    kind          BIGINT NOT NULL,          -- 20 entry, 21 credit note
    journal       TEXT NOT NULL,
    reference_key TEXT NOT NULL,            -- YourRef, case folded; empty on other lines
    relation      TEXT NOT NULL,
    gl_account    TEXT NOT NULL,
    entry_date    TEXT NOT NULL,
    due_date      TEXT,
    amount        BIGINT NOT NULL,          -- debit positive
    vat_amount    BIGINT NOT NULL,
    vat_base      BIGINT NOT NULL,
    vat_code      TEXT NOT NULL,
    vat_kind      TEXT NOT NULL,            -- Exact's VATType letter
    currency      TEXT NOT NULL,
    status        BIGINT NOT NULL,          -- 20 open, 50 processed
    PRIMARY KEY (administration_id, guid)
);
CREATE INDEX exact_line_reference ON exact_line (administration_id, reference_key);
CREATE INDEX exact_line_entry ON exact_line (administration_id, entry_id);

-- What of ours is what of theirs ------------------------------------------------------------------

CREATE TABLE customer_link (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    customer_id   BIGINT NOT NULL REFERENCES customer (id),
    guid          TEXT NOT NULL,
    PRIMARY KEY (administration_id, customer_id),
    UNIQUE (administration_id, guid)
);

CREATE TABLE account_link (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    ledger_account_id BIGINT NOT NULL REFERENCES ledger_account (id),
    guid          TEXT NOT NULL,
    PRIMARY KEY (administration_id, ledger_account_id)
);

-- Option VAT_JOURNAL_NUMBER: which VAT code of the administration stands for our regime and rate.
CREATE TABLE vat_mapping (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    journal       TEXT NOT NULL,            -- code; empty = every journal
    regime        TEXT NOT NULL,
    rate          BIGINT NOT NULL,
    vat_code      TEXT NOT NULL,
    PRIMARY KEY (administration_id, journal, regime, rate)
);

-- Bookings ----------------------------------------------------------------------------------------

CREATE TABLE export_run (
    id            BIGINT PRIMARY KEY,
    user_id       BIGINT REFERENCES app_user (id),
    user_name     TEXT NOT NULL,
    filter        TEXT NOT NULL,            -- JSON
    parts         TEXT NOT NULL,            -- customers, invoices, both, accounts
    started_at    BIGINT NOT NULL,
    finished_at   BIGINT
);

CREATE TABLE booking (
    id            BIGINT PRIMARY KEY,
    invoice_id    BIGINT NOT NULL UNIQUE REFERENCES invoice (id),
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    division      BIGINT NOT NULL,          -- pinned when queued
    state         TEXT NOT NULL,
    generation    BIGINT NOT NULL,
    entry_id      TEXT,
    entry_number  BIGINT,
    refusal       TEXT,                     -- JSON: code, parameters, place
    run_id        BIGINT REFERENCES export_run (id),
    look_after    BIGINT,                   -- unknown: not looked up before this instant
    looks         BIGINT NOT NULL DEFAULT 0,
    changed_at    BIGINT NOT NULL
);
CREATE INDEX booking_state ON booking (administration_id, state, id);
CREATE INDEX booking_run ON booking (run_id, id);
CREATE INDEX booking_entry ON booking (administration_id, entry_id);

-- An intent is here before the call, its outcome after. Without an outcome it is unknown.
CREATE TABLE call_intent (
    id            BIGINT PRIMARY KEY,
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    kind          TEXT NOT NULL,            -- create_customer, create_entry
    booking_id    BIGINT REFERENCES booking (id),
    customer_id   BIGINT REFERENCES customer (id),
    generation    BIGINT NOT NULL,
    request_hash  TEXT NOT NULL,
    fence         BIGINT NOT NULL,
    opened_at     BIGINT NOT NULL,
    send_not_after BIGINT NOT NULL,
    closed_at     BIGINT,
    outcome       TEXT,                     -- NULL = open; done, refused, not_sent, unknown, …
    status        BIGINT,
    detail        TEXT
);
CREATE INDEX call_intent_open ON call_intent (administration_id, outcome, id);
CREATE INDEX call_intent_booking ON call_intent (booking_id, id);

CREATE TABLE run_item (
    run_id        BIGINT NOT NULL REFERENCES export_run (id),
    position      BIGINT NOT NULL,
    administration_id BIGINT REFERENCES administration (id),
    subject       TEXT NOT NULL,            -- invoice, customer, account
    subject_id    BIGINT NOT NULL,
    outcome       TEXT NOT NULL,            -- waiting, booked, adopted, created, refused, unknown, …
    refusal       TEXT,
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (run_id, position)
);
CREATE INDEX run_item_subject ON run_item (run_id, subject, subject_id);
