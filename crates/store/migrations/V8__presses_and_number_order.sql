-- A press fills its run in batches, numbers sort as people read them, and what is not taken up yet is found by an index.

-- A run does not end before it is filled. Its press says with each batch that it lives; one that fell silent is broken
-- off. 'lines' counts the lines of the run: whoever adds some takes their places from it, and the row with it.
ALTER TABLE export_run ADD COLUMN filled_at BIGINT;
ALTER TABLE export_run ADD COLUMN alive_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE export_run ADD COLUMN lines BIGINT NOT NULL DEFAULT 0;
ALTER TABLE export_run ADD COLUMN broken_off BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE export_run SET filled_at = started_at, alive_at = started_at,
    lines = (SELECT COALESCE(MAX(i.position), 0) FROM run_item i WHERE i.run_id = export_run.id);
CREATE INDEX export_run_unfinished ON export_run (id) WHERE finished_at IS NULL;

-- The number in hexadecimal digits that sort as people read numbers, under every collation; NULL for a draft, and for
-- a row that was written before this column came, until it is filled in.
ALTER TABLE invoice ADD COLUMN number_order TEXT;
CREATE INDEX invoice_without_order ON invoice (id) WHERE number IS NOT NULL AND number_order IS NULL;

-- Whether a booking was ever made of the invoice: only so that the others are found quickly. The booking decides.
ALTER TABLE invoice ADD COLUMN taken_up BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE invoice SET taken_up = TRUE WHERE id IN (SELECT invoice_id FROM booking);
CREATE INDEX invoice_not_taken_up ON invoice (issue_date, id) WHERE taken_up = FALSE;

-- What may be queued once more: few, beside all that are booked.
CREATE INDEX booking_open ON booking (invoice_id) WHERE state IN ('ready', 'refused', 'parked');

-- Locks by name, for what no row of its own stands for: "no other customer has this number". A row is touched, and
-- whoever touches it too waits for the end of the transaction.
CREATE TABLE named_lock (
    name        TEXT PRIMARY KEY,
    taken       BIGINT NOT NULL
);
