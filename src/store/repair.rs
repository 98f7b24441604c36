//! `check --repair=derived`: makes what is worked out from rows anew: open amounts, last moves, keys of names, facts.
//!
//! Law: never money, never the log. One transaction with an event that says how much was made anew; what cannot be derived (more applied
//! than there is) is refused, because then a row is wrong and not a cache.

use super::act::Act;
use super::fault::{Res, refuse};
use super::{check, text};
use rusqlite::params;

/// Documents whose caches differ from what their rows give.
const ODD_DOCUMENTS: &str = "SELECT d.id FROM document d JOIN document_derived v ON v.id = d.id WHERE d.open_minor <> v.open_minor OR d.last_move_on <> v.last_move_on";

/// Makes every cache anew that differs.
pub(super) fn derived(act: &mut Act<'_>, body: &str) -> Res<()> {
    let over: Option<i64> = act.conn.query_row(
        "SELECT min(id) FROM document_derived WHERE open_minor < 0",
        [],
        |r| r.get(0),
    )?;
    if let Some(id) = over {
        return refuse(format!(
            "more is applied to document #{id} than there is of it: that is no cache, and nothing was repaired; restore a backup"
        ));
    }
    let documents: i64 = act.conn.query_row(
        &format!("SELECT count(*) FROM ({ODD_DOCUMENTS})"),
        [],
        |r| r.get(0),
    )?;
    let names = odd_names(act)?;
    let facts = check::facts_hold(act.conn, act.rules)?;
    if documents == 0 && names.is_empty() && facts {
        act.done.what = "nothing to repair: every cache equals its recount".to_owned();
        return Ok(());
    }
    let what = format!(
        "repaired: {documents} open amounts, {} name keys, {}",
        names.len(),
        if facts {
            "no facts"
        } else {
            "facts of every account"
        }
    );
    act.event("repair", None, what, body)?;
    act.conn.execute(
        &format!(
            "UPDATE document SET (open_minor, last_move_on) = (SELECT v.open_minor, v.last_move_on FROM document_derived v WHERE v.id = document.id)
             WHERE id IN ({ODD_DOCUMENTS})"
        ),
        [],
    )?;
    for (id, key) in &names {
        act.conn
            .prepare_cached("UPDATE account SET name_key = ?1 WHERE id = ?2")?
            .execute(params![key, id])?;
    }
    act.touch_all();
    Ok(())
}

/// Accounts whose key is not made of their name, with the right one.
fn odd_names(act: &Act<'_>) -> Res<Vec<(i64, String)>> {
    let mut statement = act.conn.prepare("SELECT id, name, name_key FROM account")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let key = text::name_key(&r.get::<_, String>(1)?);
        if key != r.get::<_, String>(2)? {
            out.push((r.get(0)?, key));
        }
    }
    Ok(out)
}
