-- The ladder of remedies: which next step a customer was told of, what was done although they were not, and placement with an agency.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once.

-- A next step that the customer was told of: what, for when, to whom. The notice period runs from `told_on`.
CREATE TABLE told_step (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  touch_id   INTEGER REFERENCES touch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  letter_id  INTEGER REFERENCES letter (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  contact_id INTEGER REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  step       TEXT NOT NULL CHECK (length(step) BETWEEN 1 AND 40),
  told_on    TEXT NOT NULL CHECK (date(told_on) IS told_on),
  for_on     TEXT CHECK (date(for_on) IS for_on),
  told_to    TEXT CHECK (length(told_to) BETWEEN 1 AND 400 AND instr(told_to, char(0)) = 0),
  told_by    TEXT NOT NULL CHECK (length(told_by) BETWEEN 1 AND 200 AND instr(told_by, char(0)) = 0),
  note       TEXT CHECK (length(note) <= 2000 AND instr(note, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX told_step_account ON told_step (account_id);

-- A step that was taken although the honesty rule warned: what it warned of, and why it was done all the same.
CREATE TABLE told_override (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  step       TEXT NOT NULL CHECK (length(step) BETWEEN 1 AND 40),
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  warning    TEXT NOT NULL CHECK (length(warning) BETWEEN 1 AND 2000 AND instr(warning, char(0)) = 0),
  reason     TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  allowed_by TEXT NOT NULL CHECK (length(allowed_by) BETWEEN 1 AND 200 AND instr(allowed_by, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX told_override_account ON told_override (account_id);
CREATE INDEX told_override_day ON told_override (on_day);

-- An account in the hands of an agency.
CREATE TABLE placement (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  agency       TEXT NOT NULL CHECK (length(agency) BETWEEN 1 AND 200 AND instr(agency, char(0)) = 0),
  placed_on    TEXT NOT NULL CHECK (date(placed_on) IS placed_on),
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  reason       TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  placed_by    TEXT NOT NULL CHECK (length(placed_by) BETWEEN 1 AND 200 AND instr(placed_by, char(0)) = 0),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX placement_account ON placement (account_id);

-- What happened there: received, money recovered (with the agency's fee), called back, closed.
CREATE TABLE placement_step (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  placement_id INTEGER NOT NULL REFERENCES placement (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind         TEXT NOT NULL CHECK (kind IN ('acknowledged', 'recovery', 'recalled', 'closed')),
  on_day       TEXT NOT NULL CHECK (date(on_day) IS on_day),
  amount_minor INTEGER CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  fee_minor    INTEGER CHECK (fee_minor BETWEEN 0 AND 900000000000000),
  note         TEXT CHECK (length(note) <= 2000 AND instr(note, char(0)) = 0),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK ((kind = 'recovery') = (amount_minor IS NOT NULL))
) STRICT;
CREATE INDEX placement_step_placement ON placement_step (placement_id);

-- A supervisor said: not now, look again on that day.
CREATE TABLE placement_decline (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id  INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  on_day      TEXT NOT NULL CHECK (date(on_day) IS on_day),
  again_on    TEXT NOT NULL CHECK (date(again_on) IS again_on),
  reason      TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  declined_by TEXT NOT NULL CHECK (length(declined_by) BETWEEN 1 AND 200 AND instr(declined_by, char(0)) = 0),
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX placement_decline_account ON placement_decline (account_id);

-- Cache: with an agency since, and not to be put to the supervisor before. Days are counted from 2000-01-01, as the others of `facts`.
ALTER TABLE facts ADD COLUMN placed_on INTEGER;
ALTER TABLE facts ADD COLUMN placement_again INTEGER;

-- Insert-only, as in 001.
CREATE TRIGGER told_step_fixed BEFORE UPDATE OF id, event_seq, account_id, touch_id, letter_id, contact_id, step, told_on, for_on, told_to, told_by, note ON told_step
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER told_step_void_once BEFORE UPDATE OF voided_by ON told_step WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER told_step_no_delete BEFORE DELETE ON told_step BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER told_override_fixed BEFORE UPDATE OF id, event_seq, account_id, step, on_day, warning, reason, allowed_by ON told_override
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER told_override_void_once BEFORE UPDATE OF voided_by ON told_override WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER told_override_no_delete BEFORE DELETE ON told_override BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_fixed BEFORE UPDATE OF id, event_seq, account_id, agency, placed_on, amount_minor, reason, placed_by ON placement
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_void_once BEFORE UPDATE OF voided_by ON placement WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_no_delete BEFORE DELETE ON placement BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_step_fixed BEFORE UPDATE OF id, event_seq, placement_id, kind, on_day, amount_minor, fee_minor, note ON placement_step
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_step_void_once BEFORE UPDATE OF voided_by ON placement_step WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_step_no_delete BEFORE DELETE ON placement_step BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_decline_fixed BEFORE UPDATE OF id, event_seq, account_id, on_day, again_on, reason, declined_by ON placement_decline
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_decline_void_once BEFORE UPDATE OF voided_by ON placement_decline WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER placement_decline_no_delete BEFORE DELETE ON placement_decline BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
