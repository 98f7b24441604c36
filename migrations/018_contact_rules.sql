-- Contact rules in full: who stands behind an account, what is known of a stop, and the audit trail of what was stopped, warned of and done in
-- spite of it. Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once.

-- Fields that may change, each change a `field_change` row.
ALTER TABLE account ADD COLUMN natural_person INTEGER CHECK (natural_person IN (0, 1));
ALTER TABLE account ADD COLUMN guarantor TEXT CHECK (length(guarantor) BETWEEN 1 AND 200 AND instr(guarantor, char(0)) = 0);

-- What is known of a stop: the case of a bankruptcy, who asked for silence and how, the lawyer to talk to.
ALTER TABLE hold ADD COLUMN case_number TEXT CHECK (length(case_number) BETWEEN 1 AND 100 AND instr(case_number, char(0)) = 0);
ALTER TABLE hold ADD COLUMN court TEXT CHECK (length(court) BETWEEN 1 AND 200 AND instr(court, char(0)) = 0);
ALTER TABLE hold ADD COLUMN filed_on TEXT CHECK (date(filed_on) IS filed_on);
ALTER TABLE hold ADD COLUMN asked_by TEXT CHECK (length(asked_by) BETWEEN 1 AND 200 AND instr(asked_by, char(0)) = 0);
ALTER TABLE hold ADD COLUMN asked_how TEXT CHECK (length(asked_how) BETWEEN 1 AND 200 AND instr(asked_how, char(0)) = 0);
ALTER TABLE hold ADD COLUMN attorney TEXT CHECK (length(attorney) BETWEEN 1 AND 200 AND instr(attorney, char(0)) = 0);
ALTER TABLE hold ADD COLUMN attorney_phone TEXT CHECK (length(attorney_phone) BETWEEN 1 AND 200 AND instr(attorney_phone, char(0)) = 0);
ALTER TABLE hold ADD COLUMN attorney_mail TEXT CHECK (length(attorney_mail) BETWEEN 1 AND 320 AND instr(attorney_mail, char(0)) = 0);
ALTER TABLE hold ADD COLUMN note TEXT CHECK (length(note) BETWEEN 1 AND 2000 AND instr(note, char(0)) = 0);
CREATE TRIGGER hold_details_fixed BEFORE UPDATE OF case_number, court, filed_on, asked_by, asked_how, attorney, attorney_phone, attorney_mail, note ON hold
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- The audit trail. Who and when are the event's. `area`: contact, credit, lien, ladder … `what`: it was stopped, warned of, or done all the same.
CREATE TABLE audit (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  area       TEXT NOT NULL CHECK (length(area) BETWEEN 1 AND 40),
  what       TEXT NOT NULL CHECK (what IN ('blocked', 'warned', 'overridden')),
  -- What was about to be done: call, dial, letter, credit_hold …
  deed       TEXT NOT NULL CHECK (length(deed) BETWEEN 1 AND 40),
  detail     TEXT NOT NULL CHECK (length(detail) BETWEEN 1 AND 2000 AND instr(detail, char(0)) = 0),
  reason     TEXT CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  allowed_by TEXT CHECK (length(allowed_by) BETWEEN 1 AND 200 AND instr(allowed_by, char(0)) = 0),
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX audit_account ON audit (account_id);
CREATE TRIGGER audit_fixed BEFORE UPDATE OF id, event_seq, account_id, area, what, deed, detail, reason, allowed_by, on_day ON audit
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER audit_void_once BEFORE UPDATE OF voided_by ON audit WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
