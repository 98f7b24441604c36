-- Whose work is whose for a while: absences and who covers them, and the rules by which accounts of nobody find their collector.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once.

CREATE TABLE absence (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  collector TEXT NOT NULL CHECK (length(collector) BETWEEN 1 AND 200 AND instr(collector, char(0)) = 0),
  cover     TEXT NOT NULL CHECK (length(cover) BETWEEN 1 AND 200 AND instr(cover, char(0)) = 0),
  from_on   TEXT NOT NULL CHECK (date(from_on) IS from_on),
  to_on     TEXT NOT NULL CHECK (date(to_on) IS to_on),
  made_on   TEXT NOT NULL CHECK (date(made_on) IS made_on),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK (from_on <= to_on)
) STRICT;

-- Back before the last day.
CREATE TABLE absence_end (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  absence_id INTEGER NOT NULL REFERENCES absence (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX absence_end_once ON absence_end (absence_id) WHERE voided_by IS NULL;

-- A collector's portfolio: by the first letters of the name, by what is open, or by the kind of account. The newest rule of a collector and a
-- kind holds; one that chooses nothing ends it.
CREATE TABLE portfolio (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  collector TEXT NOT NULL CHECK (length(collector) BETWEEN 1 AND 200 AND instr(collector, char(0)) = 0),
  letters   TEXT CHECK (length(letters) BETWEEN 1 AND 20),
  min_minor INTEGER CHECK (min_minor BETWEEN 0 AND 900000000000000),
  max_minor INTEGER CHECK (max_minor BETWEEN 0 AND 900000000000000),
  segment   TEXT CHECK (length(segment) BETWEEN 1 AND 40),
  made_on   TEXT NOT NULL CHECK (date(made_on) IS made_on),
  ended     INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;

-- Insert-only, as in 001.
CREATE TRIGGER absence_fixed BEFORE UPDATE OF id, event_seq, collector, cover, from_on, to_on, made_on ON absence
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER absence_void_once BEFORE UPDATE OF voided_by ON absence WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER absence_no_delete BEFORE DELETE ON absence BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER absence_end_fixed BEFORE UPDATE OF id, event_seq, absence_id, on_day ON absence_end
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER absence_end_void_once BEFORE UPDATE OF voided_by ON absence_end WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER absence_end_no_delete BEFORE DELETE ON absence_end BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER portfolio_fixed BEFORE UPDATE OF id, event_seq, collector, letters, min_minor, max_minor, segment, made_on, ended ON portfolio
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER portfolio_void_once BEFORE UPDATE OF voided_by ON portfolio WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER portfolio_no_delete BEFORE DELETE ON portfolio BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
