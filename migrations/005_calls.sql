-- What a call makes besides promises and claims: answers, barriers, plans, steps on claims, requests, waivers, and who answers what by when.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once. New columns of old tables are fixed too.

-- Every answer that was given in a touch, in order.
CREATE TABLE answer (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  touch_id   INTEGER NOT NULL REFERENCES touch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  said       TEXT NOT NULL CHECK (length(said) BETWEEN 1 AND 40),
  detail     TEXT CHECK (length(detail) <= 2000 AND instr(detail, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX answer_account ON answer (account_id);

-- Every barrier that was named in a touch, with the task that is to remove it.
CREATE TABLE barrier (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  touch_id   INTEGER NOT NULL REFERENCES touch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200 AND instr(name, char(0)) = 0),
  task_id    INTEGER REFERENCES task (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX barrier_account ON barrier (account_id);

-- A plan; its instalments are promises with its id and their place in it.
CREATE TABLE plan (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  touch_id     INTEGER REFERENCES touch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  made_on      TEXT NOT NULL CHECK (date(made_on) IS made_on),
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  instalments  INTEGER NOT NULL CHECK (instalments BETWEEN 2 AND 60),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX plan_account ON plan (account_id);
ALTER TABLE promise ADD COLUMN plan_id INTEGER REFERENCES plan (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE promise ADD COLUMN plan_seq INTEGER CHECK (plan_seq BETWEEN 1 AND 60 AND (plan_seq IS NULL) = (plan_id IS NULL));
CREATE TRIGGER promise_plan_fixed BEFORE UPDATE OF plan_id, plan_seq ON promise
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- What was done about money that does not come. `by_claim`: the claim for the check that took its place.
CREATE TABLE claim_step (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  claim_id  INTEGER NOT NULL REFERENCES claim (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  step      TEXT NOT NULL CHECK (step IN ('address_confirmed', 'trace_asked', 'reissue_asked', 'reissued', 'retracted', 'matched')),
  on_day    TEXT NOT NULL CHECK (date(on_day) IS on_day),
  detail    TEXT CHECK (length(detail) <= 2000 AND instr(detail, char(0)) = 0),
  by_claim  INTEGER REFERENCES claim (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK ((step = 'reissued') = (by_claim IS NOT NULL))
) STRICT;
CREATE INDEX claim_step_claim ON claim_step (claim_id);
ALTER TABLE claim ADD COLUMN contact_id INTEGER REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE claim ADD COLUMN mailed_to TEXT CHECK (length(mailed_to) <= 400 AND instr(mailed_to, char(0)) = 0);
CREATE TRIGGER claim_said_fixed BEFORE UPDATE OF contact_id, mailed_to ON claim
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- Something that they asked us to send: what an outbox picks up. Its task says by when, and whether it was done.
CREATE TABLE request (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind       TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  delivery   TEXT NOT NULL CHECK (delivery IN ('mail', 'letter', 'fax', 'portal')),
  send_to    TEXT NOT NULL CHECK (length(send_to) BETWEEN 1 AND 400 AND instr(send_to, char(0)) = 0),
  address    TEXT NOT NULL CHECK (address IN ('confirmed', 'corrected')),
  contact_id INTEGER REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  task_id    INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  touch_id   INTEGER REFERENCES touch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  made_on    TEXT NOT NULL CHECK (date(made_on) IS made_on),
  note       TEXT CHECK (length(note) <= 2000 AND instr(note, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX request_account ON request (account_id);

CREATE TABLE request_item (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  request_id  INTEGER NOT NULL REFERENCES request (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX request_item_request ON request_item (request_id);
CREATE INDEX request_item_document ON request_item (document_id);

-- A charge given up if a promise is kept. Earned or lapsed is no column: it follows from the verdict.
CREATE TABLE waiver (
  id             INTEGER NOT NULL PRIMARY KEY,
  event_seq      INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id     INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  promise_id     INTEGER NOT NULL REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor   INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  document_id    INTEGER REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  reason         TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  made_on        TEXT NOT NULL CHECK (date(made_on) IS made_on),
  -- It was above the collector's limit of that day.
  needs_approval INTEGER NOT NULL CHECK (needs_approval IN (0, 1)),
  voided_by      INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX waiver_account ON waiver (account_id);
CREATE INDEX waiver_promise ON waiver (promise_id);

CREATE TABLE waiver_decision (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  waiver_id INTEGER NOT NULL REFERENCES waiver (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  granted   INTEGER NOT NULL CHECK (granted IN (0, 1)),
  on_day    TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX waiver_decision_once ON waiver_decision (waiver_id) WHERE voided_by IS NULL;

-- Who answers a dispute, why by its code, by when.
ALTER TABLE dispute ADD COLUMN code TEXT CHECK (length(code) BETWEEN 1 AND 40);
ALTER TABLE dispute ADD COLUMN owner TEXT CHECK (length(owner) <= 200 AND instr(owner, char(0)) = 0);
ALTER TABLE dispute ADD COLUMN due_on TEXT CHECK (date(due_on) IS due_on);
CREATE TRIGGER dispute_owner_fixed BEFORE UPDATE OF code, owner, due_on ON dispute
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- What kind of task, and who of that side.
ALTER TABLE task ADD COLUMN kind TEXT NOT NULL DEFAULT 'other' CHECK (length(kind) BETWEEN 1 AND 40);
ALTER TABLE task ADD COLUMN person TEXT CHECK (length(person) <= 200 AND instr(person, char(0)) = 0);
CREATE TRIGGER task_kind_fixed BEFORE UPDATE OF kind, person ON task
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- How something ended, and in words.
ALTER TABLE closing ADD COLUMN how TEXT CHECK (length(how) BETWEEN 1 AND 40);
ALTER TABLE closing ADD COLUMN note TEXT CHECK (length(note) <= 2000 AND instr(note, char(0)) = 0);
CREATE TRIGGER closing_how_fixed BEFORE UPDATE OF how, note ON closing
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- Who pays them first.
ALTER TABLE retainage ADD COLUMN payer TEXT CHECK (length(payer) <= 200 AND instr(payer, char(0)) = 0);
CREATE TRIGGER retainage_payer_fixed BEFORE UPDATE OF payer ON retainage
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- The day for which the next step was announced (the honesty rule).
ALTER TABLE touch ADD COLUMN told_for TEXT CHECK (date(told_for) IS told_for);
CREATE TRIGGER touch_told_fixed BEFORE UPDATE OF told_for ON touch
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- Fields that may change, each change a `field_change` row.
ALTER TABLE contact ADD COLUMN right_party INTEGER CHECK (right_party IN (0, 1));
ALTER TABLE contact ADD COLUMN phone_bad_on TEXT CHECK (date(phone_bad_on) IS phone_bad_on);
ALTER TABLE contact ADD COLUMN email_bad_on TEXT CHECK (date(email_bad_on) IS email_bad_on);
ALTER TABLE account ADD COLUMN invoices_to TEXT CHECK (length(invoices_to) <= 400 AND instr(invoices_to, char(0)) = 0);

-- An open invoice by its purchase order.
CREATE INDEX document_po ON document (po, account_id) WHERE po IS NOT NULL AND open_minor > 0;

-- The words of notes, newest first by rowid. The texts stay in `touch` alone; what is voided is taken out, and leaves no trace in the index.
CREATE VIRTUAL TABLE note_words USING fts5 (note, told, content = 'touch', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO note_words (note_words, rank) VALUES ('secure-delete', 1);
INSERT INTO note_words (rowid, note, told) SELECT id, note, told FROM touch WHERE voided_by IS NULL AND (note <> '' OR told IS NOT NULL) ORDER BY id;
CREATE TRIGGER touch_words AFTER INSERT ON touch WHEN NEW.voided_by IS NULL AND (NEW.note <> '' OR NEW.told IS NOT NULL)
BEGIN INSERT INTO note_words (rowid, note, told) VALUES (NEW.id, NEW.note, NEW.told); END;
CREATE TRIGGER touch_words_void AFTER UPDATE OF voided_by ON touch WHEN OLD.voided_by IS NULL AND (OLD.note <> '' OR OLD.told IS NOT NULL)
BEGIN INSERT INTO note_words (note_words, rowid, note, told) VALUES ('delete', OLD.id, OLD.note, OLD.told); END;

-- Insert-only, as in 001.
CREATE TRIGGER answer_fixed BEFORE UPDATE OF id, event_seq, account_id, touch_id, said, detail ON answer
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER answer_void_once BEFORE UPDATE OF voided_by ON answer WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER answer_no_delete BEFORE DELETE ON answer BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER barrier_fixed BEFORE UPDATE OF id, event_seq, account_id, touch_id, name, task_id ON barrier
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER barrier_void_once BEFORE UPDATE OF voided_by ON barrier WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER barrier_no_delete BEFORE DELETE ON barrier BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER plan_fixed BEFORE UPDATE OF id, event_seq, account_id, touch_id, made_on, amount_minor, instalments ON plan
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER plan_void_once BEFORE UPDATE OF voided_by ON plan WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER plan_no_delete BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_step_fixed BEFORE UPDATE OF id, event_seq, claim_id, step, on_day, detail, by_claim ON claim_step
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_step_void_once BEFORE UPDATE OF voided_by ON claim_step WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_step_no_delete BEFORE DELETE ON claim_step BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER request_fixed BEFORE UPDATE OF id, event_seq, account_id, kind, delivery, send_to, address, contact_id, task_id, touch_id, made_on, note ON request
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER request_void_once BEFORE UPDATE OF voided_by ON request WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER request_no_delete BEFORE DELETE ON request BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER request_item_fixed BEFORE UPDATE OF id, event_seq, request_id, document_id ON request_item
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER request_item_void_once BEFORE UPDATE OF voided_by ON request_item WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER request_item_no_delete BEFORE DELETE ON request_item BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER waiver_fixed BEFORE UPDATE OF id, event_seq, account_id, promise_id, amount_minor, document_id, reason, made_on, needs_approval ON waiver
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER waiver_void_once BEFORE UPDATE OF voided_by ON waiver WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER waiver_no_delete BEFORE DELETE ON waiver BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER waiver_decision_fixed BEFORE UPDATE OF id, event_seq, waiver_id, granted, on_day ON waiver_decision
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER waiver_decision_void_once BEFORE UPDATE OF voided_by ON waiver_decision WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER waiver_decision_no_delete BEFORE DELETE ON waiver_decision BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
