//! `bywhen promises`: promises and what became of them.
//!
//! `state` groups the verdicts: `open` is not decided yet (open, due_today, in_grace), `kept` came within its window (kept,
//! kept_late), `broken` did not come in full within it (light, broken, cured_late), `ended` was taken back, replaced or an entry
//! error (superseded, withdrawn, voided).

use super::args::{PromisesArgs, PromisesSide};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::{Desk, Session, unexpected};
use super::table::{Align, Table};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::plan::Place;
use crate::domain::say;
use crate::domain::touch::{Method, Owner};
use crate::domain::verdict::{ShortCause, Turn, Verdict, history_line};
use crate::domain::view::{PromiseLine, PromiseRow};
use crate::store::protocol::{PromiseAsk, Reply, Request, TaskAsk, TaskRow};
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

/// What `override` takes.
pub const RULINGS: [&str; 5] = ["kept", "kept_late", "broken", "excused", "none"];

/// The verdict that a ruling of that name counts as; `none` = what the ledger says.
pub fn ruling(name: &str) -> Option<Verdict> {
    match name {
        "excused" => Some(Verdict::Voided),
        other => Verdict::from_name(other),
    }
}

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
    /// What we promised, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    ours: Option<&'a [TaskRow]>,
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
    /// The chain of dates on one line.
    chain_line: Option<&'a str>,
    /// What the ledger says; differs from `verdict` only where a supervisor ruled otherwise.
    derived_verdict: Verdict,
    #[serde(rename = "override")]
    ruling: Option<RulingShape<'a>>,
    /// What kind of thing explains the shortfall, beside `short_matches`.
    short_causes: &'a [ShortCause],
    plan: Option<Place>,
    /// How the verdict came about, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<&'a [Turn]>,
}

/// A supervisor's ruling.
#[derive(Serialize)]
struct RulingShape<'a> {
    verdict: Option<Verdict>,
    by: &'a str,
    on: NaiveDate,
    reason: &'a str,
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
            chain_line,
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
            chain_line: chain_line.as_deref(),
            derived_verdict: judgement.derived,
            ruling: judgement.ruling.as_ref().map(|r| RulingShape {
                verdict: r.verdict,
                by: &r.by,
                on: r.on,
                reason: &r.reason,
            }),
            short_causes: &judgement.short_causes,
            plan: promise.place,
            history: None,
        }
    }

    /// The same with how it came about.
    pub fn with_history(mut self, history: Option<&'a [Turn]>) -> Self {
        self.history = history;
        self
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
    let account = match &args.account {
        Some(text) => Some(desk.account(text)?.id),
        None => None,
    };
    let theirs = args.side != PromisesSide::Ours;
    let rows = if theirs {
        theirs_of(&mut desk, args, account, as_of)?
    } else {
        Vec::new()
    };
    let ours = if args.side == PromisesSide::Theirs {
        None
    } else {
        Some(ours_of(&mut desk, args, account, as_of)?)
    };
    let histories = if args.history {
        let each = rows.iter().map(|row| desk.promise_history(row.id(), as_of));
        each.collect::<Result<Vec<_>, _>>()?
    } else {
        Vec::new()
    };
    if session.json {
        let shapes = rows.iter().zip(0..).map(|(row, i)| {
            let history: Option<&Vec<Turn>> = histories.get(i);
            Shape::of(row).with_history(history.map(Vec::as_slice))
        });
        return out.json(&Document {
            as_of,
            promises: shapes.collect(),
            ours: ours.as_deref(),
        });
    }
    if rows.is_empty() && ours.as_ref().is_none_or(Vec::is_empty) {
        return out.line("No promises here. `bywhen promise ACCOUNT AMOUNT BY_WHEN` takes one.");
    }
    if !rows.is_empty() {
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
            let name = Some(row.account.name.as_str());
            add(&mut table, name, row.currency(), &row.line, as_of);
        }
        table.print(out)?;
    }
    for (row, history) in rows.iter().zip(&histories) {
        out.line(format!("#{} {}", row.id(), history_line(history, as_of)))?;
    }
    match ours {
        Some(ours) if !ours.is_empty() => {
            if theirs {
                out.line("What we promised:")?;
            }
            our_table(&ours, as_of).print(out)
        }
        _ => Ok(()),
    }
}

/// What they promised, as far as it was asked for.
fn theirs_of(
    desk: &mut Desk,
    args: &PromisesArgs,
    account: Option<AccountId>,
    as_of: NaiveDate,
) -> Result<Vec<PromiseRow>, Failure> {
    let wanted = args.state.as_deref();
    let is_state = wanted.is_some_and(|w| Verdict::ALL.iter().any(|v| state(*v) == w));
    let ask = PromiseAsk {
        as_of,
        verdict: wanted.filter(|_| !is_state).and_then(Verdict::from_name),
        from: args.from,
        to: args.to,
        account,
    };
    let mut rows = match desk.ask(Request::Promises(ask))? {
        Reply::Promises(rows) => rows,
        other => return Err(unexpected(&other)),
    };
    let method = args.method.as_deref().and_then(Method::from_name);
    let same = |name: &str, typed: &str| name.trim().to_lowercase() == typed.trim().to_lowercase();
    rows.retain(|row| {
        (!is_state || Some(state(row.line.judgement.verdict)) == wanted)
            && (method.is_none() || row.line.promise.method == method)
            && args.collector.as_deref().is_none_or(|typed| {
                let collector = row.account.collector.as_deref();
                collector.is_some_and(|name| same(name, typed))
            })
    });
    Ok(rows)
}

/// What we promised, as far as it was asked for; money and collectors narrow only theirs.
fn ours_of(
    desk: &mut Desk,
    args: &PromisesArgs,
    account: Option<AccountId>,
    as_of: NaiveDate,
) -> Result<Vec<TaskRow>, Failure> {
    let ask = TaskAsk {
        as_of,
        owner: Some(Owner::Us),
        account,
        ended: true,
    };
    let mut rows = match desk.ask(Request::Tasks(ask))? {
        Reply::Tasks(rows) => rows,
        other => return Err(unexpected(&other)),
    };
    rows.retain(|row| {
        let verdict = row.line.verdict;
        row.line.kind.is_owed()
            && args.from.is_none_or(|day| row.line.due_on >= day)
            && args.to.is_none_or(|day| row.line.due_on <= day)
            && args
                .state
                .as_deref()
                .is_none_or(|w| state(verdict) == w || verdict.name() == w)
    });
    Ok(rows)
}

fn our_table(rows: &[TaskRow], as_of: NaiveDate) -> Table {
    let mut table = Table::new(&[
        ("id", Align::Right),
        ("by when", Align::Left),
        ("account", Align::Shrink),
        ("what", Align::Shrink),
        ("late", Align::Right),
        ("verdict", Align::Left),
    ]);
    for row in rows {
        let line = &row.line;
        let late = if line.late > 0 {
            format!("{} bd", line.late)
        } else {
            String::new()
        };
        table.row(vec![
            line.id.to_string(),
            say::day(line.due_on, as_of),
            row.name.clone(),
            line.what.clone(),
            late,
            line.verdict.words(false).to_owned(),
        ]);
    }
    table
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
        in_words(line, as_of),
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

fn in_words(line: &PromiseLine, as_of: NaiveDate) -> String {
    let judged = &line.judgement;
    let mut words = judged.verdict.words(judged.ruling.is_some()).to_owned();
    if let Some(day) = judged.in_transit_until {
        words = format!("{words}, under way to {}", say::short_day(day, as_of));
    }
    if judged.disputed.is_positive() {
        words.push_str(", part disputed");
    }
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
