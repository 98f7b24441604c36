//! `bywhen place`: accounts that an agency has, what came back, and the file that it gets.

mod package;

pub(in crate::cli) use package::{make, take_away};

use super::acts::say_done;
use super::args::{
    DeclinePlaceArgs, HandOverArgs, PackageArgs, PlaceArgs, PlaceStepArgs, PlaceWhat, RecoveredArgs,
};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::review::check_supervisor;
use super::session::{Session, amount, unexpected};
use super::table::{Align, Table};
use crate::domain::account::Account;
use crate::domain::money::Minor;
use crate::domain::placement::{Placement, PlacementStepKind};
use crate::domain::say;
use crate::store::protocol::{
    ClockAct, ClockKind, Intent, Lane, NewPlacement, PlacementRow, Reply, Request,
};
use chrono::NaiveDate;

/// Runs it.
pub fn run(session: &Session, args: &PlaceArgs, out: &mut Out) -> Outcome {
    match &args.what {
        None | Some(PlaceWhat::List) => list(session, out),
        Some(PlaceWhat::HandOver(args)) => hand_over(session, args, out),
        Some(PlaceWhat::Decline(args)) => decline(session, args, out),
        Some(PlaceWhat::Package(args)) => write_package(session, args, out),
        Some(PlaceWhat::Acknowledge(args)) => {
            step(session, args, PlacementStepKind::Acknowledged, out)
        }
        Some(PlaceWhat::Recall(args)) => step(session, args, PlacementStepKind::Recalled, out),
        Some(PlaceWhat::Close(args)) => step(session, args, PlacementStepKind::Closed, out),
        Some(PlaceWhat::Recovered(args)) => recovered(session, args, out),
    }
}

fn hand_over(session: &Session, args: &HandOverArgs, out: &mut Out) -> Outcome {
    check_supervisor(session)?;
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    if let Some(path) = &args.package {
        package::is_free(path)?;
    }
    let act = ClockAct::Place(NewPlacement {
        account: account.id,
        agency: args.agency.clone(),
        amount: money(args.amount.as_deref(), &account)?,
        reason: args.reason.clone(),
        anyway: args.anyway.clone(),
    });
    let done = desk.write(session.stamp(), Intent::Clock(Box::new(act)))?;
    say_done(session, &done, out)?;
    match &args.package {
        Some(path) => {
            let written = package::write(session, &mut desk, &account, path)?;
            if session.json {
                return Ok(());
            }
            out.line(written)
        }
        None if session.json => Ok(()),
        None => out.line(format!(
            "the agency's file: bywhen place package {} -o PATH",
            account.number.as_deref().unwrap_or("ACCOUNT")
        )),
    }
}

fn write_package(session: &Session, args: &PackageArgs, out: &mut Out) -> Outcome {
    package::is_free(&args.output)?;
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let written = package::write(session, &mut desk, &account, &args.output)?;
    if session.json {
        return out.json(&serde_json::json!({ "path": args.output, "account": account.number }));
    }
    out.line(written)
}

fn decline(session: &Session, args: &DeclinePlaceArgs, out: &mut Out) -> Outcome {
    check_supervisor(session)?;
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let act = ClockAct::Decline {
        account,
        again_on: session.day(&args.again)?,
        reason: args.reason.clone(),
    };
    let done = desk.write(session.stamp(), Intent::Clock(Box::new(act)))?;
    say_done(session, &done, out)
}

fn money(text: Option<&str>, account: &Account) -> Outcome<Option<Minor>> {
    text.map(|text| amount(text, account.currency)).transpose()
}

fn step(
    session: &Session,
    args: &PlaceStepArgs,
    kind: PlacementStepKind,
    out: &mut Out,
) -> Outcome {
    if kind == PlacementStepKind::Recalled {
        check_supervisor(session)?;
    }
    let new = Step {
        account: &args.account,
        kind,
        on: args.on,
        amount: None,
        fee: None,
        note: args.note.as_deref(),
    };
    new.write(session, out)
}

fn recovered(session: &Session, args: &RecoveredArgs, out: &mut Out) -> Outcome {
    let new = Step {
        account: &args.account,
        kind: PlacementStepKind::Recovery,
        on: args.on,
        amount: Some(&args.amount),
        fee: args.fee.as_deref(),
        note: args.note.as_deref(),
    };
    new.write(session, out)
}

/// A step on the newest placement of an account.
struct Step<'a> {
    account: &'a str,
    kind: PlacementStepKind,
    on: Option<NaiveDate>,
    amount: Option<&'a str>,
    fee: Option<&'a str>,
    note: Option<&'a str>,
}

impl Step<'_> {
    fn write(&self, session: &Session, out: &mut Out) -> Outcome {
        let mut desk = session.open()?;
        let account = desk.account(self.account)?;
        let prep = desk.prep(account.id, session.as_of)?;
        let clocks = &prep.clocks;
        let Some(placement) = clocks
            .out(session.as_of)
            .or_else(|| clocks.placements.first())
        else {
            return Err(Failure::Refused(format!(
                "{} was not placed: `bywhen place hand-over` does",
                account.name
            )));
        };
        let fee = match self.fee {
            None => None,
            Some(text) => Some(
                Minor::parse(text, account.currency).map_err(|e| Failure::Usage(e.to_string()))?,
            ),
        };
        let act = ClockAct::Placed {
            placement: placement.id,
            kind: self.kind,
            on: self.on,
            amount: money(self.amount, &account)?,
            fee,
            note: self.note.map(str::to_owned),
        };
        let done = desk.write(session.stamp(), Intent::Clock(Box::new(act)))?;
        say_done(session, &done, out)
    }
}

fn list(session: &Session, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    let rows: Vec<PlacementRow> = match desk.ask(Request::Placements { as_of })? {
        Reply::Placements(rows) => rows,
        other => return Err(unexpected(&other)),
    };
    let lane: Lane = match desk.ask(Request::Lane { as_of })? {
        Reply::Lane(lane) => *lane,
        other => return Err(unexpected(&other)),
    };
    let window: Vec<_> = lane
        .rows
        .iter()
        .filter(|row| row.kind == ClockKind::Placement)
        .collect();
    if session.json {
        return out
            .json(&serde_json::json!({ "as_of": as_of, "placements": rows, "window": window }));
    }
    if rows.is_empty() && window.is_empty() {
        return out.line("nothing is with an agency, and nothing is in the window for placement");
    }
    let mut table = Table::new(&[
        ("account", Align::Shrink),
        ("agency", Align::Shrink),
        ("placed", Align::Left),
        ("state", Align::Left),
        ("amount", Align::Right),
        ("came back", Align::Right),
        ("fees", Align::Right),
    ]);
    for row in &rows {
        let p: &Placement = &row.placement;
        table.row([
            row.name.clone(),
            p.agency.clone(),
            say::day(p.on, as_of),
            row.state.words().to_owned(),
            p.amount.show(row.currency),
            row.recovered.amount.show(row.currency),
            row.recovered.fees.show(row.currency),
        ]);
    }
    if !rows.is_empty() {
        table.print(out)?;
    }
    if window.is_empty() {
        return Ok(());
    }
    out.line(if rows.is_empty() {
        "In the window"
    } else {
        "\nIn the window"
    })?;
    let mut table = Table::new(&[
        ("account", Align::Shrink),
        ("past due", Align::Right),
        ("until", Align::Left),
        ("why", Align::Shrink),
    ]);
    for row in window {
        table.row([
            row.name.clone(),
            row.amount.show(row.currency),
            say::day(row.day, as_of),
            row.what.clone(),
        ]);
    }
    table.print(out)
}
