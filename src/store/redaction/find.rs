//! Where a text stands in the ledger: every column that holds words, and the words within the log's documents.

use crate::domain::redaction::Wanted;
use crate::store::fault::Res;
use crate::store::table::Table;
use crate::store::text_columns::{self, Holds};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;
use std::fmt;

/// One text that holds something wanted, and what it is without.
pub(super) struct Spot {
    pub table: &'static str,
    pub column: String,
    /// The column that names the row.
    pub key: &'static str,
    pub id: i64,
    /// The act that wrote it.
    pub of_seq: i64,
    pub text: String,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} #{}", self.column, self.table, self.id)
    }
}

/// Every place, table by table. In a copy of an earlier format some tables have no columns, and so no places.
pub(super) fn spots(conn: &Connection, wanted: &Wanted) -> Res<Vec<Spot>> {
    let mut out = Vec::new();
    for table in Table::ALL {
        in_table(conn, (table.name(), "id", "event_seq"), wanted, &mut out)?;
    }
    in_table(conn, ("event", "seq", "seq"), wanted, &mut out)?;
    in_table(
        conn,
        ("event_result", "event_seq", "event_seq"),
        wanted,
        &mut out,
    )?;
    Ok(out)
}

/// Whether something wanted is looked for there. A card in a number of the book may be chance, so only a text that is named is taken out
/// of those.
fn looks_in(wanted: &Wanted, holds: Holds) -> bool {
    match holds {
        Holds::Words => true,
        Holds::References => matches!(wanted, Wanted::Text(_)),
        Holds::Ours => false,
    }
}

fn in_table(
    conn: &Connection,
    (table, key, act): (&'static str, &'static str, &'static str),
    wanted: &Wanted,
    out: &mut Vec<Spot>,
) -> Res<()> {
    let columns: Vec<String> = text_columns::of(conn, table)?
        .into_iter()
        .filter(|(_, holds)| looks_in(wanted, *holds))
        .map(|(name, _)| name)
        .collect();
    if columns.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = columns.iter().map(|c| format!("\"{c}\"")).collect();
    let mut statement = conn.prepare(&format!(
        "SELECT {key}, {act}, {} FROM {table} ORDER BY {key}",
        list.join(", ")
    ))?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        for (i, column) in columns.iter().enumerate() {
            let ValueRef::Text(bytes) = r.get_ref(i + 2)? else {
                continue;
            };
            let Ok(text) = std::str::from_utf8(bytes) else {
                continue;
            };
            let without = match (table, column.as_str()) {
                ("event", "body") | ("event_result", "done") => within(wanted, text),
                _ => wanted.black_out(text),
            };
            if let Some(text) = without {
                out.push(Spot {
                    table,
                    column: column.clone(),
                    key,
                    id: r.get(0)?,
                    of_seq: r.get(1)?,
                    text,
                });
            }
        }
    }
    Ok(())
}

/// The same in the texts of a document, its names and numbers untouched.
fn within(wanted: &Wanted, json: &str) -> Option<String> {
    let Ok(mut document) = serde_json::from_str::<Value>(json) else {
        return wanted.black_out(json);
    };
    let mut any = false;
    texts(&mut document, "", &mut |name, text| {
        // A field named like a column of ours may hold words here.
        let holds = match text_columns::holds(name) {
            Holds::Ours => Holds::Words,
            holds => holds,
        };
        if !looks_in(wanted, holds) {
            return;
        }
        if let Some(without) = wanted.black_out(text) {
            *text = without;
            any = true;
        }
    });
    any.then(|| document.to_string())
}

fn texts(value: &mut Value, name: &str, each: &mut dyn FnMut(&str, &mut String)) {
    match value {
        Value::String(text) => each(name, text),
        Value::Array(all) => all.iter_mut().for_each(|one| texts(one, name, each)),
        Value::Object(fields) => {
            for (name, field) in fields {
                texts(field, name, each);
            }
        }
        _ => {}
    }
}
