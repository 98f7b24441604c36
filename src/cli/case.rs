//! `bywhen case`: disputes and deductions as cases, with owner and day.

use super::acts::{open_invoices, say_done};
use super::args::{CaseArgs, CaseDeductArgs, CaseHandOverArgs, CaseReopenArgs, CaseWhat};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Session, amount, unexpected};
use super::table::{Align, Table};
use crate::domain::dispute::DisputeCode;
use crate::domain::ids::DisputeId;
use crate::domain::say;
use crate::store::protocol::{CaseDeed, CaseRow, Intent, NewDeduction, Reply, Request};
use chrono::NaiveDate;
use serde::Serialize;

/// The document of `case list`.
#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    cases: &'a [CaseRow],
}

/// Runs it.
pub fn run(session: &Session, args: &CaseArgs, out: &mut Out) -> Outcome {
    match &args.what {
        CaseWhat::List => list(session, out),
        CaseWhat::Deduct(args) => deduct(session, args, out),
        CaseWhat::HandOver(args) => hand_over(session, args, out),
        CaseWhat::Reopen(args) => reopen(session, args, out),
    }
}

fn list(session: &Session, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    let rows = match desk.ask(Request::Cases { as_of })? {
        Reply::Cases(rows) => rows,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&Document {
            as_of,
            cases: &rows,
        });
    }
    if rows.is_empty() {
        return out.line("nothing is on dispute");
    }
    let mut table = Table::new(&[
        ("case", Align::Right),
        ("account", Align::Shrink),
        ("invoice", Align::Left),
        ("amount", Align::Right),
        ("kind", Align::Left),
        ("open", Align::Right),
        ("answers", Align::Left),
        ("by", Align::Left),
        ("because", Align::Shrink),
    ]);
    for row in &rows {
        let days = as_of.signed_duration_since(row.line.opened_on).num_days();
        let by = row
            .line
            .due_on
            .map_or("no day".to_owned(), |d| say::day(d, as_of));
        table.row([
            format!("#{}", row.line.id),
            row.name.clone(),
            row.line.number.clone(),
            row.line.amount.show(row.currency),
            row.line.kind.words().to_owned(),
            format!("{days}d"),
            row.line
                .owner
                .clone()
                .unwrap_or_else(|| "nobody".to_owned()),
            by,
            row.line.reason.trim().to_owned(),
        ]);
    }
    table.print(out)
}

fn deduct(session: &Session, args: &CaseDeductArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let prep = desk.prep(account.id, session.as_of)?;
    let lines = open_invoices(&prep, &args.invoice)?;
    let Some(line) = lines.first() else {
        return Err(Failure::Refused(format!("'{}' is not open", args.invoice)));
    };
    let wanted = args
        .amount
        .as_deref()
        .map(|text| amount(text, account.currency))
        .transpose()?;
    let deed = CaseDeed::Deduct(NewDeduction {
        account: account.id,
        document: line.id,
        amount: wanted,
        code: DisputeCode::from_name(&args.code).unwrap_or(DisputeCode::Other),
        reason: args.reason.clone().unwrap_or_default(),
        payment: None,
        owner: args.owner.clone(),
        due_on: args.by.as_deref().map(|day| session.day(day)).transpose()?,
    });
    let done = desk.write(session.stamp(), Intent::Case(Box::new(deed)))?;
    say_done(session, &done, out)
}

fn id(typed: &str) -> Outcome<DisputeId> {
    let wanted = typed.trim();
    let wanted = wanted.strip_prefix('#').unwrap_or(wanted).trim();
    wanted.parse().map(DisputeId).map_err(|_| {
        Failure::Usage(format!(
            "'{typed}' is no case's id: `bywhen case list` shows them"
        ))
    })
}

fn hand_over(session: &Session, args: &CaseHandOverArgs, out: &mut Out) -> Outcome {
    let deed = CaseDeed::HandOver {
        dispute: id(&args.case)?,
        owner: args.owner.clone(),
        due_on: session.day(&args.by)?,
        note: args.note.clone(),
    };
    let mut desk = session.open()?;
    let done = desk.write(session.stamp(), Intent::Case(Box::new(deed)))?;
    say_done(session, &done, out)
}

fn reopen(session: &Session, args: &CaseReopenArgs, out: &mut Out) -> Outcome {
    let deed = CaseDeed::Reopen {
        dispute: id(&args.case)?,
        reason: args.reason.clone(),
        owner: args.owner.clone(),
        due_on: session.day(&args.by)?,
    };
    let mut desk = session.open()?;
    let done = desk.write(session.stamp(), Intent::Case(Box::new(deed)))?;
    say_done(session, &done, out)
}
