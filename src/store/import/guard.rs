//! What stops an import, in one sentence each: what, where, what to do. A stop writes nothing.
//!
//! Law: IMPORT §3.7 and §3.10. Only `skip_errors`, `accept_mismatch` and `close_missing` open a gate, and each is the user's own word.

use super::plan::{DocumentPlan, Plan};
use crate::domain::ids::BatchId;
use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::staged::{FileKind, Issue, Reject, Severity, StagedFile};
use crate::store::fault::Res;
use crate::store::protocol::ImportOrder;
use crate::store::types::Day;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// The day of the newest complete list in the ledger.
pub(super) fn newest_snapshot(conn: &Connection) -> Res<Option<NaiveDate>> {
    let day: Option<Day> = conn.query_row(
        "SELECT max(as_of) FROM batch WHERE is_snapshot = 1 AND voided_by IS NULL",
        [],
        |r| r.get(0),
    )?;
    Ok(day.map(|d| d.0))
}

/// Every file was imported before, byte for byte, with the same profile, and that import stands. A complete list is the same only for
/// the same day, and only while no other one of that profile and day came after it: the same bytes of another day are news.
pub(super) fn same_files(conn: &Connection, files: &[StagedFile]) -> Res<bool> {
    for file in files {
        let day = match file.kind {
            FileKind::Snapshot => file.as_of.map(Day),
            FileKind::List | FileKind::Payments | FileKind::Customers => None,
        };
        let found: Option<i64> = conn
            .prepare_cached(
                "SELECT 1 FROM batch_file f JOIN batch b ON b.id = f.batch_id
                 WHERE f.sha256 = ?1 AND f.profile = ?2 AND f.voided_by IS NULL AND (?3 IS NULL OR (b.as_of = ?3 AND NOT EXISTS (
                   SELECT 1 FROM batch_file g JOIN batch c ON c.id = g.batch_id
                   WHERE g.id > f.id AND g.profile = f.profile AND g.sha256 <> f.sha256 AND g.voided_by IS NULL AND c.as_of = ?3))) LIMIT 1",
            )?
            .query_row(params![file.sha256, file.profile, day], |r| r.get(0))
            .optional()?;
        if found.is_none() || file.sha256.is_empty() {
            return Ok(false);
        }
    }
    Ok(!files.is_empty())
}

/// What can be said before anything is compared.
pub(super) fn before(
    conn: &Connection,
    order: &ImportOrder,
    plan: &Plan<'_>,
) -> Res<Option<String>> {
    if order.files.is_empty() {
        return Ok(Some("no file was named: nothing was imported".into()));
    }
    for (i, file) in order.files.iter().enumerate() {
        let twin = order.files[..i]
            .iter()
            .find(|f| f.sha256 == file.sha256 && !f.sha256.is_empty());
        if let Some(twin) = twin {
            return Ok(Some(format!(
                "{} and {} are the same file: name it once",
                twin.file, file.file
            )));
        }
    }
    for file in &order.files {
        if let Some(issue) = file.issues.iter().find(|i| stops(i, order.accept_mismatch)) {
            let hint = if issue.code == "total_mismatch" {
                "; to import it all the same: --accept-mismatch"
            } else {
                ""
            };
            return Ok(Some(format!(
                "{}: {}{hint}",
                at(file, issue),
                issue.message
            )));
        }
    }
    if !order.skip_errors
        && let Some((file, issue)) = order.files.iter().find_map(|f| {
            let first = f.issues.iter().find(|i| holds_back(f, i))?;
            Some((f, first))
        })
    {
        let held: usize = order.files.iter().map(|f| f.rejects.len()).sum();
        return Ok(Some(format!(
            "{} held back ({}: {}): correct the file, or import the rest with --skip-errors",
            say::plural(held.max(1) as u64, "row"),
            at(file, issue),
            issue.message
        )));
    }
    dates(conn, order, plan)
}

fn dates(conn: &Connection, order: &ImportOrder, plan: &Plan<'_>) -> Res<Option<String>> {
    let mut day = None;
    for file in order.files.iter().filter(|f| f.kind == FileKind::Snapshot) {
        let Some(as_of) = file.as_of else {
            return Ok(Some(format!(
                "{} does not say its day: name it with --as-of",
                file.file
            )));
        };
        if day.is_some_and(|d| d != as_of) {
            return Ok(Some(
                "the files are reports of different days: import the older ones first, each day by itself".into(),
            ));
        }
        day = Some(as_of);
    }
    if let (Some(day), Some(newest)) = (day, newest_snapshot(conn)?)
        && day < newest
    {
        return Ok(Some(format!(
            "the report is of {}, and the ledger holds one of {} already: an older report would turn the clock back; import the newest one",
            say::day(day, plan.day),
            say::day(newest, plan.day)
        )));
    }
    Ok(None)
}

/// A customers file bills an account in a currency that its documents were not read in: they came in an earlier import that did not say
/// theirs, and stand in the wrong one.
pub(super) fn currencies(
    conn: &Connection,
    order: &ImportOrder,
    plan: &Plan<'_>,
) -> Res<Option<String>> {
    if plan.first || order.skip_errors {
        return Ok(None);
    }
    for (f, row, slot) in &plan.customers {
        let slot = &plan.slots[*slot as usize];
        let (None, Some(number)) = (slot.known, slot.number) else {
            continue;
        };
        let other: Option<(Currency, BatchId)> = conn
            .prepare_cached(
                "SELECT a.currency, d.batch_id FROM account a JOIN document d ON d.account_id = a.id AND d.voided_by IS NULL
                 WHERE a.number = ?1 AND a.currency <> ?2 AND a.voided_by IS NULL AND d.batch_id IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM account s WHERE s.number = ?1 AND s.currency = ?2 AND s.voided_by IS NULL) LIMIT 1",
            )?
            .query_row(params![number, slot.currency], |r| {
                Ok((r.get(0)?, BatchId(r.get(1)?)))
            })
            .optional()?;
        if let Some((stands, batch)) = other {
            return Ok(Some(format!(
                "{} line {}: {number} is billed in {}, and batch {batch} brought its documents as {stands}: undo that import (bywhen undo --list), then import the files together",
                plan.files[usize::from(*f)].file,
                row.line,
                slot.currency
            )));
        }
    }
    Ok(None)
}

/// Two complete lists that hold the same document are two reports of one book, such as two downloads of one day: nobody knows which of
/// them holds, and what has no number would count twice.
pub(super) fn overlap(plan: &Plan<'_>) -> Option<String> {
    let is_list = |f: &&StagedFile| f.kind == FileKind::Snapshot;
    if plan.files.iter().filter(is_list).count() < 2 {
        return None;
    }
    let mut seen = HashMap::with_capacity(plan.documents.len());
    let listed = |d: &&DocumentPlan<'_>| is_list(&&plan.files[d.file as usize]);
    for d in plan.documents.iter().filter(listed) {
        let row = d.row;
        // Without a number the day and the amount tell it from others.
        let unnumbered = row.number.is_empty().then_some(row.amount);
        let key = (d.slot, row.kind, row.number.as_str(), row.due, unnumbered);
        let first = *seen.entry(key).or_insert(d.file);
        if first != d.file {
            let what = match row.number.as_str() {
                "" => format!("{} of {}", row.amount.show(row.currency), row.issued),
                number => number.to_owned(),
            };
            let (a, b) = (
                &plan.files[first as usize].file,
                &plan.files[d.file as usize].file,
            );
            return Some(format!(
                "{what} stands in {a} and in {b}: they are two reports of the same documents; import only the newer one"
            ));
        }
    }
    None
}

/// A row is held back for it, however grave the finding is by itself.
fn holds_back(file: &StagedFile, issue: &Issue) -> bool {
    let of_row = |r: &Reject| r.line == issue.line && r.code == issue.code;
    issue.severity == Severity::Error || file.rejects.iter().any(of_row)
}

fn stops(issue: &Issue, accept_mismatch: bool) -> bool {
    issue.severity == Severity::Fatal && !(issue.code == "total_mismatch" && accept_mismatch)
}

fn at(file: &StagedFile, issue: &Issue) -> String {
    if issue.line == 0 {
        file.file.clone()
    } else {
        format!("{} line {}", file.file, issue.line)
    }
}
