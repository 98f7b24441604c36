//! `bywhen aging`: what is open by age, one line per currency.

use super::args::AgingArgs;
use super::failure::Outcome;
use super::out::Out;
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::aging::{AgeBy, AgingLine, BUCKETS};
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::store::protocol::{Reply, Request};
use chrono::NaiveDate;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// The contract's document.
#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    by: AgeBy,
    currencies: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    currency: Currency,
    accounts: u64,
    open_invoices: u64,
    total_open: Minor,
    past_due: Minor,
    #[serde(serialize_with = "by_bucket")]
    buckets: &'a [Minor; 6],
    unapplied: Minor,
    balance: Minor,
}

impl<'a> From<&'a AgingLine> for Line<'a> {
    fn from(line: &'a AgingLine) -> Self {
        Line {
            currency: line.currency,
            accounts: line.accounts,
            open_invoices: line.open_invoices,
            total_open: line.total_open,
            past_due: line.past_due,
            buckets: &line.buckets.0,
            unapplied: line.unapplied,
            balance: line.balance,
        }
    }
}

/// Buckets under their names: `current`, `1-30` … `121+`.
pub fn by_bucket<S: Serializer>(buckets: &&[Minor; 6], to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(BUCKETS.len()))?;
    for (name, amount) in BUCKETS.iter().zip(buckets.iter()) {
        map.serialize_entry(name, amount)?;
    }
    map.end()
}

/// Runs it.
pub fn run(session: &Session, args: &AgingArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    let by = AgeBy::from(args.by);
    let lines = match desk.ask(Request::Aging { as_of, by })? {
        Reply::Aging(lines) => lines,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&Document {
            as_of,
            by,
            currencies: lines.iter().map(Line::from).collect(),
        });
    }
    if lines.is_empty() {
        return out.line("Nothing is open.");
    }
    let what = match by {
        AgeBy::Due => "days past due",
        AgeBy::Invoice => "days since the invoice",
    };
    out.line(format!("As of {}, by {what}", say::day(as_of, as_of)))?;
    let mut table = Table::new(&[
        ("", Align::Left),
        (BUCKETS[0], Align::Right),
        (BUCKETS[1], Align::Right),
        (BUCKETS[2], Align::Right),
        (BUCKETS[3], Align::Right),
        (BUCKETS[4], Align::Right),
        (BUCKETS[5], Align::Right),
        ("open", Align::Right),
        ("unapplied", Align::Right),
        ("balance", Align::Right),
    ]);
    for line in &lines {
        let amounts = line
            .buckets
            .0
            .iter()
            .chain([&line.total_open, &line.unapplied, &line.balance])
            .map(|amount| amount.show(line.currency));
        table.row(std::iter::once(line.currency.to_string()).chain(amounts));
    }
    table.print(out)?;
    for line in &lines {
        out.line(format!(
            "{} {} past due · {} on {}",
            line.past_due.show(line.currency),
            line.currency,
            say::plural(line.open_invoices, "open invoice"),
            say::plural(line.accounts, "account"),
        ))?;
    }
    Ok(())
}
