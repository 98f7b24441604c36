//! Imports: compares staged files with the ledger and writes the difference as one batch, one event, one transaction.
//!
//! `compare` makes the `plan` (the preview is the same plan, thrown away), `guard` may stop it, `write` carries it out. A stop is
//! no error: the report says `refused`, and nothing is written.

mod awaited;
mod bulk;
mod compare;
mod customers;
mod directory;
mod doubt;
mod explain;
mod guard;
mod held;
mod index;
mod known;
mod moved;
mod near;
mod payments;
mod plan;
mod receipts;
mod report;
mod rows;
mod settle;
mod snapshot;
mod typed;
mod voids;
mod write;

use super::act::Act;
use super::fault::{Res, refuse};
use super::protocol::{Done, ImportOrder, Progress};
use chrono::NaiveDate;
pub(super) use near::alike;
use plan::Plan;
use rusqlite::Connection;

/// Compares and reports, writing nothing.
pub(super) fn dry_run(
    conn: &Connection,
    on: NaiveDate,
    order: &ImportOrder,
    progress: &mut dyn FnMut(Progress),
) -> Res<Done> {
    let plan = compare::plan(conn, order, on, &mut comparing(progress))?;
    Ok(told(&plan))
}

/// Imports the files.
pub(super) fn apply(
    act: &mut Act<'_>,
    order: ImportOrder,
    progress: &mut dyn FnMut(Progress),
) -> Res<()> {
    let mut plan = compare::plan(act.conn, &order, act.on(), &mut comparing(progress))?;
    if plan.same_files || plan.report.refused.is_some() {
        act.done = told(&plan);
        return Ok(());
    }
    if act.is_stopped() {
        return refuse("the import was stopped: nothing was written");
    }
    let written = write::carry_out(act, &order, &plan, progress)?;
    plan.report.batch = Some(written.batch);
    plan.report.applied = true;
    act.done.import = Some(Box::new(std::mem::take(&mut plan.report)));
    // The rows stand in the ledger now, and what comes next needs their room.
    drop(plan);
    drop(order);
    written.finish(act, progress)
}

/// The answer when nothing is written.
fn told(plan: &Plan<'_>) -> Done {
    let what = match &plan.report.refused {
        Some(reason) => format!("nothing was imported: {reason}"),
        None if plan.same_files => "already imported: 0 new, 0 changed, 0 closed".to_owned(),
        None => report::summary(plan),
    };
    Done {
        what,
        import: Some(Box::new(plan.report.clone())),
        ..Done::default()
    }
}

fn comparing(progress: &mut dyn FnMut(Progress)) -> impl FnMut(u64, u64) {
    |done, total| {
        progress(Progress {
            stage: "comparing",
            done,
            total,
        });
    }
}
