-- The close of a day: what was open that evening, by currency, collector and segment, so that trends survive whatever is imported or corrected later.
-- Law as in 001: rows are inserted, undo sets `voided_by` once, nothing is deleted. What can be derived is derived; a close is a witness beside it.

CREATE TABLE daily_close (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  day       TEXT NOT NULL CHECK (date(day) IS day),
  -- 1: made later than on the day after, from what the ledger said of that day then.
  derived   INTEGER NOT NULL CHECK (derived IN (0, 1)),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX daily_close_day ON daily_close (day) WHERE voided_by IS NULL;

CREATE TABLE daily_close_line (
  id               INTEGER NOT NULL PRIMARY KEY,
  event_seq        INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  close_id         INTEGER NOT NULL REFERENCES daily_close (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  currency         TEXT NOT NULL CHECK (length(currency) = 3 AND currency GLOB '[A-Z][A-Z][A-Z]'),
  -- NULL: nobody's accounts.
  collector        TEXT CHECK (length(collector) <= 200 AND instr(collector, char(0)) = 0),
  segment          TEXT NOT NULL CHECK (segment IN ('commercial', 'consumer', 'mixed')),
  accounts         INTEGER NOT NULL CHECK (accounts >= 0),
  invoices         INTEGER NOT NULL CHECK (invoices >= 0),
  -- Open receivables by days past due, gross, the boundary day in the lower bucket.
  bucket_0_minor   INTEGER NOT NULL,
  bucket_1_minor   INTEGER NOT NULL,
  bucket_31_minor  INTEGER NOT NULL,
  bucket_61_minor  INTEGER NOT NULL,
  bucket_91_minor  INTEGER NOT NULL,
  bucket_121_minor INTEGER NOT NULL,
  open_minor       INTEGER NOT NULL,
  past_due_minor   INTEGER NOT NULL,
  unapplied_minor  INTEGER NOT NULL CHECK (unapplied_minor <= 0),
  sales_minor      INTEGER NOT NULL,
  cash_minor       INTEGER NOT NULL,
  -- What live promises still lacked, and what of it was expected within the seven days after.
  promised_minor   INTEGER NOT NULL,
  expected_minor   INTEGER NOT NULL,
  voided_by        INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX daily_close_line_close ON daily_close_line (close_id);

CREATE TRIGGER daily_close_fixed BEFORE UPDATE OF id, event_seq, day, derived ON daily_close
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER daily_close_void_once BEFORE UPDATE OF voided_by ON daily_close WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER daily_close_no_delete BEFORE DELETE ON daily_close BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER daily_close_line_fixed BEFORE UPDATE OF id, event_seq, close_id, currency, collector, segment, accounts, invoices, bucket_0_minor,
  bucket_1_minor, bucket_31_minor, bucket_61_minor, bucket_91_minor, bucket_121_minor, open_minor, past_due_minor, unapplied_minor, sales_minor,
  cash_minor, promised_minor, expected_minor ON daily_close_line
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER daily_close_line_void_once BEFORE UPDATE OF voided_by ON daily_close_line WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER daily_close_line_no_delete BEFORE DELETE ON daily_close_line BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
