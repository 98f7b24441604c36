//! Every text in the ledger: readable, without control characters, and, looked at strictly, without card numbers (FAULTS §3.2, L13).
//!
//! Control characters are shown as tokens wherever text is shown, so they only earn a word; a NUL or bytes that are no text are damage.

use super::{line, none, some_of, warning};
use crate::domain::card;
use crate::store::fault::Res;
use crate::store::protocol::CheckLine;
use crate::store::table::Table;
use crate::store::text_columns::{self, Holds};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

#[derive(Default)]
struct Found {
    texts: u64,
    damaged: Vec<String>,
    control: Vec<String>,
    cards: Vec<String>,
    perhaps: Vec<String>,
}

/// Looks at every text.
pub(super) fn texts(conn: &Connection, cards: bool) -> Res<Vec<CheckLine>> {
    let mut found = Found::default();
    for table in Table::ALL {
        found.table(conn, table.name(), "id", cards)?;
    }
    found.table(conn, "event", "seq", cards)?;
    found.table(conn, "meta", "key", false)?;
    let mut out = Vec::new();
    let texts = found.texts;
    let damaged = none("texts", &found.damaged, || {
        format!("{texts} texts can be read")
    });
    out.push(if damaged.ok && !found.control.is_empty() {
        warning(
            "texts",
            format!(
                "{} hold control characters, which are shown as tokens: {}",
                found.control.len(),
                some_of(&found.control)
            ),
        )
    } else {
        damaged
    });
    if cards {
        out.push(if !found.cards.is_empty() {
            line(
                "card numbers",
                false,
                format!(
                    "{} texts hold what looks like a card number or security code: {}",
                    found.cards.len(),
                    some_of(&found.cards)
                ),
            )
        } else if !found.perhaps.is_empty() {
            warning(
                "card numbers",
                format!(
                    "{} references could be card numbers: {}",
                    found.perhaps.len(),
                    some_of(&found.perhaps)
                ),
            )
        } else {
            line("card numbers", true, "none in any text".into())
        });
    }
    Ok(out)
}

impl Found {
    fn table(&mut self, conn: &Connection, table: &str, key: &str, cards: bool) -> Res<()> {
        let columns = text_columns::of(conn, table)?;
        if columns.is_empty() {
            return Ok(());
        }
        let list: Vec<String> = columns
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        let mut statement = conn.prepare(&format!(
            "SELECT CAST({key} AS TEXT), {} FROM {table}",
            list.join(", ")
        ))?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            for (i, (column, holds)) in columns.iter().enumerate() {
                let ValueRef::Text(bytes) = r.get_ref(i + 1)? else {
                    continue;
                };
                self.texts += 1;
                let place = || -> Res<String> {
                    Ok(format!("{column} of {table} #{}", r.get::<_, String>(0)?))
                };
                let Ok(text) = std::str::from_utf8(bytes) else {
                    self.damaged.push(format!("{} is no text", place()?));
                    continue;
                };
                if bytes.contains(&0) {
                    self.damaged.push(format!("{} holds a NUL", place()?));
                } else if text
                    .chars()
                    .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
                {
                    self.control.push(place()?);
                }
                // Fewer digits make no card; a security code comes with its word.
                if cards
                    && *holds != Holds::Ours
                    && bytes.len() > 5
                    && card::inspect(text).is_some()
                {
                    if *holds == Holds::References {
                        self.perhaps.push(place()?);
                    } else {
                        self.cards.push(place()?);
                    }
                }
            }
        }
        Ok(())
    }
}
