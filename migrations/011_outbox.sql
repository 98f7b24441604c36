-- Letters, and every attempt to send one. The beginning of an attempt is a row of its own, committed before the first byte goes out:
-- one without an end may have arrived, and is never sent again by itself.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once.

CREATE TABLE letter (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind       TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  contact_id INTEGER REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  request_id INTEGER REFERENCES request (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  to_name    TEXT CHECK (length(to_name) BETWEEN 1 AND 400 AND instr(to_name, char(0)) = 0),
  send_to    TEXT NOT NULL CHECK (length(send_to) BETWEEN 3 AND 254 AND instr(send_to, char(0)) = 0),
  subject    TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 400 AND instr(subject, char(0)) = 0),
  body       TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 200000 AND instr(body, char(0)) = 0),
  made_on    TEXT NOT NULL CHECK (date(made_on) IS made_on),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX letter_account ON letter (account_id);
-- A request is answered by one letter.
CREATE UNIQUE INDEX letter_request ON letter (request_id) WHERE voided_by IS NULL AND request_id IS NOT NULL;

-- What goes with it: an invoice's copy, a promise's day, the statement of the day, or a file of the desk's own (a W-9).
CREATE TABLE letter_part (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  letter_id   INTEGER NOT NULL REFERENCES letter (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id INTEGER REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  promise_id  INTEGER REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  statement   INTEGER CHECK (statement = 1),
  path        TEXT CHECK (length(path) BETWEEN 1 AND 4000 AND instr(path, char(0)) = 0),
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK ((document_id IS NOT NULL) + (promise_id IS NOT NULL) + (path IS NOT NULL) + (statement IS NOT NULL) = 1)
) STRICT;
CREATE INDEX letter_part_letter ON letter_part (letter_id);

-- The beginning of an attempt.
CREATE TABLE attempt (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  letter_id INTEGER NOT NULL REFERENCES letter (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  at_us     INTEGER NOT NULL,
  via       TEXT NOT NULL CHECK (length(via) BETWEEN 1 AND 400 AND instr(via, char(0)) = 0),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX attempt_letter ON attempt (letter_id);

-- What became of an attempt; the last word counts: a doubt is settled by a further row.
CREATE TABLE attempt_end (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  attempt_id INTEGER NOT NULL REFERENCES attempt (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  how        TEXT NOT NULL CHECK (how IN ('sent', 'refused', 'put_off', 'unsure', 'not_sent')),
  detail     TEXT CHECK (length(detail) <= 2000 AND instr(detail, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX attempt_end_attempt ON attempt_end (attempt_id);

CREATE TRIGGER letter_fixed BEFORE UPDATE OF id, event_seq, account_id, kind, contact_id, request_id, to_name, send_to, subject, body, made_on ON letter
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER letter_void_once BEFORE UPDATE OF voided_by ON letter WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER letter_no_delete BEFORE DELETE ON letter BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER letter_part_fixed BEFORE UPDATE OF id, event_seq, letter_id, document_id, promise_id, statement, path ON letter_part
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER letter_part_void_once BEFORE UPDATE OF voided_by ON letter_part WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER letter_part_no_delete BEFORE DELETE ON letter_part BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER attempt_fixed BEFORE UPDATE OF id, event_seq, letter_id, at_us, via ON attempt
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER attempt_void_once BEFORE UPDATE OF voided_by ON attempt WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER attempt_end_fixed BEFORE UPDATE OF id, event_seq, attempt_id, how, detail ON attempt_end
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER attempt_end_void_once BEFORE UPDATE OF voided_by ON attempt_end WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER attempt_end_no_delete BEFORE DELETE ON attempt_end BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
