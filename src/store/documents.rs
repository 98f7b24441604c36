//! Rows with money: inserting documents and applications, taking documents back, and what is open on them now.
//!
//! Law: the triggers keep `open_minor`; this file only inserts. "Now" means with everything recorded in effect, whatever its day.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::table::Table;
use super::types::{Day, DayText};
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, BatchId, DocumentId, EventSeq};
use crate::domain::money::{AMOUNT_LIMIT, Currency, Minor};
use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

/// A document to be written.
#[derive(Clone, Debug)]
pub(super) struct NewDocument<'a> {
    /// Whose.
    pub account: AccountId,
    /// By which import.
    pub batch: Option<BatchId>,
    /// What.
    pub kind: DocumentKind,
    /// Its number, may be empty.
    pub number: &'a str,
    /// Its own date.
    pub issued: NaiveDate,
    /// Its due date.
    pub due: NaiveDate,
    /// The due date was worked out.
    pub due_derived: bool,
    /// Above zero.
    pub amount: Minor,
    /// The source gave the face amount.
    pub amount_known: bool,
    /// The account's currency.
    pub currency: Currency,
    /// The earlier end of the span, for presumed rows.
    pub from_on: Option<NaiveDate>,
    /// Purchase order.
    pub po: Option<&'a str>,
    /// Job.
    pub job: Option<&'a str>,
    /// Why a credit was given.
    pub reason: Option<CreditReason>,
    /// The book's words.
    pub memo: Option<&'a str>,
    /// How it was paid.
    pub method: Option<&'a str>,
    /// Check or trace number.
    pub reference: Option<&'a str>,
    /// Listed by a complete list of open items.
    pub in_snapshot: bool,
}

impl<'a> NewDocument<'a> {
    /// A document with nothing but what every one has; due on its own date.
    pub fn plain(
        account: AccountId,
        kind: DocumentKind,
        on: NaiveDate,
        amount: Minor,
        currency: Currency,
    ) -> NewDocument<'a> {
        NewDocument {
            account,
            batch: None,
            kind,
            number: "",
            issued: on,
            due: on,
            due_derived: false,
            amount,
            amount_known: true,
            currency,
            from_on: None,
            po: None,
            job: None,
            reason: None,
            memo: None,
            method: None,
            reference: None,
            in_snapshot: false,
        }
    }
}

/// Writes a document with nothing applied to it yet.
pub(super) fn insert(act: &mut Act<'_>, new: &NewDocument<'_>) -> Res<DocumentId> {
    Rows::new(act.conn)?.document(act, new)
}

/// Settles part of a debit-side document with part of a credit-side one.
pub(super) fn apply(
    act: &mut Act<'_>,
    from: DocumentId,
    to: DocumentId,
    amount: Minor,
    on: NaiveDate,
) -> Res<()> {
    Rows::new(act.conn)?.apply(act, from, to, amount, on)
}

/// The statements that write documents and applications, prepared once for all rows of an act: an import writes millions.
pub(super) struct Rows<'c> {
    document: CachedStatement<'c>,
    application: CachedStatement<'c>,
    bound: Bound,
}

/// What the statement of documents holds from the row before: most of it is the same for thousands of rows, and each binding of a text
/// copies it.
#[derive(Default)]
struct Bound {
    same: Option<Same>,
    /// Texts that are NULL there, by place.
    null: [bool; TEXTS.len()],
}

/// Values that hardly differ from row to row.
#[derive(Copy, Clone, PartialEq, Eq)]
struct Same {
    seq: EventSeq,
    batch: Option<BatchId>,
    kind: DocumentKind,
    due_derived: bool,
    amount_known: bool,
    currency: Currency,
    reason: Option<CreditReason>,
    in_snapshot: bool,
}

/// Where the texts stand that most rows do not have: `from_on`, `po`, `job`, `memo`, `method`, `reference`.
const TEXTS: [usize; 6] = [12, 13, 14, 16, 17, 18];

impl<'c> Rows<'c> {
    /// Prepares them.
    pub fn new(conn: &'c Connection) -> Res<Rows<'c>> {
        Ok(Rows {
            document: conn.prepare_cached(
                "INSERT INTO document (event_seq, account_id, batch_id, kind, number, issued_on, due_on, due_derived, amount_minor, amount_known,
                   currency, from_on, po, job, reason, memo, method, reference, open_minor, last_move_on, in_snapshot)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            )?,
            application: conn.prepare_cached(
                "INSERT INTO application (event_seq, from_doc, to_doc, amount_minor, effective_on) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?,
            bound: Bound::default(),
        })
    }

    /// Writes a document with nothing applied to it yet.
    pub fn document(&mut self, act: &mut Act<'_>, new: &NewDocument<'_>) -> Res<DocumentId> {
        self.document_with(act, new, new.amount, new.issued)
    }

    /// Writes a document together with its caches: only for a first import, which has worked them out itself.
    pub fn document_with(
        &mut self,
        act: &mut Act<'_>,
        new: &NewDocument<'_>,
        open: Minor,
        last_move: NaiveDate,
    ) -> Res<DocumentId> {
        check_amount(new.amount)?;
        self.bind_same(act.seq, new)?;
        let from_on = new.from_on.map(DayText::of);
        let texts = [
            from_on.as_ref().map(DayText::as_str),
            new.po,
            new.job,
            new.memo,
            new.method,
            new.reference,
        ];
        let row = &mut self.document;
        for ((place, text), null) in TEXTS.iter().zip(texts).zip(&mut self.bound.null) {
            if text.is_some() || !*null {
                row.raw_bind_parameter(*place, text)?;
                *null = text.is_none();
            }
        }
        row.raw_bind_parameter(2, new.account)?;
        row.raw_bind_parameter(5, new.number)?;
        row.raw_bind_parameter(6, DayText::of(new.issued).as_str())?;
        row.raw_bind_parameter(7, DayText::of(new.due).as_str())?;
        row.raw_bind_parameter(9, new.amount)?;
        row.raw_bind_parameter(19, open)?;
        row.raw_bind_parameter(20, DayText::of(last_move).as_str())?;
        row.raw_execute()?;
        let id = act.conn.last_insert_rowid();
        act.wrote(Table::Document, id);
        act.moves_on(last_move);
        Ok(DocumentId(id))
    }

    fn bind_same(&mut self, seq: EventSeq, new: &NewDocument<'_>) -> Res<()> {
        let same = Same {
            seq,
            batch: new.batch,
            kind: new.kind,
            due_derived: new.due_derived,
            amount_known: new.amount_known,
            currency: new.currency,
            reason: new.reason,
            in_snapshot: new.in_snapshot,
        };
        if self.bound.same == Some(same) {
            return Ok(());
        }
        let row = &mut self.document;
        row.raw_bind_parameter(1, same.seq)?;
        row.raw_bind_parameter(3, same.batch)?;
        row.raw_bind_parameter(4, same.kind)?;
        row.raw_bind_parameter(8, same.due_derived)?;
        row.raw_bind_parameter(10, same.amount_known)?;
        row.raw_bind_parameter(11, same.currency)?;
        row.raw_bind_parameter(15, same.reason)?;
        row.raw_bind_parameter(21, same.in_snapshot)?;
        self.bound.same = Some(same);
        Ok(())
    }

    /// Settles part of a debit-side document with part of a credit-side one.
    pub fn apply(
        &mut self,
        act: &mut Act<'_>,
        from: DocumentId,
        to: DocumentId,
        amount: Minor,
        on: NaiveDate,
    ) -> Res<()> {
        self.application
            .execute(params![act.seq, from, to, amount, DayText::of(on).as_str()])?;
        act.wrote(Table::Application, act.conn.last_insert_rowid());
        act.moves_on(on);
        Ok(())
    }
}

/// Takes a document back from a day on, with its applications.
pub(super) fn reverse(
    act: &mut Act<'_>,
    document: DocumentId,
    on: NaiveDate,
    reason: &str,
) -> Res<()> {
    let seq = act.seq;
    act.insert(
        Table::Reversal,
        "INSERT INTO reversal (event_seq, document_id, effective_on, reason) VALUES (?1, ?2, ?3, ?4)",
        params![seq, document, Day(on), reason],
    )?;
    act.moves_on(on);
    Ok(())
}

/// Changes what a document is for. `what` is `face` or `balance`.
pub(super) fn restate(
    act: &mut Act<'_>,
    document: DocumentId,
    delta: Minor,
    on: NaiveDate,
    what: &str,
) -> Res<()> {
    let seq = act.seq;
    act.insert(
        Table::Restatement,
        "INSERT INTO restatement (event_seq, document_id, delta_minor, effective_on, what) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![seq, document, delta, Day(on), what],
    )?;
    act.moves_on(on);
    Ok(())
}

/// What is known of one document now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Known {
    /// Which.
    pub id: DocumentId,
    /// Whose.
    pub account: AccountId,
    /// What.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// Its date.
    pub issued: NaiveDate,
    /// Its amount.
    pub amount: Minor,
    /// What is open on it.
    pub open: Minor,
    /// Its currency.
    pub currency: Currency,
}

/// One document that is not voided; refuses when there is none.
pub(super) fn known(conn: &Connection, id: DocumentId) -> Res<Known> {
    conn.prepare_cached(
        "SELECT id, account_id, kind, number, issued_on, amount_minor, open_minor, currency FROM document WHERE id = ?1 AND voided_by IS NULL",
    )?
    .query_row(params![id], |r| {
        Ok(Known {
            id: r.get(0)?,
            account: r.get(1)?,
            kind: r.get(2)?,
            number: r.get(3)?,
            issued: r.get::<_, Day>(4)?.0,
            amount: r.get(5)?,
            open: r.get(6)?,
            currency: r.get(7)?,
        })
    })
    .optional()?
    .ok_or_else(|| {
        Fault::refused(format!(
            "there is no document #{id} (any more): nothing was saved; look at the account again"
        ))
    })
}

/// One document of an account; refuses another account's.
pub(super) fn known_of(conn: &Connection, account: AccountId, id: DocumentId) -> Res<Known> {
    let found = known(conn, id)?;
    if found.account == account {
        return Ok(found);
    }
    refuse(format!(
        "'{}' belongs to another account: nothing was saved",
        found.number
    ))
}

/// An account's currency; refuses an unknown account.
pub(super) fn account_currency(conn: &Connection, account: AccountId) -> Res<Currency> {
    conn.prepare_cached("SELECT currency FROM account WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![account], |r| r.get(0))
        .optional()?
        .ok_or_else(|| Fault::refused(format!("there is no account #{account} (any more)")))
}

/// An amount that a row may hold.
pub(super) fn check_amount(amount: Minor) -> Res<()> {
    if amount.is_positive() && amount.get() <= AMOUNT_LIMIT {
        Ok(())
    } else if amount.is_positive() {
        refuse("that amount is too large for the ledger: nothing was saved")
    } else {
        refuse("the amount must be above zero: nothing was saved")
    }
}

/// A day that a row may hold.
pub(super) fn check_day(day: NaiveDate) -> Res<()> {
    use chrono::Datelike;
    if (1900..=2999).contains(&day.year()) {
        Ok(())
    } else {
        refuse(format!(
            "{day} is no day to work with: choose one between 1900 and 2999"
        ))
    }
}
