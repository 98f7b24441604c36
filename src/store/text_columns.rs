//! The columns of a table that hold text, and what kind of text: read by whoever looks for something that must not stand in the ledger.

use super::fault::Res;
use rusqlite::Connection;

/// What a column of text holds.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Holds {
    /// What somebody typed, or a file brought.
    Words,
    /// Numbers of the book: one that looks like a card may be chance (2 % of 16-digit references do).
    References,
    /// Sums and names of this program, which hold no text of anybody. A sum in hexadecimal looks like a card now and then.
    Ours,
}

/// Columns of `Holds::References`, and the fields of the log's documents that go into them.
const REFERENCES: [&str; 5] = ["number", "reference", "po", "phone", "file"];

/// Columns of `Holds::Ours`.
const OURS: [&str; 12] = [
    "sha256",
    "prev_hash",
    "hash",
    "digest",
    "seal",
    "prev_seal",
    "idem_key",
    "currency",
    "profile",
    "field",
    "rows",
    "places",
];

/// What a column, or a field of a document in the log, holds by its name.
pub(super) fn holds(name: &str) -> Holds {
    if OURS.contains(&name) {
        Holds::Ours
    } else if REFERENCES.contains(&name) {
        Holds::References
    } else {
        Holds::Words
    }
}

/// The columns of a table that hold text, in their order. A table that is not there (an older format) has none.
pub(super) fn of(conn: &Connection, table: &str) -> Res<Vec<(String, Holds)>> {
    let mut statement =
        conn.prepare("SELECT name FROM pragma_table_info(?1) WHERE type = 'TEXT'")?;
    let names: Vec<String> = statement
        .query_map([table], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(names
        .into_iter()
        .map(|name| {
            let kind = holds(&name);
            (name, kind)
        })
        .collect())
}
