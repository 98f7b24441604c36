//! Limits, terms and groups: what a supervisor decides, with its reason; and what a group owes.
//!
//! Law: the limit is the account's field, so that an import which says otherwise becomes a question (`questions`) and undo puts it back; the row
//! beside it says who decided it and why. A group has one level: who belongs to one is nobody's group.

use super::act::Act;
use super::books::{self, Slice};
use super::fault::{Fault, Res, refuse};
use super::fields::{self, Field};
use super::protocol::{Changed, CreditAct, StoreError};
use super::table::Table;
use super::types::Day;
use super::{accounts, documents, text};
use crate::domain::account::Account;
use crate::domain::balances::Balances;
use crate::domain::credit::{GroupLine, TermsKind, TradeTerms, exposure, limit_at};
use crate::domain::ids::AccountId;
use crate::domain::money::{AMOUNT_LIMIT, Minor, MoneyError};
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// Does one act.
pub(super) fn write(act: &mut Act<'_>, what: &CreditAct, body: &str) -> Res<()> {
    match what {
        CreditAct::Limit {
            account,
            before,
            after,
            reason,
            by,
        } => set_limit(act, *account, (*before, *after), (reason, by), body),
        CreditAct::Terms {
            account,
            terms,
            from,
            reason,
            by,
        } => {
            let account = accounts::get(act.conn, *account)?;
            let reason = text::required("reason", reason, 2000)?;
            let by = text::required("supervisor's name", by, 200)?;
            documents::check_day(*from)?;
            if *from < act.on() {
                return refuse(format!(
                    "{} has passed: terms are changed from today on; nothing was saved",
                    say::day(*from, act.on())
                ));
            }
            let day = say::day(*from, act.on());
            let words = terms.words();
            let what = format!("{} buys {words} from {day} on: {reason}", account.name);
            act.event("credit", Some(account.id), what, body)?;
            insert_terms(act, account.id, *terms, *from, &reason, &by)
        }
        CreditAct::Parent { account, parent } => set_parent(act, *account, *parent, body),
        CreditAct::Join { account, named } => {
            let found = named.as_deref().map(|n| accounts::resolve(act.conn, n));
            set_parent(act, *account, found.transpose()?.map(|a| a.id), body)
        }
    }
}

fn set_limit(
    act: &mut Act<'_>,
    account: AccountId,
    (before, after): (Option<Minor>, Option<Minor>),
    (reason, by): (&str, &str),
    body: &str,
) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let reason = text::required("reason", reason, 2000)?;
    let by = text::required("supervisor's name", by, 200)?;
    if after.is_some_and(|l| l.is_negative() || l > Minor::new(AMOUNT_LIMIT)) {
        return refuse(
            "a credit limit is zero or more, within the ledger's limit: nothing was saved",
        );
    }
    if found.credit_limit != before {
        let stood = fields::value(act.conn, Field::AccountLimit, account.0)?;
        let (who, at) = fields::last_change(act.conn, Field::AccountLimit, account.0)?
            .unwrap_or_else(|| ("somebody else".to_owned(), act.stamp.at));
        return Err(Fault::Said(StoreError::Changed(Box::new(Changed {
            field: "credit limit",
            before: before.map(|l| l.get().to_string()),
            now: stood,
            by: who,
            at,
        }))));
    }
    if before == after {
        return refuse(format!(
            "the credit limit of {} is that already: nothing was saved",
            found.name
        ));
    }
    let words = |limit: Option<Minor>| match limit {
        Some(limit) => say::money(limit, found.currency),
        None => "none".to_owned(),
    };
    let what = format!(
        "credit limit of {} from {} to {}: {reason}",
        found.name,
        words(before),
        words(after)
    );
    act.event("credit", Some(account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::CreditLimit,
        "INSERT INTO credit_limit (event_seq, account_id, before_minor, limit_minor, reason, set_by, on_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, account, before, after, reason, by, Day(on)],
    )?;
    let value = after.map(|l| l.get().to_string());
    fields::change(act, Field::AccountLimit, account.0, value.as_deref())?;
    act.touch(account);
    Ok(())
}

/// Writes other terms, in an act that has its event.
pub(super) fn insert_terms(
    act: &mut Act<'_>,
    account: AccountId,
    terms: TradeTerms,
    from: NaiveDate,
    reason: &str,
    by: &str,
) -> Res<()> {
    if (terms.kind == TermsKind::Net) != terms.days.is_some() {
        return refuse("net terms have days, the others have none: nothing was saved");
    }
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::CreditTerms,
        "INSERT INTO credit_terms (event_seq, account_id, kind, days, from_on, reason, set_by, on_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seq, account, terms.kind, terms.days, Day(from), reason, by, Day(on)],
    )?;
    act.touch(account);
    Ok(())
}

fn set_parent(
    act: &mut Act<'_>,
    account: AccountId,
    parent: Option<AccountId>,
    body: &str,
) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let head = parent.map(|id| accounts::get(act.conn, id)).transpose()?;
    if found.flags.parent == parent {
        return refuse("that is its group already: nothing was saved");
    }
    if let Some(head) = &head {
        if head.id == account {
            return refuse("an account is not its own group: nothing was saved");
        }
        if head.currency != found.currency {
            return refuse(format!(
                "{} is billed in {}, {} in {}: a group is of one currency; nothing was saved",
                head.name, head.currency, found.name, found.currency
            ));
        }
        if head.flags.parent.is_some() {
            return refuse(format!(
                "{} belongs to a group itself: name the account of that group; nothing was saved",
                head.name
            ));
        }
        if has_members(act.conn, account)? {
            return refuse(format!(
                "{} is a group itself: move its accounts first; nothing was saved",
                found.name
            ));
        }
    }
    let what = match &head {
        Some(head) => format!("{} belongs to the group of {}", found.name, head.name),
        None => format!("{} belongs to no group any more", found.name),
    };
    act.event("credit", Some(account), what, body)?;
    let value = parent.map(|id| id.0.to_string());
    fields::change(act, Field::AccountParent, account.0, value.as_deref())?;
    act.touch(account);
    Ok(())
}

fn has_members(conn: &Connection, account: AccountId) -> Res<bool> {
    let found: Option<i64> = conn
        .prepare_cached(
            "SELECT id FROM account WHERE parent_id = ?1 AND voided_by IS NULL LIMIT 1",
        )?
        .query_row(params![account], |r| r.get(0))
        .optional()?;
    Ok(found.is_some())
}

/// The group of an account, with what all of it owes as of a day; `None` for an account of no group.
pub(super) fn group(
    conn: &Connection,
    account: &Account,
    as_of: NaiveDate,
) -> Res<Option<GroupLine>> {
    let head = account.flags.parent.unwrap_or(account.id);
    if account.flags.parent.is_none() && !has_members(conn, account.id)? {
        return Ok(None);
    }
    let mut statement = conn.prepare_cached(
        "SELECT id FROM account WHERE (id = ?1 OR parent_id = ?1) AND voided_by IS NULL ORDER BY id",
    )?;
    let ids: Vec<AccountId> = statement
        .query_map(params![head], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    let slice = Slice::working(conn, as_of)?;
    let mut line: Option<GroupLine> = None;
    let (mut owed, mut accounts) = (Minor::ZERO, 0);
    for book in books::load_some(conn, &ids, slice)? {
        let balances = Balances::at(&book, as_of)?;
        let part: Result<Minor, MoneyError> =
            exposure(balances.total_open()?, balances.unapplied()?);
        owed = owed.plus(part?)?;
        accounts += 1;
        if book.account.id == head {
            line = Some(GroupLine {
                parent: book.account.name.clone(),
                label: book.account.label().to_owned(),
                accounts: 0,
                limit: limit_at(&book, as_of),
                exposure: Minor::ZERO,
            });
        }
    }
    Ok(line.map(|line| GroupLine {
        accounts,
        exposure: owed,
        ..line
    }))
}
