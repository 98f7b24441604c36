//! What the ledger holds in figures: rows by table, money by currency, and one digest of everything.
//!
//! The digest is over rows in key order in their canonical form, without caches and without what names a copy: another engine that holds
//! the same ledger gives the same one, which is what a move between engines is accepted by (FAULTS §3.2).

use super::canon::{self, Shape};
use crate::store::fault::Res;
use crate::store::protocol::{CurrencySum, TableCount};
use crate::store::table::Table;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

/// Rows by table, the log first.
pub(in crate::store) fn counts(conn: &Connection) -> Res<Vec<TableCount>> {
    let names = std::iter::once("event").chain(Table::ALL.map(Table::name));
    names
        .map(|table| {
            let rows: i64 =
                conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?;
            Ok(TableCount {
                table: table.to_owned(),
                rows: rows.unsigned_abs(),
            })
        })
        .collect()
}

/// Money by currency.
pub(in crate::store) fn sums(conn: &Connection) -> Res<Vec<CurrencySum>> {
    let mut statement = conn.prepare(
        "SELECT currency, count(*),
           coalesce(sum(CASE WHEN kind IN ('invoice', 'debit_note', 'journal_debit', 'refund', 'presumed_use') THEN open_minor END), 0),
           coalesce(sum(CASE WHEN kind NOT IN ('invoice', 'debit_note', 'journal_debit', 'refund', 'presumed_use') THEN open_minor END), 0)
         FROM document WHERE voided_by IS NULL GROUP BY currency ORDER BY currency",
    )?;
    let rows = statement.query_map([], |r| {
        Ok(CurrencySum {
            currency: r.get(0)?,
            documents: r.get::<_, i64>(1)?.unsigned_abs(),
            open_debits: r.get(2)?,
            open_credits: r.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The log and the ledger's own name, which are not tables of rows that an event writes.
const PLAIN: [(&str, &str); 3] = [
    (
        "event",
        "SELECT seq, at_us, on_day, actor, kind, account_id, what, body, idem_key, undoes_seq, prev_hash, hash FROM event ORDER BY seq",
    ),
    (
        "event_result",
        "SELECT event_seq, done, rows FROM event_result ORDER BY event_seq",
    ),
    (
        "meta",
        "SELECT key, value FROM meta WHERE key IN ('company', 'currency') ORDER BY key",
    ),
];

/// One digest of the whole ledger.
pub(in crate::store) fn digest(conn: &Connection, wanted: bool) -> Res<Option<String>> {
    if !wanted {
        return Ok(None);
    }
    let mut whole = Sha256::new();
    let mut bytes = Vec::new();
    let head = |whole: &mut Sha256, name: &str, columns: &str| {
        whole.update(canon::sum_fields(&[name.as_bytes(), columns.as_bytes()]));
    };
    for (name, sql) in PLAIN {
        let mut statement = conn.prepare(sql)?;
        let columns: Vec<&str> = statement.column_names().collect();
        let columns = columns.join(",");
        head(&mut whole, name, &columns);
        let width = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            bytes.clear();
            for i in 0..width {
                canon::put(r.get_ref(i)?, &mut bytes);
            }
            whole.update(canon::sum(&bytes));
        }
    }
    let mut tables = Table::ALL;
    tables.sort_by_key(|table| table.name());
    for table in tables {
        let shape = Shape::of(conn, table)?;
        head(&mut whole, table.name(), &shape.names());
        let mut statement = conn.prepare(&format!(
            "SELECT {} FROM {} ORDER BY id",
            shape.select(),
            table.name()
        ))?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            shape.write(r, None, &mut bytes)?;
            canon::put(r.get_ref(1)?, &mut bytes);
            whole.update(canon::sum(&bytes));
        }
    }
    Ok(Some(canon::hex(&whole.finalize().into())))
}
