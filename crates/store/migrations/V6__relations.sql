-- Who a customer is in Exact, and under which numbers files know him.

-- By these a relation is recognised under whatever code: reckoned when it is mirrored. NULL = not reckoned yet; empty =
-- it has no VAT number, or too little of a name and address.
ALTER TABLE exact_relation ADD COLUMN vat_key TEXT;
ALTER TABLE exact_relation ADD COLUMN party_key TEXT;
CREATE INDEX exact_relation_vat ON exact_relation (administration_id, vat_key);
CREATE INDEX exact_relation_party ON exact_relation (administration_id, party_key);

-- A person said: this relation resembles our customer and is somebody else.
CREATE TABLE customer_apart (
    administration_id BIGINT NOT NULL REFERENCES administration (id),
    customer_id   BIGINT NOT NULL REFERENCES customer (id),
    guid          TEXT NOT NULL,
    PRIMARY KEY (administration_id, customer_id, guid)
);

-- Numbers by which the files of a location call a customer who has another number here.
CREATE TABLE customer_known_as (
    location_id   BIGINT NOT NULL REFERENCES location (id),
    number_key    TEXT NOT NULL,            -- trimmed, lower case
    number        TEXT NOT NULL,            -- as the file writes it
    customer_id   BIGINT NOT NULL REFERENCES customer (id),
    noted_at      BIGINT NOT NULL,
    PRIMARY KEY (location_id, number_key)
);
CREATE INDEX customer_known_as_customer ON customer_known_as (customer_id);
