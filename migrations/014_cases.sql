-- Disputes as cases: short pays and deductions among them, who answers since when, what was credited in the end, and a case that was opened again.
-- Law as in 001: rows are inserted, undo sets `voided_by` once, nothing is deleted.

-- A deduction is what they kept back of an invoice when they paid; `payment_id` is that payment. `reopens_id`: the settled case that this one goes on with.
ALTER TABLE dispute ADD COLUMN kind TEXT NOT NULL DEFAULT 'dispute' CHECK (kind IN ('dispute', 'deduction'));
ALTER TABLE dispute ADD COLUMN payment_id INTEGER REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE dispute ADD COLUMN reopens_id INTEGER REFERENCES dispute (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE TRIGGER dispute_kind_fixed BEFORE UPDATE OF kind, payment_id, reopens_id ON dispute
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE UNIQUE INDEX dispute_reopened_once ON dispute (reopens_id) WHERE voided_by IS NULL AND reopens_id IS NOT NULL;

-- What they get of what they contested. `document_id`: the credit memo, where it was written here; else a report brings it.
CREATE TABLE settlement (
  id             INTEGER NOT NULL PRIMARY KEY,
  event_seq      INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  dispute_id     INTEGER NOT NULL REFERENCES dispute (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  credited_minor INTEGER NOT NULL CHECK (credited_minor BETWEEN 1 AND 900000000000000),
  document_id    INTEGER REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  task_id        INTEGER REFERENCES task (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by      INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX settlement_once ON settlement (dispute_id) WHERE voided_by IS NULL;

-- Another owner, another day: the newest counts.
CREATE TABLE handover (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  dispute_id INTEGER NOT NULL REFERENCES dispute (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  owner      TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 200 AND instr(owner, char(0)) = 0),
  due_on     TEXT NOT NULL CHECK (date(due_on) IS due_on),
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  note       TEXT CHECK (length(note) <= 2000 AND instr(note, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX handover_dispute ON handover (dispute_id);

CREATE TRIGGER settlement_fixed BEFORE UPDATE OF id, event_seq, dispute_id, credited_minor, document_id, task_id ON settlement
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER settlement_void_once BEFORE UPDATE OF voided_by ON settlement WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER handover_fixed BEFORE UPDATE OF id, event_seq, dispute_id, owner, due_on, on_day, note ON handover
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER handover_void_once BEFORE UPDATE OF voided_by ON handover WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER handover_no_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
-- What may be asked for follows these: the facts are made anew at the next start.
UPDATE meta SET value = 'made before credits were awaited' WHERE key = 'rules';
