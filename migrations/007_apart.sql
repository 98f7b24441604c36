-- What a person said of names that read alike: two customers. The other answer, one customer, is a row of `alias`.
-- Law as in 001: rows are inserted, undo sets `voided_by` once, nothing is deleted.

-- A name of a report that reads like this account's and means another customer: it is not asked about again.
CREATE TABLE apart (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400 AND instr(name, char(0)) = 0),
  -- As `account.name_key`.
  name_key   TEXT NOT NULL CHECK (length(name_key) BETWEEN 1 AND 1200),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX apart_key ON apart (account_id, name_key) WHERE voided_by IS NULL;

CREATE TRIGGER apart_fixed BEFORE UPDATE OF id, event_seq, account_id, name, name_key ON apart
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER apart_void_once BEFORE UPDATE OF voided_by ON apart WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER apart_no_delete BEFORE DELETE ON apart BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- The desk asks for the open differences of the account that is read.
CREATE INDEX question_account ON question (account_id);
