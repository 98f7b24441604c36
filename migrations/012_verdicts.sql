-- What a supervisor rules about a promise, beside what the ledger says; and where the list of promises looks first.
-- Law as in 001: rows are inserted, undo sets `voided_by` once, nothing is deleted.

-- The newest one up to a day counts from its own day on. `verdict` NULL: the ledger's own verdict counts again.
CREATE TABLE verdict_override (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  promise_id INTEGER NOT NULL REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  verdict    TEXT CHECK (verdict IN ('kept', 'kept_late', 'broken', 'voided')),
  reason     TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  ruled_by   TEXT NOT NULL CHECK (length(ruled_by) BETWEEN 1 AND 200 AND instr(ruled_by, char(0)) = 0),
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX verdict_override_account ON verdict_override (account_id);
CREATE INDEX verdict_override_promise ON verdict_override (promise_id);
CREATE TRIGGER verdict_override_fixed BEFORE UPDATE OF id, event_seq, account_id, promise_id, verdict, reason, ruled_by, on_day ON verdict_override
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER verdict_override_void_once BEFORE UPDATE OF voided_by ON verdict_override WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER verdict_override_no_delete BEFORE DELETE ON verdict_override BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- A cache: every promise with what became of it, kept with the facts of its account. The verdict of one that is still live follows from the
-- day, its date and its window.
DROP TABLE promise_state;
CREATE TABLE promise_state (
  promise_id     INTEGER NOT NULL PRIMARY KEY REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id     INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  verdict        TEXT NOT NULL,
  by_when        INTEGER NOT NULL,
  window_ends    INTEGER NOT NULL,
  amount_minor   INTEGER NOT NULL,
  received_minor INTEGER NOT NULL,
  short_minor    INTEGER NOT NULL,
  level          INTEGER NOT NULL
) STRICT;
CREATE INDEX promise_state_account ON promise_state (account_id);
CREATE INDEX promise_state_day ON promise_state (by_when, promise_id);
-- The facts are made anew at the next start, and with them this cache.
UPDATE meta SET value = 'made before promises were listed' WHERE key = 'rules';
