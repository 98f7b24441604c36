//! The aging report: streams the books of all accounts through `domain::aging`, writing nothing.

use super::books::{self, Slice};
use super::fault::Res;
use crate::domain::aging::{AgeBy, AgingLine, AgingTotals};
use crate::domain::balances::Balances;
use crate::domain::ids::AccountId;
use chrono::NaiveDate;
use rusqlite::Connection;

/// So many accounts are held in memory at once.
const CHUNK: i64 = 512;

/// One line per currency.
pub(super) fn report(conn: &Connection, as_of: NaiveDate, by: AgeBy) -> Res<Vec<AgingLine>> {
    let last: i64 = conn.query_row("SELECT coalesce(max(id), 0) FROM account", [], |r| r.get(0))?;
    let slice = Slice::working(conn, as_of)?;
    let mut totals = AgingTotals::new(by);
    let mut from = 1;
    while from <= last {
        let to = (from + CHUNK - 1).min(last);
        for book in books::load_money(conn, AccountId(from), AccountId(to), slice)? {
            totals.add(book.account.currency, &Balances::at(&book, as_of)?)?;
        }
        from = to + 1;
    }
    Ok(totals.lines())
}
