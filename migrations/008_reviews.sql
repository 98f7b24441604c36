-- What a supervisor decides: about promises that were not kept, about what waits for an approval, and the credit holds that come of it.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once.

-- A stop on shipments. It stops no call, so it is none of the holds of 001.
CREATE TABLE credit_hold (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  from_on    TEXT NOT NULL CHECK (date(from_on) IS from_on),
  reason     TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX credit_hold_account ON credit_hold (account_id);

CREATE TABLE credit_hold_end (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  hold_id   INTEGER NOT NULL REFERENCES credit_hold (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  on_day    TEXT NOT NULL CHECK (date(on_day) IS on_day),
  reason    TEXT CHECK (length(reason) <= 2000 AND instr(reason, char(0)) = 0),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX credit_hold_end_once ON credit_hold_end (hold_id) WHERE voided_by IS NULL;

-- What was decided about a promise that was not kept. `after_id`: the decision that this one follows, so that nothing is decided twice.
CREATE TABLE review (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  promise_id   INTEGER NOT NULL REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  after_id     INTEGER REFERENCES review (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  decision     TEXT NOT NULL CHECK (length(decision) BETWEEN 1 AND 40),
  terms        TEXT CHECK (length(terms) BETWEEN 1 AND 40),
  reason       TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  decided_on   TEXT NOT NULL CHECK (date(decided_on) IS decided_on),
  decided_by   TEXT NOT NULL CHECK (length(decided_by) BETWEEN 1 AND 200 AND instr(decided_by, char(0)) = 0),
  -- As it stood then: what was missing, why it was thought to be, and since when it was known.
  short_minor  INTEGER NOT NULL CHECK (short_minor BETWEEN 0 AND 900000000000000),
  cause        TEXT NOT NULL CHECK (length(cause) BETWEEN 1 AND 40),
  failed_on    TEXT NOT NULL CHECK (date(failed_on) IS failed_on),
  -- Who must act, by when, and when it is looked at again if it is still not paid.
  who          TEXT CHECK (length(who) BETWEEN 1 AND 200 AND instr(who, char(0)) = 0),
  act_on       TEXT CHECK (date(act_on) IS act_on),
  again_on     TEXT CHECK (date(again_on) IS again_on),
  task_id      INTEGER REFERENCES task (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  follow_up_id INTEGER REFERENCES follow_up (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  hold_id      INTEGER REFERENCES credit_hold (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK ((decision = 'new_terms') = (terms IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX review_once ON review (promise_id, coalesce(after_id, 0)) WHERE voided_by IS NULL;
CREATE INDEX review_account ON review (account_id);
CREATE INDEX review_decided ON review (decided_on);

-- What waits for a supervisor besides waivers.
CREATE TABLE approval (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind         TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  promise_id   INTEGER REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id  INTEGER REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor INTEGER CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  reason       TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  asked_on     TEXT NOT NULL CHECK (date(asked_on) IS asked_on),
  asked_by     TEXT NOT NULL CHECK (length(asked_by) BETWEEN 1 AND 200 AND instr(asked_by, char(0)) = 0),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX approval_account ON approval (account_id);
CREATE INDEX approval_promise ON approval (promise_id) WHERE promise_id IS NOT NULL;

CREATE TABLE approval_decision (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  approval_id  INTEGER NOT NULL REFERENCES approval (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  granted      INTEGER NOT NULL CHECK (granted IN (0, 1)),
  reason       TEXT CHECK (length(reason) <= 2000 AND instr(reason, char(0)) = 0),
  on_day       TEXT NOT NULL CHECK (date(on_day) IS on_day),
  decided_by   TEXT NOT NULL CHECK (length(decided_by) BETWEEN 1 AND 200 AND instr(decided_by, char(0)) = 0),
  task_id      INTEGER REFERENCES task (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  follow_up_id INTEGER REFERENCES follow_up (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX approval_decision_once ON approval_decision (approval_id) WHERE voided_by IS NULL;

-- Why, and by whom, a waiver was granted or refused.
ALTER TABLE waiver_decision ADD COLUMN reason TEXT CHECK (length(reason) <= 2000 AND instr(reason, char(0)) = 0);
ALTER TABLE waiver_decision ADD COLUMN decided_by TEXT CHECK (length(decided_by) BETWEEN 1 AND 200 AND instr(decided_by, char(0)) = 0);
CREATE TRIGGER waiver_decision_why_fixed BEFORE UPDATE OF reason, decided_by ON waiver_decision
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE INDEX waiver_waiting ON waiver (id) WHERE needs_approval = 1 AND voided_by IS NULL;

-- Insert-only, as in 001.
CREATE TRIGGER credit_hold_fixed BEFORE UPDATE OF id, event_seq, account_id, from_on, reason ON credit_hold
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_hold_void_once BEFORE UPDATE OF voided_by ON credit_hold WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_hold_no_delete BEFORE DELETE ON credit_hold BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_hold_end_fixed BEFORE UPDATE OF id, event_seq, hold_id, on_day, reason ON credit_hold_end
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_hold_end_void_once BEFORE UPDATE OF voided_by ON credit_hold_end WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER credit_hold_end_no_delete BEFORE DELETE ON credit_hold_end BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER review_fixed BEFORE UPDATE OF id, event_seq, account_id, promise_id, after_id, decision, terms, reason, decided_on, decided_by, short_minor, cause, failed_on, who, act_on, again_on, task_id, follow_up_id, hold_id ON review
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER review_void_once BEFORE UPDATE OF voided_by ON review WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER review_no_delete BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER approval_fixed BEFORE UPDATE OF id, event_seq, account_id, kind, promise_id, document_id, amount_minor, reason, asked_on, asked_by ON approval
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER approval_void_once BEFORE UPDATE OF voided_by ON approval WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER approval_decision_fixed BEFORE UPDATE OF id, event_seq, approval_id, granted, reason, on_day, decided_by, task_id, follow_up_id ON approval_decision
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER approval_decision_void_once BEFORE UPDATE OF voided_by ON approval_decision WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER approval_decision_no_delete BEFORE DELETE ON approval_decision BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
