//! Notes of all accounts, searched by their words, newest first.
//!
//! Law: an index of words over `touch` (`note_words`), kept by triggers; a voided touch is in it no more. Order is by id, which the index
//! gives without sorting.

use super::fault::Res;
use super::protocol::NoteHit;
use super::types::Day;
use crate::domain::ids::AccountId;
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// Notes up to a day that hold every word, or a word that begins with it.
pub(super) fn search(
    conn: &Connection,
    text: &str,
    account: Option<AccountId>,
    limit: usize,
    as_of: NaiveDate,
) -> Res<Vec<NoteHit>> {
    let Some(words) = query(text) else {
        return Ok(Vec::new());
    };
    let mut statement = conn.prepare_cached(
        "SELECT t.account_id, coalesce(a.number, a.name), a.name, t.id, t.on_day, t.by_whom, t.channel, t.note, t.told
         FROM note_words w JOIN touch t ON t.id = w.rowid JOIN account a ON a.id = t.account_id
         WHERE note_words MATCH ?1 AND t.on_day <= ?2 AND (?3 IS NULL OR t.account_id = ?3) AND t.voided_by IS NULL
         ORDER BY w.rowid DESC LIMIT ?4",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![words, Day(as_of), account, limit])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(NoteHit {
            account: r.get(0)?,
            label: r.get(1)?,
            name: r.get(2)?,
            touch: r.get(3)?,
            on: r.get::<_, Day>(4)?.0,
            by: r.get(5)?,
            channel: r.get(6)?,
            note: r.get(7)?,
            told: r.get(8)?,
        });
    }
    Ok(out)
}

/// What was typed as a question to the index: each run of letters and digits a prefix, so that nothing typed is syntax.
fn query(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| format!("\"{w}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_syntax() {
        assert_eq!(
            query("PO-77 \"late\" OR note:*"),
            Some("\"PO\"* \"77\"* \"late\"* \"OR\"* \"note\"*".into())
        );
        assert_eq!(query(" -- ** "), None);
    }
}
