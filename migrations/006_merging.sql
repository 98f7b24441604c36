-- Merging what several reports say of one customer: other names, and differences between a report and what a collector typed.
-- Law as in 001: rows are inserted, undo sets `voided_by` once, nothing is deleted.

-- Fields that lists of customers bring; each change is a `field_change` row.
ALTER TABLE account ADD COLUMN address TEXT CHECK (length(address) <= 1000 AND instr(address, char(0)) = 0);
ALTER TABLE contact ADD COLUMN mobile TEXT CHECK (length(mobile) <= 200 AND instr(mobile, char(0)) = 0);

-- What a complete list said of itself: a later one that says otherwise may be of another scope. `scope`: its titles that name a filter.
ALTER TABLE batch_file ADD COLUMN scope TEXT CHECK (length(scope) <= 1000 AND instr(scope, char(0)) = 0);
ALTER TABLE batch_file ADD COLUMN has_total INTEGER NOT NULL DEFAULT 0 CHECK (has_total IN (0, 1));
CREATE TRIGGER batch_file_said_fixed BEFORE UPDATE OF scope, has_total ON batch_file
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- Another name that reports use for an account, said so by a person (IMPORT §3.6): from then on rows with it are the account's.
CREATE TABLE alias (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400 AND instr(name, char(0)) = 0),
  -- As `account.name_key`.
  name_key   TEXT NOT NULL CHECK (length(name_key) BETWEEN 1 AND 1200),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX alias_key ON alias (name_key) WHERE voided_by IS NULL;
CREATE INDEX alias_account ON alias (account_id);

-- A report states a field otherwise than a collector typed it: both values, until somebody decides. `mine` is what stood here when it was seen.
CREATE TABLE question (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  entity     TEXT NOT NULL CHECK (entity IN ('account', 'contact')),
  entity_id  INTEGER NOT NULL,
  field      TEXT NOT NULL CHECK (length(field) BETWEEN 1 AND 40),
  mine       TEXT NOT NULL CHECK (length(mine) <= 2000 AND instr(mine, char(0)) = 0),
  theirs     TEXT NOT NULL CHECK (length(theirs) <= 2000 AND instr(theirs, char(0)) = 0),
  file       TEXT NOT NULL CHECK (length(file) <= 400 AND instr(file, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX question_entity ON question (entity, entity_id, field);

-- How it ended: ours stays, theirs is taken, or a later report says something else again.
CREATE TABLE question_end (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  question_id INTEGER NOT NULL REFERENCES question (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  taken       TEXT NOT NULL CHECK (taken IN ('mine', 'theirs', 'replaced')),
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX question_end_once ON question_end (question_id) WHERE voided_by IS NULL;

CREATE TRIGGER alias_fixed BEFORE UPDATE OF id, event_seq, account_id, name, name_key ON alias
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER alias_void_once BEFORE UPDATE OF voided_by ON alias WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER alias_no_delete BEFORE DELETE ON alias BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER question_fixed BEFORE UPDATE OF id, event_seq, account_id, entity, entity_id, field, mine, theirs, file ON question
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER question_void_once BEFORE UPDATE OF voided_by ON question WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER question_no_delete BEFORE DELETE ON question BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER question_end_fixed BEFORE UPDATE OF id, event_seq, question_id, taken ON question_end
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER question_end_void_once BEFORE UPDATE OF voided_by ON question_end WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER question_end_no_delete BEFORE DELETE ON question_end BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
