-- Finance charges, late fees and NSF fees: why each was posted, on what agreement, for which days of which invoice, and what of it was given up.
-- The money is in `document` (a debit note; a credit memo for what is given up) and follows its rules: a fee taken back, and a waiver taken
-- back, are reversals. Law as in 001: rows are inserted, undo sets `voided_by` once, nothing is deleted.

-- What a customer has agreed to about late charges; the newest counts, an empty one ends it.
CREATE TABLE fee_basis (
  id         INTEGER NOT NULL PRIMARY KEY,
  event_seq  INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  agreement  TEXT NOT NULL CHECK (length(agreement) <= 400 AND instr(agreement, char(0)) = 0),
  on_day     TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by  INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX fee_basis_account ON fee_basis (account_id);

-- `about_id`: the invoice that was late, or the payment that came back.
CREATE TABLE fee (
  id          INTEGER NOT NULL PRIMARY KEY,
  event_seq   INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  account_id  INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind        TEXT NOT NULL CHECK (kind IN ('finance_charge', 'late_fee', 'nsf')),
  rule        TEXT NOT NULL CHECK (length(rule) BETWEEN 1 AND 100 AND instr(rule, char(0)) = 0),
  basis       TEXT NOT NULL CHECK (length(basis) BETWEEN 1 AND 400 AND instr(basis, char(0)) = 0),
  words       TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 2000 AND instr(words, char(0)) = 0),
  about_id    INTEGER REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  voided_by   INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE UNIQUE INDEX fee_document ON fee (document_id) WHERE voided_by IS NULL;
CREATE INDEX fee_account ON fee (account_id);

-- Of a finance charge: each invoice, and the days after `from_on` up to `to_on` that were charged.
CREATE TABLE fee_item (
  id              INTEGER NOT NULL PRIMARY KEY,
  event_seq       INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  fee_id          INTEGER NOT NULL REFERENCES fee (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id     INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  principal_minor INTEGER NOT NULL CHECK (principal_minor BETWEEN 1 AND 900000000000000),
  from_on         TEXT NOT NULL CHECK (date(from_on) IS from_on),
  to_on           TEXT NOT NULL CHECK (date(to_on) IS to_on AND to_on > from_on),
  amount_minor    INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 900000000000000),
  voided_by       INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX fee_item_fee ON fee_item (fee_id);

-- What of a fee was given up: the credit that settles it. `waiver_id`: the conditional waiver that was earned.
CREATE TABLE fee_waiver (
  id           INTEGER NOT NULL PRIMARY KEY,
  event_seq    INTEGER NOT NULL REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT,
  fee_id       INTEGER NOT NULL REFERENCES fee (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  document_id  INTEGER NOT NULL REFERENCES document (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 900000000000000),
  reason       TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000 AND instr(reason, char(0)) = 0),
  waiver_id    INTEGER REFERENCES waiver (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  on_day       TEXT NOT NULL CHECK (date(on_day) IS on_day),
  voided_by    INTEGER REFERENCES event (seq) ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX fee_waiver_fee ON fee_waiver (fee_id);

CREATE TRIGGER fee_basis_fixed BEFORE UPDATE OF id, event_seq, account_id, agreement, on_day ON fee_basis
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_basis_void_once BEFORE UPDATE OF voided_by ON fee_basis WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_basis_no_delete BEFORE DELETE ON fee_basis BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_fixed BEFORE UPDATE OF id, event_seq, account_id, document_id, kind, rule, basis, words, about_id ON fee
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_void_once BEFORE UPDATE OF voided_by ON fee WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_no_delete BEFORE DELETE ON fee BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_item_fixed BEFORE UPDATE OF id, event_seq, fee_id, document_id, principal_minor, from_on, to_on, amount_minor ON fee_item
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_item_void_once BEFORE UPDATE OF voided_by ON fee_item WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_item_no_delete BEFORE DELETE ON fee_item BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_waiver_fixed BEFORE UPDATE OF id, event_seq, fee_id, document_id, amount_minor, reason, waiver_id, on_day ON fee_waiver
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_waiver_void_once BEFORE UPDATE OF voided_by ON fee_waiver WHEN OLD.voided_by IS NOT NULL OR NEW.voided_by IS NULL
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER fee_waiver_no_delete BEFORE DELETE ON fee_waiver BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
