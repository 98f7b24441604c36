//! Rows with money: inserting documents and applications, taking documents back, and what is open on them now.
//!
//! Law: the triggers keep `open_minor`; this file only inserts. "Now" means with everything recorded in effect, whatever its day.

use super::act::Act;
use super::document_rows::{Row, Rows, Settles};
use super::fault::{Fault, Res, refuse};
use super::table::Table;
use super::types::Day;
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, BatchId, DocumentId};
use crate::domain::money::{AMOUNT_LIMIT, Currency, Minor};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

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
    Rows::new(act.conn)?.documents(act, &[Row::untouched(new.clone())])
}

/// Settles part of a debit-side document with part of a credit-side one.
pub(super) fn apply(
    act: &mut Act<'_>,
    from: DocumentId,
    to: DocumentId,
    amount: Minor,
    on: NaiveDate,
) -> Res<()> {
    let part = Settles {
        from,
        to,
        amount,
        on,
    };
    Rows::new(act.conn)?.settle(act, &[part])
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

/// The newest document; zero where there is none. What is written next follows it.
pub(super) fn newest(conn: &Connection) -> Res<DocumentId> {
    let sql = "SELECT coalesce(max(id), 0) FROM document";
    Ok(conn.query_row(sql, [], |r| r.get(0))?)
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
