-- Credit: limits that a supervisor set and why, terms and from when, and whose account belongs to whose. Holds of shipments are in 008.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once.

-- Why a limit was changed. The value itself is the account's field, with its `field_change` row; a limit that a report brings has no row here.
CREATE TABLE credit_limit (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  before_minor INTEGER CHECK (before_minor BETWEEN 0 AND 900000000000000),
  -- NULL: no limit any more.
  limit_minor  INTEGER CHECK (limit_minor BETWEEN 0 AND 900000000000000),
  reason       TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  set_by       TEXT NOT NULL CHECK (length(set_by) BETWEEN 1 AND 200 AND instr(set_by, char(0)) = 0),
  on_day       TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX credit_limit_account ON credit_limit (account_id);

-- On which terms they buy from a day on. The newest one whose day has come holds.
CREATE TABLE credit_terms (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind       TEXT NOT NULL CHECK (kind IN ('net', 'cod', 'prepay', 'card_on_file')),
  days       INTEGER CHECK (days BETWEEN 0 AND 3650),
  from_on    TEXT NOT NULL CHECK (date(from_on) IS from_on),
  reason     TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  set_by     TEXT NOT NULL CHECK (length(set_by) BETWEEN 1 AND 200 AND instr(set_by, char(0)) = 0),
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK ((kind = 'net') = (days IS NOT NULL))
) STRICT;
CREATE INDEX credit_terms_account ON credit_terms (account_id);

-- The account of the whole group: what its members owe counts against its limit too. A field that may change, each change a `field_change` row.
ALTER TABLE account ADD COLUMN parent_id INTEGER REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE INDEX account_parent ON account (parent_id) WHERE parent_id IS NOT NULL;

-- Insert-only, as in 001.
CREATE TRIGGER credit_limit_fixed BEFORE UPDATE OF id, event_seq, account_id, before_minor, limit_minor, reason, set_by, on_day ON credit_limit
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_limit_void_once BEFORE UPDATE OF voided_by ON credit_limit WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_limit_no_delete BEFORE DELETE ON credit_limit BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_terms_fixed BEFORE UPDATE OF id, event_seq, account_id, kind, days, from_on, reason, set_by, on_day ON credit_terms
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_terms_void_once BEFORE UPDATE OF voided_by ON credit_terms WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_terms_no_delete BEFORE DELETE ON credit_terms BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
