-- The ledger, version 2: a digest of the rows that each event wrote, so that a byte that changes in a stored row is found (L7).
--
-- Law: one seal per event, in the transaction of its rows, chained to the seal before. Events of format 1 have none: the chain of seals
-- begins with the first event after the upgrade. Columns that later versions add to ledger tables come last and take NULL or a constant
-- default: a row digest leaves both out, so it stays what it was (src/store/canon.rs).

CREATE TABLE event_seal (
  event_seq INTEGER NOT NULL PRIMARY KEY REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- SHA-256 over the rows of the event, table by table, id by id.
  digest    TEXT NOT NULL CHECK (length(digest) = 64),
  -- Four bytes of each row's digest in the same order: they say which row was changed, the digest proves that none was.
  marks     BLOB NOT NULL,
  prev_seal TEXT NOT NULL CHECK (length(prev_seal) = 64),
  -- SHA-256 over the seal before, the event's hash, its answer, its id ranges, `digest` and `marks`. The newest one is the head of the ledger.
  seal      TEXT NOT NULL CHECK (length(seal) = 64)
) STRICT;

CREATE TRIGGER event_seal_no_update BEFORE UPDATE ON event_seal BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER event_seal_no_delete BEFORE DELETE ON event_seal BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER event_seal_no_replace BEFORE INSERT ON event_seal
WHEN NEW.event_seq <> -1 AND NEW.event_seq <= (SELECT coalesce(max(event_seq), 0) FROM event_seal)
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
