-- Jobs and their lien clocks: what is built where, for whom, the days from which deadlines run, and what was filed or exchanged.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once. Deadlines are worked out, never stored.

CREATE TABLE job (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400 AND instr(name, char(0)) = 0),
  state      TEXT NOT NULL CHECK (length(state) BETWEEN 2 AND 40 AND instr(state, char(0)) = 0),
  project    TEXT NOT NULL CHECK (length(project) BETWEEN 1 AND 40),
  role       TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 40),
  address    TEXT CHECK (length(address) BETWEEN 1 AND 400 AND instr(address, char(0)) = 0),
  made_on    TEXT NOT NULL CHECK (date(made_on) IS made_on),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX job_account ON job (account_id);

-- A day from which deadlines run. The newest one of a kind counts, from the day on which it was written down; NULL = not known after all.
CREATE TABLE job_date (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  job_id    INTEGER NOT NULL REFERENCES job (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind      TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  on_day    TEXT CHECK (date(on_day) IS on_day),
  set_on    TEXT NOT NULL CHECK (date(set_on) IS set_on),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX job_date_job ON job_date (job_id);

-- Who else has a part in it: owner, general contractor, lender, surety. The newest row of a kind and name counts.
CREATE TABLE job_party (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  job_id    INTEGER NOT NULL REFERENCES job (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind      TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400 AND instr(name, char(0)) = 0),
  address   TEXT CHECK (length(address) BETWEEN 1 AND 400 AND instr(address, char(0)) = 0),
  phone     TEXT CHECK (length(phone) BETWEEN 1 AND 200 AND instr(phone, char(0)) = 0),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX job_party_job ON job_party (job_id);

-- What was sent, filed, released or exchanged on it.
CREATE TABLE job_step (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  job_id       INTEGER NOT NULL REFERENCES job (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind         TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  on_day       TEXT NOT NULL CHECK (date(on_day) IS on_day),
  amount_minor INTEGER CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  through_on   TEXT CHECK (date(through_on) IS through_on),
  note         TEXT CHECK (length(note) <= 2000 AND instr(note, char(0)) = 0),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX job_step_job ON job_step (job_id);

-- A filing that is planned for a day; its courtesy calls are tasks, one for each party.
CREATE TABLE job_plan (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  job_id    INTEGER NOT NULL REFERENCES job (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind      TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  file_on   TEXT NOT NULL CHECK (date(file_on) IS file_on),
  made_on   TEXT NOT NULL CHECK (date(made_on) IS made_on),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX job_plan_job ON job_plan (job_id);

-- One courtesy call of a plan: to which party, and the task that it is.
CREATE TABLE job_call (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  plan_id   INTEGER NOT NULL REFERENCES job_plan (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  party_id  INTEGER NOT NULL REFERENCES job_party (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  task_id   INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX job_call_plan ON job_call (plan_id);

-- Insert-only, as in 001.
CREATE TRIGGER job_fixed BEFORE UPDATE OF id, event_seq, account_id, name, state, project, role, address, made_on ON job
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_void_once BEFORE UPDATE OF voided_by ON job WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_no_delete BEFORE DELETE ON job BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_date_fixed BEFORE UPDATE OF id, event_seq, job_id, kind, on_day, set_on ON job_date
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_date_void_once BEFORE UPDATE OF voided_by ON job_date WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_date_no_delete BEFORE DELETE ON job_date BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_party_fixed BEFORE UPDATE OF id, event_seq, job_id, kind, name, address, phone ON job_party
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_party_void_once BEFORE UPDATE OF voided_by ON job_party WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_party_no_delete BEFORE DELETE ON job_party BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_step_fixed BEFORE UPDATE OF id, event_seq, job_id, kind, on_day, amount_minor, through_on, note ON job_step
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_step_void_once BEFORE UPDATE OF voided_by ON job_step WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_step_no_delete BEFORE DELETE ON job_step BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_plan_fixed BEFORE UPDATE OF id, event_seq, job_id, kind, file_on, made_on ON job_plan
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_plan_void_once BEFORE UPDATE OF voided_by ON job_plan WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_plan_no_delete BEFORE DELETE ON job_plan BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_call_fixed BEFORE UPDATE OF id, event_seq, plan_id, party_id, task_id ON job_call
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_call_void_once BEFORE UPDATE OF voided_by ON job_call WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER job_call_no_delete BEFORE DELETE ON job_call BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
