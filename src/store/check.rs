//! `check`: proves the ledger. Each line names an invariant of FAULTS §3 and what was counted, or the first examples of what is wrong.
//!
//! Law: reads only, in one transaction, so that all lines speak of the same state.

use super::facts;
use super::fault::Res;
use super::protocol::CheckLine;
use super::{events, meta, migrate};
use crate::domain::rules::Rules;
use rusqlite::Connection;

/// All checks.
pub(super) fn run(
    conn: &Connection,
    rules: &Rules,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<Vec<CheckLine>> {
    let check = Check { conn };
    let mut out = vec![check.schema()?, check.pages()?, check.foreign_keys()?];
    for (name, sql, good) in QUESTIONS {
        out.push(check.none(name, sql, good)?);
    }
    out.push(match events::verify_chain(conn)? {
        Ok(n) => line("event chain", true, format!("{n} events, unbroken")),
        Err(why) => line("event chain", false, why),
    });
    out.push(check.events_have_answers()?);
    out.push(check.facts(rules, progress)?);
    Ok(out)
}

/// Name, the rows that break it (first column says which), what to say when there are none.
const QUESTIONS: [(&str, &str, &str); 10] = [
    (
        "applied within amounts",
        "SELECT 'document #' || d.id || ' ' || d.number FROM document d JOIN document_derived v ON v.id = d.id
         WHERE d.voided_by IS NULL AND v.open_minor < 0",
        "nothing is applied beyond an amount",
    ),
    (
        "open amounts",
        "SELECT 'document #' || d.id || ' ' || d.number || ': ' || d.open_minor || ' kept, ' || v.open_minor || ' derived'
         FROM document d JOIN document_derived v ON v.id = d.id WHERE d.open_minor <> v.open_minor OR d.last_move_on <> v.last_move_on",
        "every open amount follows from its rows",
    ),
    (
        "conservation",
        "SELECT 'account #' || t.account_id || ' ' || t.currency FROM (
           SELECT d.account_id, d.currency,
             sum(CASE WHEN d.kind IN ('invoice', 'debit_note', 'journal_debit', 'refund', 'presumed_use') THEN 1 ELSE -1 END * (
               CASE WHEN EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = d.id AND r.voided_by IS NULL) THEN 0
               ELSE d.amount_minor + (SELECT coalesce(sum(s.delta_minor), 0) FROM restatement s WHERE s.document_id = d.id AND s.voided_by IS NULL) END
               - d.open_minor)) AS difference
           FROM document d WHERE d.voided_by IS NULL GROUP BY d.account_id, d.currency) t
         WHERE t.difference <> 0",
        "debits less credits equal what is open, per account and currency",
    ),
    (
        "one account, one currency",
        "SELECT 'application #' || a.id FROM application a JOIN document f ON f.id = a.from_doc JOIN document t ON t.id = a.to_doc
         WHERE a.voided_by IS NULL AND (f.account_id <> t.account_id OR f.currency <> t.currency OR f.voided_by IS NOT NULL OR t.voided_by IS NOT NULL)",
        "applications stay within account and currency",
    ),
    (
        "document currencies",
        "SELECT 'document #' || d.id FROM document d JOIN account a ON a.id = d.account_id WHERE d.voided_by IS NULL AND d.currency <> a.currency",
        "every document is in its account's currency",
    ),
    (
        "promise items",
        "SELECT 'promise #' || p.id FROM promise p JOIN promise_item i ON i.promise_id = p.id AND i.voided_by IS NULL
         WHERE p.voided_by IS NULL GROUP BY p.id, p.amount_minor HAVING sum(i.amount_minor) <> p.amount_minor",
        "items add up to their promises",
    ),
    (
        "promises and accounts",
        "SELECT 'promise #' || p.id FROM promise p JOIN promise_item i ON i.promise_id = p.id JOIN document d ON d.id = i.document_id
         WHERE d.account_id <> p.account_id",
        "promises name invoices of their own account",
    ),
    (
        "import totals",
        "SELECT 'import #' || b.id FROM batch b WHERE b.voided_by IS NULL AND (
           b.documents_count <> (SELECT count(*) FROM document d WHERE d.event_seq = b.event_seq)
           OR b.documents_minor <> (SELECT coalesce(sum(d.amount_minor), 0) FROM document d WHERE d.event_seq = b.event_seq))",
        "each import still holds what it brought",
    ),
    (
        "undone means undone",
        "SELECT 'event #' || u.undoes_seq FROM event u JOIN event e ON e.seq = u.undoes_seq JOIN document d ON d.event_seq = e.seq WHERE d.voided_by IS NULL",
        "no document of an undone act stands",
    ),
    (
        "no fact without account",
        "SELECT 'account #' || f.account_id FROM facts f JOIN account a ON a.id = f.account_id WHERE a.voided_by IS NOT NULL",
        "facts belong to accounts that stand",
    ),
];

struct Check<'a> {
    conn: &'a Connection,
}

fn line(name: &str, ok: bool, detail: String) -> CheckLine {
    CheckLine {
        name: name.to_owned(),
        ok,
        detail,
    }
}

impl Check<'_> {
    /// The schema is, object by object, the one that this program makes (FAULTS X6).
    fn schema(&self) -> Res<CheckLine> {
        let fresh = Connection::open_in_memory()?;
        migrate::schema(&fresh)?;
        let list = |conn: &Connection| -> Res<Vec<(String, Option<String>)>> {
            let mut statement = conn.prepare(
                "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
            )?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let (ours, expected) = (list(self.conn)?, list(&fresh)?);
        let odd: Vec<&str> = ours
            .iter()
            .filter(|o| !expected.contains(o))
            .chain(expected.iter().filter(|e| !ours.contains(e)))
            .map(|(name, _)| name.as_str())
            .take(5)
            .collect();
        Ok(if odd.is_empty() {
            let version = migrate::version(self.conn)?;
            line(
                "schema",
                true,
                format!("format {version}, {} objects", ours.len()),
            )
        } else {
            line("schema", false, format!("differs at {}", odd.join(", ")))
        })
    }

    fn pages(&self) -> Res<CheckLine> {
        let said: String = self
            .conn
            .query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
        Ok(line("storage", said == "ok", said))
    }

    fn foreign_keys(&self) -> Res<CheckLine> {
        let mut statement = self.conn.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        Ok(match rows.next()? {
            None => line("references", true, "every row's parents are there".into()),
            Some(r) => {
                let table: String = r.get(0)?;
                line(
                    "references",
                    false,
                    format!("a row of {table} refers to nothing"),
                )
            }
        })
    }

    /// A question that must have no answer.
    fn none(&self, name: &str, sql: &str, good: &str) -> Res<CheckLine> {
        let mut statement = self.conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        let (mut count, mut first) = (0u64, Vec::<String>::new());
        while let Some(r) = rows.next()? {
            count += 1;
            if first.len() < 3 {
                first.push(r.get(0)?);
            }
        }
        Ok(if count == 0 {
            line(name, true, good.to_owned())
        } else {
            line(name, false, format!("{count} broken: {}", first.join("; ")))
        })
    }

    fn events_have_answers(&self) -> Res<CheckLine> {
        self.none(
            "events and rows",
            "SELECT 'event #' || e.seq FROM event e WHERE NOT EXISTS (SELECT 1 FROM event_result r WHERE r.event_seq = e.seq)",
            "every event has its answer",
        )
    }

    /// The stored facts equal a recount on the day that they are of.
    fn facts(&self, rules: &Rules, progress: &mut dyn FnMut(u64, u64)) -> Res<CheckLine> {
        let Some(day) = meta::day(self.conn, meta::ROLLED_TO)? else {
            return Ok(line("facts", true, "nothing counted yet".into()));
        };
        if !facts::made_with(self.conn, rules)? {
            return Ok(line(
                "facts",
                true,
                "made with other settings; made anew at the next start of the desk".into(),
            ));
        }
        let (mut count, mut odd) = (0u64, Vec::new());
        facts::stream(
            self.conn,
            rules,
            day,
            &mut |made, _| {
                count += 1;
                if facts::stored(self.conn, made.account)?.as_ref() != Some(&made) {
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
}
