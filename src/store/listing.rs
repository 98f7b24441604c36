//! Lists that leave the ledger: open items by account, and touches. Whole books, a few accounts at a time.
//!
//! Law: reads only, in one transaction; what is listed is worked out by `domain::listing`.

use super::act::Act;
use super::books::{self, Slice};
use super::fault::Res;
use super::protocol::Exported;
use crate::domain::book::Book;
use crate::domain::ids::AccountId;
use crate::domain::listing::{self, AccountItems, Activity};
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::Connection;

/// The kind of the event that an export leaves. What has left cannot be called back, so it is never undone.
pub(super) const EXPORT: &str = "export";

/// So many accounts are held in memory at once.
const CHUNK: i64 = 256;

/// Every account with what is open on it, in the order in which accounts came.
pub(super) fn items(
    conn: &Connection,
    as_of: NaiveDate,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<Vec<AccountItems>> {
    let mut out = Vec::new();
    each(conn, progress, |book| {
        out.push(listing::items(book, as_of)?);
        Ok(())
    })?;
    Ok(out)
}

/// Every touch of these days, by day, then in the order in which it was recorded.
pub(super) fn activity(
    conn: &Connection,
    from: Option<NaiveDate>,
    to: NaiveDate,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<Vec<Activity>> {
    let mut out = Vec::new();
    each(conn, progress, |book| {
        out.extend(listing::activity(book, from, to));
        Ok(())
    })?;
    out.sort_by_key(|line| (line.touch.on, line.touch.id));
    Ok(out)
}

/// Writes down that a list left the ledger: who took what, and the fingerprint of the file (FAULTS P4).
pub(super) fn exported(act: &mut Act<'_>, list: &Exported, body: &str) -> Res<()> {
    let what = format!(
        "{} exported as {}, {}",
        list.what,
        list.format,
        say::plural(list.rows, "row")
    );
    act.event(EXPORT, None, what, body)
}

fn each(
    conn: &Connection,
    progress: &mut dyn FnMut(u64, u64),
    mut take: impl FnMut(Book) -> Res<()>,
) -> Res<()> {
    let last: i64 = conn.query_row("SELECT coalesce(max(id), 0) FROM account", [], |r| r.get(0))?;
    let mut from = 1;
    while from <= last {
        let to = (from + CHUNK - 1).min(last);
        for book in books::load(conn, AccountId(from), AccountId(to), Slice::Whole)? {
            take(book)?;
        }
        progress(to.unsigned_abs(), last.unsigned_abs());
        from = to + 1;
    }
    Ok(())
}
