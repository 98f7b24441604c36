//! Caches against a recount: the facts of every account, the keys that names are found by.

use super::{line, none};
use crate::domain::rules::Rules;
use crate::store::fault::Res;
use crate::store::protocol::CheckLine;
use crate::store::{facts, meta, text};
use rusqlite::Connection;

/// The stored facts equal a recount on the day that they are of.
pub(super) fn facts(
    conn: &Connection,
    rules: &Rules,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<CheckLine> {
    let Some(day) = meta::day(conn, meta::ROLLED_TO)? else {
        return Ok(line("facts", true, "nothing counted yet".into()));
    };
    if !facts::made_with(conn, rules)? {
        return Ok(line(
            "facts",
            true,
            "made with other settings; made anew at the next start of the desk".into(),
        ));
    }
    let (mut count, mut odd) = (0u64, Vec::new());
    facts::stream(
        conn,
        rules,
        day,
        &mut |made, _| {
            count += 1;
            if facts::stored(conn, made.account)?.as_ref() != Some(&made) {
                odd.push(made.account);
            }
            Ok(())
        },
        progress,
    )?;
    Ok(if odd.is_empty() {
        line(
            "facts",
            true,
            format!("{count} accounts equal a recount as of {day}"),
        )
    } else {
        let first: Vec<String> = odd.iter().take(3).map(|a| format!("#{a}")).collect();
        line(
            "facts",
            false,
            format!(
                "{} accounts differ from a recount: {}",
                odd.len(),
                first.join(", ")
            ),
        )
    })
}

/// Names are found by a key that is made of them.
pub(super) fn name_keys(conn: &Connection) -> Res<CheckLine> {
    let mut statement = conn.prepare("SELECT id, name, name_key FROM account")?;
    let mut rows = statement.query([])?;
    let (mut count, mut odd) = (0u64, Vec::new());
    while let Some(r) = rows.next()? {
        count += 1;
        let (name, key): (String, String) = (r.get(1)?, r.get(2)?);
        if text::name_key(&name) != key {
            odd.push(format!("account #{}", r.get::<_, i64>(0)?));
        }
    }
    Ok(none("name keys", &odd, || {
        format!("{count} names have their keys")
    }))
}
