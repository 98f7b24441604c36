//! `bywhen promises`: promises and what became of them.
//!
//! `state` groups the verdicts: `open` is not decided yet (open, due_today, in_grace), `kept` came within its window (kept,
//! kept_late), `broken` did not come in full within it (light, broken, cured_late), `ended` was taken back, replaced or an entry
//! error (superseded, withdrawn, voided).

use super::args::PromisesArgs;
use super::failure::Outcome;
use super::out::{Out, Style};
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::ids::PromiseId;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::touch::Method;
use crate::domain::verdict::Verdict;
use crate::domain::view::{PromiseLine, PromiseRow};
use crate::store::protocol::{PromiseAsk, Reply, Request};
use chrono::NaiveDate;
use serde::Serialize;

/// What `--state` takes: the states first (they win where a verdict has the same name), then the verdicts.
pub const STATES: [&str; 12] = [
    "open",
    "kept",
    "broken",
    "ended",
    "due_today",
    "in_grace",
    "kept_late",
    "light",
    "cured_late",
    "superseded",
    "withdrawn",
    "voided",
];

/// The state that a verdict belongs to.
pub const fn state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Open | Verdict::DueToday | Verdict::InGrace => "open",
        Verdict::Kept | Verdict::KeptLate => "kept",
        Verdict::Light | Verdict::Broken | Verdict::CuredLate => "broken",
        Verdict::Superseded | Verdict::Withdrawn | Verdict::Voided => "ended",
    }
}

/// The contract's document.
#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    promises: Vec<Shape<'a>>,
}

/// A promise as every document shows it.
#[derive(Serialize)]
pub struct Shape<'a> {
    id: PromiseId,
    account: &'a str,
    name: &'a str,
    amount: Minor,
    currency: Currency,
    by_when: NaiveDate,
    /// The civil day it was taken on.
    taken_at: NaiveDate,
    taken_by: &'a str,
    contact: Option<&'a str>,
    method: Option<Method>,
    reference: Option<&'a str>,
    invoices: &'a [String],
    state: &'static str,
    verdict: Verdict,
    explained: &'a str,
    required: Minor,
    received: Minor,
    short: Minor,
    short_matches: &'a [String],
    slip_business_days: i64,
    window_ends: NaiveDate,
    in_transit_until: Option<NaiveDate>,
    disputed: Minor,
    /// Unapplied cash, or a fall between two reports, is counted for it.
    provisional: bool,
    level: u32,
    chain: &'a [PromiseId],
}

impl<'a> Shape<'a> {
    /// A promise of that account.
    pub fn new(account: &'a str, name: &'a str, currency: Currency, line: &'a PromiseLine) -> Self {
        let PromiseLine {
            promise,
            judgement,
            invoices,
            contact,
            explained,
            chain_line: _,
        } = line;
        Shape {
            id: promise.id,
            account,
            name,
            amount: promise.amount,
            currency,
            by_when: promise.by_when,
            taken_at: promise.taken_on,
            taken_by: &promise.taken_by,
            contact: contact.as_deref(),
            method: promise.method,
            reference: promise.reference.as_deref(),
            invoices,
            state: state(judgement.verdict),
            verdict: judgement.verdict,
            explained,
            required: judgement.required,
            received: judgement.received,
            short: judgement.short,
            short_matches: &judgement.short_matches,
            slip_business_days: judgement.slip,
            window_ends: judgement.window_ends,
            in_transit_until: judgement.in_transit_until,
            disputed: judgement.disputed,
            provisional: judgement.receipts.iter().any(|r| r.provisional),
            level: judgement.level,
            chain: &judgement.chain,
        }
    }

    /// A row of the list of all promises.
    pub fn of(row: &'a PromiseRow) -> Self {
        Shape::new(
            row.account.label(),
            &row.account.name,
            row.currency(),
            &row.line,
        )
    }
}

/// Runs it.
pub fn run(session: &Session, args: &PromisesArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    let wanted = args.state.as_deref();
    let is_state = wanted.is_some_and(|w| Verdict::ALL.iter().any(|v| state(*v) == w));
    let ask = PromiseAsk {
        as_of,
        verdict: wanted.filter(|_| !is_state).and_then(Verdict::from_name),
        from: args.from,
        to: args.to,
        account: None,
    };
    let mut rows = match desk.ask(Request::Promises(ask))? {
        Reply::Promises(rows) => rows,
        other => return Err(unexpected(&other)),
    };
    if is_state {
        rows.retain(|row| Some(state(row.line.judgement.verdict)) == wanted);
    }
    if session.json {
        return out.json(&Document {
            as_of,
            promises: rows.iter().map(Shape::of).collect(),
        });
    }
    if rows.is_empty() {
        return out.line("No promises here. `bywhen promise ACCOUNT AMOUNT BY_WHEN` takes one.");
    }
    let mut table = Table::new(&[
        ("id", Align::Right),
        ("by when", Align::Left),
        ("account", Align::Shrink),
        ("promised", Align::Right),
        ("received", Align::Right),
        ("short", Align::Right),
        ("", Align::Left),
        ("verdict", Align::Left),
    ]);
    for row in &rows {
        add(
            &mut table,
            Some(&row.account.name),
            row.currency(),
            &row.line,
            as_of,
        );
    }
    table.print(out)
}

/// One line of a table of promises; `None` leaves the account's column out.
pub fn add(
    table: &mut Table,
    name: Option<&str>,
    currency: Currency,
    line: &PromiseLine,
    as_of: NaiveDate,
) {
    let judged = &line.judgement;
    let mut cells = vec![
        line.promise.id.to_string(),
        say::day(line.promise.by_when, as_of),
    ];
    cells.extend(name.map(str::to_owned));
    cells.extend([
        line.promise.amount.show(currency),
        judged.received.show(currency),
        judged.short.show(currency),
        currency.to_string(),
        in_words(line),
    ]);
    let last = cells.len() - 1;
    table.row(cells);
    match judged.verdict {
        Verdict::Light | Verdict::Broken => table.set_off(last, Style::Bad),
        Verdict::DueToday | Verdict::InGrace | Verdict::KeptLate | Verdict::CuredLate => {
            table.set_off(last, Style::Warn);
        }
        Verdict::Kept => table.set_off(last, Style::Good),
        Verdict::Superseded | Verdict::Withdrawn | Verdict::Voided => {
            table.set_off(last, Style::Dim)
        }
        Verdict::Open => {}
    }
}

fn in_words(line: &PromiseLine) -> String {
    let judged = &line.judgement;
    let mut words = judged.verdict.name().replace('_', " ");
    if judged.level > 1 {
        words = format!("{words}, {} date", say::ordinal(judged.level));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_and_every_state_can_be_asked_for() {
        for verdict in Verdict::ALL {
            assert!(STATES.contains(&verdict.name()), "{verdict:?}");
            assert!(STATES.contains(&state(verdict)), "{verdict:?}");
        }
    }
}
