-- Texts that were blacked out for good, a card number in a note for instance (docs/ledger.md). What an act says and what its rows hold is
-- another text since then, so what proves them is kept here: one row per act that had such a text, the newest counts. The act's own hash and
-- seal stay as they are, and with them every head that was noted before. Law as in 001: rows are inserted, never edited, never deleted.
CREATE TABLE redaction (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- The act whose texts or rows are others now.
  of_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- Where something was blacked out in it; empty where only a later change of its rows was.
  places    TEXT NOT NULL CHECK (length(places) <= 2000 AND instr(places, char(0)) = 0),
  -- What its fields, its answer and its rows give since.
  hash      TEXT NOT NULL CHECK (length(hash) = 64),
  seal      TEXT CHECK (length(seal) = 64),
  digest    TEXT CHECK (length(digest) = 64),
  marks     BLOB,
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX redaction_of ON redaction (of_seq);
CREATE TRIGGER redaction_fixed BEFORE UPDATE ON redaction BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER redaction_no_delete BEFORE DELETE ON redaction BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
