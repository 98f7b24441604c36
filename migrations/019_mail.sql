-- Mail in the account's log: a letter that has left is a touch, once; sheets that go with a letter; the mailboxes of those who sell.
-- Law as in 001: rows are inserted, never edited and never deleted; an undo sets `voided_by` once.

-- The letter that a touch is about: at most one touch for each.
ALTER TABLE touch ADD COLUMN letter_id INTEGER REFERENCES letter (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE UNIQUE INDEX touch_letter ON touch (letter_id) WHERE letter_id IS NOT NULL AND voided_by IS NULL;
CREATE TRIGGER touch_letter_fixed BEFORE UPDATE OF letter_id ON touch
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- A sheet that goes with a letter; its words are the template's of the day on which it leaves.
CREATE TABLE letter_guide (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  letter_id INTEGER NOT NULL REFERENCES letter (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  guide     TEXT NOT NULL CHECK (length(guide) BETWEEN 1 AND 40),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX letter_guide_letter ON letter_guide (letter_id);

-- Who sells, and where mail reaches them: the newest row of a name counts; one without a mailbox takes it away.
CREATE TABLE seller (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200 AND instr(name, char(0)) = 0),
  -- Folded in Rust, so that no engine's collation decides who is who.
  name_key  TEXT NOT NULL CHECK (length(name_key) BETWEEN 1 AND 600),
  mail      TEXT CHECK (length(mail) BETWEEN 3 AND 254 AND instr(mail, char(0)) = 0),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX seller_name ON seller (name_key);

CREATE TRIGGER letter_guide_fixed BEFORE UPDATE OF id, event_seq, letter_id, guide ON letter_guide
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER letter_guide_void_once BEFORE UPDATE OF voided_by ON letter_guide WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER letter_guide_no_delete BEFORE DELETE ON letter_guide BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER seller_fixed BEFORE UPDATE OF id, event_seq, name, name_key, mail ON seller
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER seller_void_once BEFORE UPDATE OF voided_by ON seller WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER seller_no_delete BEFORE DELETE ON seller BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
