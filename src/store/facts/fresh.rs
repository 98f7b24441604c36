//! Facts of a ledger whose accounts and documents all came with one write, the first import: worked out from what was written, not read back.
//!
//! Law: the rules are `domain::facts`, as ever; only the book that they look at is made here. It holds what is open and nothing else, because
//! nothing that is settled by that day can be asked about by anybody yet. An account on which something moves later is read from its rows.

use super::rows::Store;
use super::{CHUNK, fingerprint, gather, of};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::rules::Rules;
use crate::store::books;
use crate::store::fault::Res;
use crate::store::meta;
use chrono::NaiveDate;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// A document with what is open on it, whatever was applied.
#[derive(Copy, Clone, Debug)]
pub(in crate::store) struct Open {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub id: DocumentId,
    /// What.
    pub kind: DocumentKind,
    /// Its own date.
    pub issued: NaiveDate,
    /// Its due date.
    pub due: NaiveDate,
    /// What is open.
    pub amount: Minor,
}

/// What stands open in the whole ledger on a day.
#[derive(Debug)]
pub(in crate::store) struct Fresh {
    day: NaiveDate,
    open: Vec<Open>,
    /// Accounts on which something moves after the day.
    later: BTreeSet<AccountId>,
}

impl Fresh {
    /// Nothing yet.
    pub fn new(day: NaiveDate) -> Fresh {
        Fresh {
            day,
            open: Vec::new(),
            later: BTreeSet::new(),
        }
    }

    /// Takes a document in.
    pub fn add(&mut self, open: Open, last_move: NaiveDate) {
        if last_move > self.day {
            self.later.insert(open.account);
        } else if open.amount.is_positive() {
            self.open.push(open);
        }
    }
}

impl Open {
    /// The document as the facts see it: a balance is a document of that amount to which nothing was applied.
    fn document(self) -> Document {
        Document {
            id: self.id,
            kind: self.kind,
            number: String::new(),
            issued: self.issued,
            due: self.due,
            due_derived: false,
            amount: self.amount,
            po: None,
            job: None,
            reason: None,
            memo: None,
            method: None,
            reference: None,
            retainage: Vec::new(),
            presumed_after: None,
        }
    }
}

/// Makes the facts of all accounts.
pub(in crate::store) fn make(
    conn: &Connection,
    rules: &Rules,
    fresh: Fresh,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<()> {
    let Fresh {
        day,
        mut open,
        later,
    } = fresh;
    open.sort_by_key(|o| (o.account, o.id));
    let mut open = open.into_iter().peekable();
    let last: i64 = conn.query_row("SELECT coalesce(max(id), 0) FROM account", [], |r| r.get(0))?;
    let mut rows = Store::new(conn)?;
    let mut from = 1;
    while from <= last {
        let to = (from + CHUNK - 1).min(last);
        for mut book in books::bare(conn, AccountId(from), AccountId(to))? {
            let account = book.account.id;
            while let Some(one) = open.next_if(|o| o.account == account) {
                book.documents.push(one.document());
            }
            let made = if later.contains(&account) {
                of(conn, rules, day, account)?
            } else {
                Some(gather(&book, day, rules)?)
            };
            if let Some((facts, states)) = made {
                rows.put_new(&facts, &states)?;
            }
        }
        progress(to as u64, last as u64);
        from = to + 1;
    }
    meta::set_day(conn, meta::ROLLED_TO, day)?;
    meta::set(conn, meta::RULES, &fingerprint(rules)?)?;
    Ok(())
}
