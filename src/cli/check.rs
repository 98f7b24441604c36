//! `bywhen check`: the ledger proves itself. Exit 1 when something does not hold; a warning is shown and fails nothing.

use super::args::CheckArgs;
use super::clock;
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::store::protocol::{
    CheckAsk, CheckLine, Checked, CurrencySum, Depth, Head, Intent, Reply, Request,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The contract's document.
#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    checks: &'a [CheckLine],
    depth: Depth,
    warnings: usize,
    format: i64,
    /// Note it outside the ledger: it shows later that history was not rewritten.
    head: &'a Head,
    counts: BTreeMap<&'a str, u64>,
    sums: &'a [CurrencySum],
    digest: Option<&'a str>,
    /// What `--repair` did.
    #[serde(skip_serializing_if = "Option::is_none")]
    repaired: Option<&'a str>,
}

/// Runs it.
pub fn run(session: &Session, args: &CheckArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let repaired = match args.repair {
        Some(_) => Some(desk.write(session.stamp(), Intent::Repair)?.what),
        None => None,
    };
    let ask = CheckAsk {
        depth: match (args.quick, args.strict) {
            (true, _) => Depth::Quick,
            (_, true) => Depth::Strict,
            _ => Depth::Standard,
        },
        now: Some(clock::now()),
    };
    let depth = ask.depth;
    let checked = match desk.ask(Request::Check(ask))? {
        Reply::Checked(checked) => *checked,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        out.json(&Document {
            ok: checked.is_ok(),
            checks: &checked.lines,
            depth,
            warnings: checked.lines.iter().filter(|c| c.warning).count(),
            format: checked.format,
            head: &checked.head,
            counts: checked
                .counts
                .iter()
                .map(|c| (c.table.as_str(), c.rows))
                .collect(),
            sums: &checked.sums,
            digest: checked.digest.as_deref(),
            repaired: repaired.as_deref(),
        })?;
    } else {
        if let Some(repaired) = &repaired {
            out.line(clean(repaired))?;
        }
        print(&checked, out)?;
    }
    let wrong = checked.lines.iter().filter(|check| !check.ok).count();
    if wrong == 0 {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "{wrong} of {} checks failed on {}: keep a copy of the file and do not write to it; `bywhen restore` puts a backup in its place",
        checked.lines.len(),
        session.ledger.display()
    )))
}

fn print(checked: &Checked, out: &mut Out) -> Outcome {
    let mut table = Table::new(&[("", Align::Left), ("", Align::Left), ("", Align::Left)]);
    for check in &checked.lines {
        let (word, style) = match (check.ok, check.warning) {
            (false, _) => ("WRONG", Style::Bad),
            (true, true) => ("look", Style::Warn),
            (true, false) => ("ok", Style::Good),
        };
        table.row([word, &check.name, &check.detail]);
        table.set_off(0, style);
    }
    table.print(out)?;
    let counts: Vec<String> = checked
        .counts
        .iter()
        .filter(|c| c.rows > 0)
        .map(|c| format!("{} {}", c.rows, c.table))
        .collect();
    if !counts.is_empty() {
        out.line(format!("rows   {}", counts.join(", ")))?;
    }
    for sum in &checked.sums {
        out.line(format!(
            "{}    {} documents, {} open, {} of credits unused",
            sum.currency.code(),
            sum.documents,
            say::money(Minor::new(sum.open_debits), sum.currency),
            say::money(Minor::new(sum.open_credits), sum.currency)
        ))?;
    }
    out.line(format!("head   {} {}", checked.head.seq, checked.head.hash))?;
    if let Some(digest) = &checked.digest {
        out.line(format!("digest {digest}"))?;
    }
    Ok(())
}
