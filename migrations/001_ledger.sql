-- The ledger, version 1.
--
-- Law: rows are inserted, never edited and never deleted. A correction is a further row (reversal, restatement, an `..._end`); an undo sets
-- `voided_by` from NULL to the undoing event, once. Whatever may be updated is a cache, and says so. Money is whole minor units above zero,
-- the direction is the document's kind. Civil days are ISO text, instants are microseconds UTC. Order is by id or seq, never by time.
-- A day is checked by `date(x) IS x`: only a real day in ISO form comes back as it went in.
-- No index and no foreign-key index on `event_seq`: `event_result.rows` holds the id ranges that an event wrote, and undo walks those.

-- Single values: company, currency, epoch (a restored copy is another ledger), rolled_to (the day that `facts` are valid for),
-- latest_move (no document moves later than this day), rules (the settings that `facts` were made with).
CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 40),
  value TEXT NOT NULL CHECK (length(value) <= 400 AND instr(value, char(0)) = 0)
) STRICT, WITHOUT ROWID;

-- Who did what: append-only, each row chained to the one before by hash (L6). `what` is for people, `body` is the whole intention.
CREATE TABLE event (
  seq        INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
  at_us      INTEGER NOT NULL,
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  actor      TEXT NOT NULL CHECK (length(actor) <= 200 AND instr(actor, char(0)) = 0),
  kind       TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  account_id INTEGER,
  what       TEXT NOT NULL CHECK (length(what) <= 2000 AND instr(what, char(0)) = 0),
  body       TEXT NOT NULL CHECK (instr(body, char(0)) = 0),
  idem_key   TEXT NOT NULL UNIQUE CHECK (length(idem_key) BETWEEN 1 AND 200 AND instr(idem_key, char(0)) = 0),
  undoes_seq INTEGER UNIQUE REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  prev_hash  TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash       TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append_only'); END;
-- INSERT OR REPLACE deletes without asking a DELETE trigger unless recursive_triggers is on; this guard does not depend on the connection.
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN NEW.seq <> -1 AND NEW.seq <= (SELECT coalesce(max(seq), 0) FROM event)
BEGIN SELECT RAISE(ABORT, 'append_only'); END;

-- What an event left behind: the answer given (repeated for a repeated key) and, per table, the first and last id that it wrote.
CREATE TABLE event_result (
  event_seq INTEGER NOT NULL PRIMARY KEY REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  done      TEXT NOT NULL,
  rows      TEXT NOT NULL
) STRICT;

CREATE TRIGGER event_result_no_update BEFORE UPDATE ON event_result BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER event_result_no_delete BEFORE DELETE ON event_result BEGIN SELECT RAISE(ABORT, 'append_only'); END;

-- One import: one or several files, one transaction, with the control totals that `check` adds up again (L12).
CREATE TABLE batch (
  id              INTEGER NOT NULL PRIMARY KEY,
  event_seq       INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  as_of           TEXT CHECK (date(as_of) IS as_of),
  -- 1: it was a complete list of what is open, so absence meant closed.
  is_snapshot     INTEGER NOT NULL CHECK (is_snapshot IN (0, 1)),
  -- The report's own total differed, and the user imported it all the same.
  mismatch_taken  INTEGER NOT NULL CHECK (mismatch_taken IN (0, 1)),
  summary         TEXT NOT NULL CHECK (length(summary) <= 400),
  documents_count INTEGER NOT NULL CHECK (documents_count >= 0),
  documents_minor INTEGER NOT NULL CHECK (documents_minor >= 0),
  voided_by       INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;

CREATE TABLE batch_file (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  batch_id  INTEGER NOT NULL REFERENCES batch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  file      TEXT NOT NULL CHECK (length(file) <= 400 AND instr(file, char(0)) = 0),
  sha256    TEXT NOT NULL CHECK (length(sha256) <= 64),
  profile   TEXT NOT NULL CHECK (length(profile) <= 100),
  kind      TEXT NOT NULL CHECK (kind IN ('snapshot', 'list', 'payments', 'customers')),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX batch_file_sha ON batch_file (sha256, profile);

-- The bill-to customer, once per currency that it is billed in. Identity: the number where the book has one, else the folded name.
CREATE TABLE account (
  id                 INTEGER NOT NULL PRIMARY KEY,
  event_seq          INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  number             TEXT CHECK (length(number) BETWEEN 1 AND 200 AND instr(number, char(0)) = 0),
  name               TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400 AND instr(name, char(0)) = 0),
  -- NFKC, folded, spaces collapsed: made in Rust, so that no engine's collation decides who is who.
  name_key           TEXT NOT NULL CHECK (length(name_key) <= 1200),
  currency           TEXT NOT NULL CHECK (length(currency) = 3 AND currency GLOB '[A-Z][A-Z][A-Z]'),
  -- The rest may change; each change is a `field_change` row with before and after.
  kind               TEXT NOT NULL CHECK (kind IN ('commercial', 'consumer', 'mixed')),
  terms_days         INTEGER CHECK (terms_days BETWEEN 0 AND 3650),
  credit_limit_minor INTEGER CHECK (credit_limit_minor BETWEEN 0 AND 900000000000000),
  collector          TEXT CHECK (length(collector) <= 200 AND instr(collector, char(0)) = 0),
  salesperson        TEXT CHECK (length(salesperson) <= 200 AND instr(salesperson, char(0)) = 0),
  state              TEXT CHECK (length(state) <= 40 AND instr(state, char(0)) = 0),
  voided_by          INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX account_number ON account (number, currency) WHERE voided_by IS NULL AND number IS NOT NULL;
CREATE UNIQUE INDEX account_name_only ON account (name_key, currency) WHERE voided_by IS NULL AND number IS NULL;
CREATE INDEX account_name ON account (name_key);

-- A person at an account.
CREATE TABLE contact (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400 AND instr(name, char(0)) = 0),
  role       TEXT CHECK (length(role) <= 200 AND instr(role, char(0)) = 0),
  phone      TEXT CHECK (length(phone) <= 200 AND instr(phone, char(0)) = 0),
  email      TEXT CHECK (length(email) <= 320 AND instr(email, char(0)) = 0),
  preferred  INTEGER NOT NULL CHECK (preferred IN (0, 1)),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX contact_account ON contact (account_id);

-- A field of an account, contact or document that took another value: before and after as text, NULL for none. Undo puts `before` back.
CREATE TABLE field_change (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  entity    TEXT NOT NULL CHECK (entity IN ('account', 'contact', 'document')),
  entity_id INTEGER NOT NULL,
  field     TEXT NOT NULL CHECK (length(field) BETWEEN 1 AND 40),
  before    TEXT,
  after     TEXT,
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX field_change_entity ON field_change (entity, entity_id, field);

-- Every row with money has this one shape (FAULTS §3.1).
-- (Kinds are checked with instr: IN builds a small table anew for every inserted row, and imports insert millions.)
CREATE TABLE document (
  id              INTEGER NOT NULL PRIMARY KEY,
  event_seq       INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id      INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  batch_id        INTEGER REFERENCES batch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind            TEXT NOT NULL CHECK (instr('|invoice|debit_note|journal_debit|refund|presumed_use|credit_memo|payment|journal_credit|write_off|settled_earlier|presumed_cash|',
                                '|' || kind || '|') > 0),
  number          TEXT NOT NULL CHECK (length(number) <= 200 AND instr(number, char(0)) = 0),
  issued_on       TEXT NOT NULL CHECK (date(issued_on) IS issued_on),
  due_on          TEXT NOT NULL CHECK (date(due_on) IS due_on),
  due_derived     INTEGER NOT NULL CHECK (due_derived IN (0, 1)),
  amount_minor    INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  -- 0: the source gave only what was open, so `amount_minor` is what was open when it was first seen.
  amount_known    INTEGER NOT NULL CHECK (amount_known IN (0, 1)),
  currency        TEXT NOT NULL CHECK (length(currency) = 3 AND currency GLOB '[A-Z][A-Z][A-Z]'),
  -- Presumed rows: the earlier end of the span in which it happened (`issued_on` is the later end).
  from_on         TEXT CHECK (date(from_on) IS from_on),
  po              TEXT CHECK (length(po) <= 200 AND instr(po, char(0)) = 0),
  job             TEXT CHECK (length(job) <= 400 AND instr(job, char(0)) = 0),
  reason          TEXT CHECK (instr('|pricing|tax|quantity|return|freight|duplicate|goodwill|other|', '|' || reason || '|') > 0),
  memo            TEXT CHECK (length(memo) <= 2000 AND instr(memo, char(0)) = 0),
  method          TEXT CHECK (length(method) <= 100 AND instr(method, char(0)) = 0),
  reference       TEXT CHECK (length(reference) <= 200 AND instr(reference, char(0)) = 0),
  voided_by       INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- Caches, kept by the triggers below out of `document_derived` and proven by `check` (L2): what is open when everything recorded has
  -- taken effect (0 when voided or reversed), and the last day on which anything moved it.
  open_minor      INTEGER NOT NULL CHECK (open_minor BETWEEN 0 AND 900000000000000),
  last_move_on    TEXT NOT NULL CHECK (date(last_move_on) IS last_move_on),
  -- Cache: the newest file that listed it was a complete list of open items, so absence from the next one means closed.
  in_snapshot     INTEGER NOT NULL CHECK (in_snapshot IN (0, 1))
) STRICT;
-- Identity of a numbered document within its account; the due date tells instalments (and re-used check numbers) apart. Also finds by number.
CREATE UNIQUE INDEX document_key ON document (number, account_id, kind, due_on) WHERE voided_by IS NULL AND number <> '';
-- Unnumbered credits and payments are known again by kind, day and amount.
CREATE INDEX document_unnumbered ON document (account_id, kind, issued_on, amount_minor) WHERE voided_by IS NULL AND number = '';
CREATE INDEX document_account ON document (account_id, last_move_on);
CREATE INDEX document_open ON document (account_id, due_on, open_minor, kind) WHERE open_minor > 0;
CREATE INDEX document_due ON document (due_on, account_id, open_minor, kind) WHERE open_minor > 0;
-- "They say they paid 9,200": found by what is open.
CREATE INDEX document_amount ON document (open_minor, account_id) WHERE open_minor > 0;

-- Part of a credit-side document that settles part of a debit-side one.
CREATE TABLE application (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  from_doc     INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  to_doc       INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  effective_on TEXT NOT NULL CHECK (date(effective_on) IS effective_on),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK (from_doc <> to_doc)
) STRICT;
CREATE INDEX application_from ON application (from_doc);
CREATE INDEX application_to ON application (to_doc);

-- A document taken back from a day on (a bounced check, a presumption that turned out wrong). Its applications stop counting too.
CREATE TABLE reversal (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id  INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  effective_on TEXT NOT NULL CHECK (date(effective_on) IS effective_on),
  reason       TEXT NOT NULL CHECK (length(reason) <= 200 AND instr(reason, char(0)) = 0),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX reversal_once ON reversal (document_id) WHERE voided_by IS NULL;

-- The source changed what a document is for. `face`: its own amount. `balance`: what is open rose for a reason that the source does not give.
CREATE TABLE restatement (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id  INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  delta_minor  INTEGER NOT NULL CHECK (delta_minor <> 0 AND delta_minor BETWEEN -900000000000000 AND 900000000000000),
  effective_on TEXT NOT NULL CHECK (date(effective_on) IS effective_on),
  what         TEXT NOT NULL CHECK (what IN ('face', 'balance')),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX restatement_document ON restatement (document_id);

-- Money held back by contract; the newest row of a document counts.
CREATE TABLE retainage (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id  INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 900000000000000),
  until_on     TEXT CHECK (date(until_on) IS until_on),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX retainage_account ON retainage (account_id);

-- The one definition of the two caches. Triggers, undo and `check` all read it.
CREATE VIEW document_derived (id, open_minor, last_move_on) AS
SELECT d.id,
  CASE WHEN d.voided_by IS NOT NULL OR EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = d.id AND r.voided_by IS NULL) THEN 0
  ELSE d.amount_minor
    + (SELECT coalesce(sum(s.delta_minor), 0) FROM restatement s WHERE s.document_id = d.id AND s.voided_by IS NULL)
    - (SELECT coalesce(sum(a.amount_minor), 0) FROM application a WHERE a.to_doc = d.id AND a.voided_by IS NULL
         AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = a.from_doc AND r.voided_by IS NULL))
    - (SELECT coalesce(sum(a.amount_minor), 0) FROM application a WHERE a.from_doc = d.id AND a.voided_by IS NULL
         AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = a.to_doc AND r.voided_by IS NULL))
  END,
  max(d.issued_on,
    coalesce((SELECT max(s.effective_on) FROM restatement s WHERE s.document_id = d.id AND s.voided_by IS NULL), ''),
    coalesce((SELECT max(r.effective_on) FROM reversal r WHERE r.document_id = d.id AND r.voided_by IS NULL), ''),
    coalesce((SELECT max(a.effective_on) FROM application a WHERE a.to_doc = d.id AND a.voided_by IS NULL), ''),
    coalesce((SELECT max(a.effective_on) FROM application a WHERE a.from_doc = d.id AND a.voided_by IS NULL), ''),
    coalesce((SELECT max(r.effective_on) FROM application a JOIN reversal r ON r.document_id = a.from_doc AND r.voided_by IS NULL
       WHERE a.to_doc = d.id AND a.voided_by IS NULL), ''),
    coalesce((SELECT max(r.effective_on) FROM application a JOIN reversal r ON r.document_id = a.to_doc AND r.voided_by IS NULL
       WHERE a.from_doc = d.id AND a.voided_by IS NULL), ''))
FROM document d;

-- L1 and L4, whoever writes: nothing is applied beyond what is open, across accounts or currencies, or in the wrong direction.
CREATE TRIGGER application_guard BEFORE INSERT ON application
BEGIN
  SELECT RAISE(ABORT, 'mismatch') WHERE NOT EXISTS (
    SELECT 1 FROM document f JOIN document t ON t.account_id = f.account_id AND t.currency = f.currency
    WHERE f.id = NEW.from_doc AND t.id = NEW.to_doc AND f.voided_by IS NULL AND t.voided_by IS NULL
      AND f.kind IN ('credit_memo', 'payment', 'journal_credit', 'write_off', 'settled_earlier', 'presumed_cash')
      AND t.kind IN ('invoice', 'debit_note', 'journal_debit', 'refund', 'presumed_use'));
  SELECT RAISE(ABORT, 'over_applied') WHERE EXISTS (
    SELECT 1 FROM document d WHERE d.id IN (NEW.from_doc, NEW.to_doc) AND d.open_minor < NEW.amount_minor);
END;

-- The caches follow their causes.
CREATE TRIGGER application_insert AFTER INSERT ON application
BEGIN
  UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
  WHERE id IN (NEW.from_doc, NEW.to_doc);
END;
CREATE TRIGGER application_void AFTER UPDATE OF voided_by ON application
BEGIN
  UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
  WHERE id IN (NEW.from_doc, NEW.to_doc);
END;
CREATE TRIGGER reversal_insert AFTER INSERT ON reversal
BEGIN
  UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
  WHERE id = NEW.document_id
     OR id IN (SELECT to_doc FROM application WHERE from_doc = NEW.document_id AND voided_by IS NULL)
     OR id IN (SELECT from_doc FROM application WHERE to_doc = NEW.document_id AND voided_by IS NULL);
END;
CREATE TRIGGER reversal_void AFTER UPDATE OF voided_by ON reversal
BEGIN
  UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
  WHERE id = NEW.document_id
     OR id IN (SELECT to_doc FROM application WHERE from_doc = NEW.document_id AND voided_by IS NULL)
     OR id IN (SELECT from_doc FROM application WHERE to_doc = NEW.document_id AND voided_by IS NULL);
END;
CREATE TRIGGER restatement_insert AFTER INSERT ON restatement
BEGIN
  UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
  WHERE id = NEW.document_id;
END;
CREATE TRIGGER restatement_void AFTER UPDATE OF voided_by ON restatement
BEGIN
  UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
  WHERE id = NEW.document_id;
END;
CREATE TRIGGER document_void AFTER UPDATE OF voided_by ON document
BEGIN
  UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
  WHERE id = NEW.id;
END;

-- Touches and what they leave behind.
CREATE TABLE touch (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id  INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  channel     TEXT NOT NULL CHECK (channel IN ('call', 'mail', 'letter', 'visit', 'note')),
  inbound     INTEGER NOT NULL CHECK (inbound IN (0, 1)),
  on_day      TEXT NOT NULL CHECK (date(on_day) IS on_day),
  at_us       INTEGER NOT NULL,
  by_whom     TEXT NOT NULL CHECK (length(by_whom) <= 200 AND instr(by_whom, char(0)) = 0),
  contact_id  INTEGER REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  right_party INTEGER NOT NULL CHECK (right_party IN (0, 1)),
  outcome     TEXT NOT NULL CHECK (outcome IN ('promise', 'follow_up', 'claim', 'voicemail', 'no_answer', 'request', 'dispute', 'information')),
  barrier     TEXT CHECK (length(barrier) <= 200 AND instr(barrier, char(0)) = 0),
  note        TEXT NOT NULL CHECK (length(note) <= 8000 AND instr(note, char(0)) = 0),
  told        TEXT CHECK (length(told) <= 2000 AND instr(told, char(0)) = 0),
  seconds     INTEGER NOT NULL CHECK (seconds >= 0),
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX touch_account ON touch (account_id);
CREATE INDEX touch_calls ON touch (on_day) WHERE channel = 'call' AND voided_by IS NULL;

-- A promise to pay. Its verdict is no column: it is worked out (L8).
CREATE TABLE promise (
  id              INTEGER NOT NULL PRIMARY KEY,
  event_seq       INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id      INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor    INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  by_when         TEXT NOT NULL CHECK (date(by_when) IS by_when),
  taken_on        TEXT NOT NULL CHECK (date(taken_on) IS taken_on),
  open_when_taken INTEGER NOT NULL CHECK (open_when_taken >= 0),
  contact_id      INTEGER REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  taken_by        TEXT NOT NULL CHECK (length(taken_by) <= 200 AND instr(taken_by, char(0)) = 0),
  method          TEXT CHECK (method IN ('check', 'ach', 'wire', 'card')),
  reference       TEXT CHECK (length(reference) <= 200 AND instr(reference, char(0)) = 0),
  touch_id        INTEGER REFERENCES touch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by       INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK (by_when >= taken_on)
) STRICT;
CREATE INDEX promise_account ON promise (account_id);
CREATE INDEX promise_by_when ON promise (by_when);

-- The items of a promise add up to it; one beyond what earlier ones take may hold 0.
CREATE TABLE promise_item (
  id              INTEGER NOT NULL PRIMARY KEY,
  event_seq       INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  promise_id      INTEGER NOT NULL REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id     INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor    INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 900000000000000),
  open_when_taken INTEGER NOT NULL CHECK (open_when_taken BETWEEN 0 AND 900000000000000),
  voided_by       INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX promise_item_promise ON promise_item (promise_id);
CREATE INDEX promise_item_document ON promise_item (document_id);

-- How a promise ended otherwise than by its date. `voided` = an entry error, in no rate.
CREATE TABLE promise_end (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  promise_id INTEGER NOT NULL REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind       TEXT NOT NULL CHECK (kind IN ('superseded', 'withdrawn', 'voided')),
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  by_promise INTEGER REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK ((kind = 'superseded') = (by_promise IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX promise_end_once ON promise_end (promise_id) WHERE voided_by IS NULL;

-- Money said to be under way.
CREATE TABLE claim (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  made_on      TEXT NOT NULL CHECK (date(made_on) IS made_on),
  method       TEXT NOT NULL CHECK (method IN ('check', 'ach', 'wire', 'card')),
  reference    TEXT CHECK (length(reference) <= 200 AND instr(reference, char(0)) = 0),
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  mailed_on    TEXT NOT NULL CHECK (date(mailed_on) IS mailed_on),
  expected_by  TEXT NOT NULL CHECK (date(expected_by) IS expected_by),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX claim_account ON claim (account_id);

CREATE TABLE claim_item (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  claim_id    INTEGER NOT NULL REFERENCES claim (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX claim_item_claim ON claim_item (claim_id);

-- A claim was met by a payment (`document_id`), or taken back.
CREATE TABLE claim_end (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  claim_id    INTEGER NOT NULL REFERENCES claim (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  on_day      TEXT NOT NULL CHECK (date(on_day) IS on_day),
  document_id INTEGER REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX claim_end_once ON claim_end (claim_id) WHERE voided_by IS NULL;

CREATE TABLE follow_up (
  id                INTEGER NOT NULL PRIMARY KEY,
  event_seq         INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id        INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  made_on           TEXT NOT NULL CHECK (date(made_on) IS made_on),
  due_on            TEXT NOT NULL CHECK (date(due_on) IS due_on),
  reason            TEXT NOT NULL CHECK (length(reason) <= 2000 AND instr(reason, char(0)) = 0),
  requested_by_them INTEGER NOT NULL CHECK (requested_by_them IN (0, 1)),
  -- The touch in which it was agreed, else the newest one before it: only a later touch answers it.
  touch_id          INTEGER REFERENCES touch (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by         INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX follow_up_account ON follow_up (account_id);

CREATE TABLE task (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  owner      TEXT NOT NULL CHECK (owner IN ('us', 'them')),
  what       TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 2000 AND instr(what, char(0)) = 0),
  made_on    TEXT NOT NULL CHECK (date(made_on) IS made_on),
  due_on     TEXT NOT NULL CHECK (date(due_on) IS due_on),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX task_account ON task (account_id);

CREATE TABLE dispute (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id  INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  reason       TEXT NOT NULL CHECK (length(reason) <= 2000 AND instr(reason, char(0)) = 0),
  opened_on    TEXT NOT NULL CHECK (date(opened_on) IS opened_on),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX dispute_account ON dispute (account_id);

CREATE TABLE hold (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind       TEXT NOT NULL CHECK (kind IN ('bankruptcy', 'cease_contact', 'attorney')),
  from_on    TEXT NOT NULL CHECK (date(from_on) IS from_on),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX hold_account ON hold (account_id);

CREATE TABLE lien_step (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  job        TEXT NOT NULL CHECK (length(job) <= 400 AND instr(job, char(0)) = 0),
  step       TEXT NOT NULL CHECK (length(step) BETWEEN 1 AND 200 AND instr(step, char(0)) = 0),
  made_on    TEXT NOT NULL CHECK (date(made_on) IS made_on),
  due_on     TEXT NOT NULL CHECK (date(due_on) IS due_on),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX lien_step_account ON lien_step (account_id);

-- The end of a task, dispute, hold or lien step: done, settled, lifted, filed or dropped.
CREATE TABLE closing (
  id        INTEGER NOT NULL PRIMARY KEY,
  event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  entity    TEXT NOT NULL CHECK (entity IN ('task', 'dispute', 'hold', 'lien_step')),
  entity_id INTEGER NOT NULL,
  on_day    TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX closing_once ON closing (entity, entity_id) WHERE voided_by IS NULL;

-- Cache: what the queue knows of an account, valid from `meta.rolled_to` until `next_turn`. Days are counted from 2000-01-01, so that a scan of
-- every account parses no date. `check` makes it anew and compares.
CREATE TABLE facts (
  account_id       INTEGER NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  open_minor       INTEGER NOT NULL,
  open_count       INTEGER NOT NULL,
  unapplied_minor  INTEGER NOT NULL,
  past_due_minor   INTEGER NOT NULL,
  past_due_count   INTEGER NOT NULL,
  due_weight       INTEGER NOT NULL,
  oldest_due       INTEGER,
  disputed_minor   INTEGER NOT NULL,
  covered_minor    INTEGER NOT NULL,
  in_transit_minor INTEGER NOT NULL,
  collectible_minor INTEGER NOT NULL,
  last_touch       INTEGER,
  last_talk        INTEGER,
  follow_up        INTEGER,
  follow_up_made   INTEGER,
  inbound_since    INTEGER,
  promise_id       INTEGER,
  promise_verdict  TEXT,
  promise_by_when  INTEGER,
  promise_required INTEGER,
  promise_received INTEGER,
  promise_short    INTEGER,
  promise_level    INTEGER,
  next_promise     INTEGER,
  claim_due        INTEGER,
  owed_by_us       INTEGER,
  hold             TEXT,
  lien_due         INTEGER,
  pays_or_promises INTEGER NOT NULL,
  next_turn        INTEGER,
  -- Of the account itself, so that a scan needs no other table.
  currency           TEXT NOT NULL,
  credit_limit_minor INTEGER,
  collector          TEXT
) STRICT;
CREATE INDEX facts_turn ON facts (next_turn) WHERE next_turn IS NOT NULL;

-- Cache: the verdict of every promise that is live or not made good, valid like `facts`.
CREATE TABLE promise_state (
  promise_id  INTEGER NOT NULL PRIMARY KEY REFERENCES promise (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id  INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  verdict     TEXT NOT NULL,
  by_when     INTEGER NOT NULL,
  short_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX promise_state_account ON promise_state (account_id);

-- Insert-only, whoever writes: no column but the caches and the fields that `field_change` records may be updated, `voided_by` goes from NULL to
-- a value once, and nothing is deleted (with recursive_triggers on, INSERT OR REPLACE meets the DELETE trigger too).
CREATE TRIGGER batch_fixed BEFORE UPDATE OF id, event_seq, as_of, is_snapshot, mismatch_taken, summary, documents_count, documents_minor ON batch
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER batch_void_once BEFORE UPDATE OF voided_by ON batch WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER batch_no_delete BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER batch_file_fixed BEFORE UPDATE OF id, event_seq, batch_id, file, sha256, profile, kind ON batch_file
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER batch_file_void_once BEFORE UPDATE OF voided_by ON batch_file WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER batch_file_no_delete BEFORE DELETE ON batch_file BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER account_fixed BEFORE UPDATE OF id, event_seq, currency ON account
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER account_void_once BEFORE UPDATE OF voided_by ON account WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER contact_fixed BEFORE UPDATE OF id, event_seq, account_id ON contact
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER contact_void_once BEFORE UPDATE OF voided_by ON contact WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER contact_no_delete BEFORE DELETE ON contact BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER field_change_fixed BEFORE UPDATE OF id, event_seq, entity, entity_id, field, before, after ON field_change
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER field_change_void_once BEFORE UPDATE OF voided_by ON field_change WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER field_change_no_delete BEFORE DELETE ON field_change BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER document_fixed BEFORE UPDATE OF id, event_seq, account_id, batch_id, kind, number, issued_on, amount_minor, amount_known, currency, from_on, method ON document
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER document_void_once BEFORE UPDATE OF voided_by ON document WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER application_fixed BEFORE UPDATE OF id, event_seq, from_doc, to_doc, amount_minor, effective_on ON application
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER application_void_once BEFORE UPDATE OF voided_by ON application WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER application_no_delete BEFORE DELETE ON application BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER reversal_fixed BEFORE UPDATE OF id, event_seq, document_id, effective_on, reason ON reversal
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER reversal_void_once BEFORE UPDATE OF voided_by ON reversal WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER reversal_no_delete BEFORE DELETE ON reversal BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER restatement_fixed BEFORE UPDATE OF id, event_seq, document_id, delta_minor, effective_on, what ON restatement
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER restatement_void_once BEFORE UPDATE OF voided_by ON restatement WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER restatement_no_delete BEFORE DELETE ON restatement BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER retainage_fixed BEFORE UPDATE OF id, event_seq, account_id, document_id, amount_minor, until_on ON retainage
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER retainage_void_once BEFORE UPDATE OF voided_by ON retainage WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER retainage_no_delete BEFORE DELETE ON retainage BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER touch_fixed BEFORE UPDATE OF id, event_seq, account_id, channel, inbound, on_day, at_us, by_whom, contact_id, right_party, outcome, barrier, note, told, seconds ON touch
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER touch_void_once BEFORE UPDATE OF voided_by ON touch WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER touch_no_delete BEFORE DELETE ON touch BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_fixed BEFORE UPDATE OF id, event_seq, account_id, amount_minor, by_when, taken_on, open_when_taken, contact_id, taken_by, method, reference, touch_id ON promise
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_void_once BEFORE UPDATE OF voided_by ON promise WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_no_delete BEFORE DELETE ON promise BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_item_fixed BEFORE UPDATE OF id, event_seq, promise_id, document_id, amount_minor, open_when_taken ON promise_item
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_item_void_once BEFORE UPDATE OF voided_by ON promise_item WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_item_no_delete BEFORE DELETE ON promise_item BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_end_fixed BEFORE UPDATE OF id, event_seq, promise_id, kind, on_day, by_promise ON promise_end
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_end_void_once BEFORE UPDATE OF voided_by ON promise_end WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER promise_end_no_delete BEFORE DELETE ON promise_end BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_fixed BEFORE UPDATE OF id, event_seq, account_id, made_on, method, reference, amount_minor, mailed_on, expected_by ON claim
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_void_once BEFORE UPDATE OF voided_by ON claim WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_item_fixed BEFORE UPDATE OF id, event_seq, claim_id, document_id ON claim_item
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_item_void_once BEFORE UPDATE OF voided_by ON claim_item WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_item_no_delete BEFORE DELETE ON claim_item BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_end_fixed BEFORE UPDATE OF id, event_seq, claim_id, on_day, document_id ON claim_end
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_end_void_once BEFORE UPDATE OF voided_by ON claim_end WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER claim_end_no_delete BEFORE DELETE ON claim_end BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER follow_up_fixed BEFORE UPDATE OF id, event_seq, account_id, made_on, due_on, reason, requested_by_them, touch_id ON follow_up
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER follow_up_void_once BEFORE UPDATE OF voided_by ON follow_up WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER follow_up_no_delete BEFORE DELETE ON follow_up BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER task_fixed BEFORE UPDATE OF id, event_seq, account_id, owner, what, made_on, due_on ON task
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER task_void_once BEFORE UPDATE OF voided_by ON task WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER task_no_delete BEFORE DELETE ON task BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER dispute_fixed BEFORE UPDATE OF id, event_seq, account_id, document_id, amount_minor, reason, opened_on ON dispute
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER dispute_void_once BEFORE UPDATE OF voided_by ON dispute WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER dispute_no_delete BEFORE DELETE ON dispute BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER hold_fixed BEFORE UPDATE OF id, event_seq, account_id, kind, from_on ON hold
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER hold_void_once BEFORE UPDATE OF voided_by ON hold WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER hold_no_delete BEFORE DELETE ON hold BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER lien_step_fixed BEFORE UPDATE OF id, event_seq, account_id, job, step, made_on, due_on ON lien_step
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER lien_step_void_once BEFORE UPDATE OF voided_by ON lien_step WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER lien_step_no_delete BEFORE DELETE ON lien_step BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER closing_fixed BEFORE UPDATE OF id, event_seq, entity, entity_id, on_day ON closing
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER closing_void_once BEFORE UPDATE OF voided_by ON closing WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER closing_no_delete BEFORE DELETE ON closing BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
