//! Why a list that closes documents may not be the whole of the book: each reason needs the user's own word, `--close-missing` (IMPORT §3.7).
//!
//! Law: only what closes something by absence is doubted. A reason is a sentence with its figures; its code stands in the report, so
//! that the desk asks for the same typed confirmation.

use super::plan::{Plan, age};
use crate::domain::ids::AccountId;
use crate::domain::say;
use crate::domain::staged::{FileKind, StagedFile};
use crate::store::fault::Res;
use crate::store::protocol::{Doubt, ImportOrder};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;

/// Fewer than so many say nothing about a part of the book.
const FEW: u64 = 5;

/// The scope of a file of mended rows: it is no list, and nothing is compared with it.
pub(super) const MENDED: &str = "(mended rows)";

/// What can be said once everything is compared.
pub(super) fn after(
    conn: &Connection,
    order: &ImportOrder,
    plan: &mut Plan<'_>,
) -> Res<Option<String>> {
    if plan.closed.is_empty() {
        return Ok(None);
    }
    let mut doubts = Vec::new();
    doubts.extend(mass(plan));
    doubts.extend(vanished(plan));
    doubts.extend(no_age(plan));
    for file in plan.files.iter().filter(|f| f.kind == FileKind::Snapshot) {
        doubts.extend(otherwise(conn, file)?);
    }
    let refused = match doubts.first() {
        Some(first) if !order.close_missing => Some(format!(
            "{}: if the report is complete, say so with --close-missing",
            first.text
        )),
        _ => None,
    };
    plan.report.doubts = doubts;
    Ok(refused)
}

/// More than a quarter of the money, or two fifths of the documents.
fn mass(plan: &Plan<'_>) -> Option<Doubt> {
    let money: i128 = plan.closed.iter().map(|c| i128::from(c.open.get())).sum();
    let count = plan.closed.len() as u64;
    let all = &plan.closable;
    if money * 100 <= all.money * 25 && count * 100 <= all.count * 40 {
        return None;
    }
    let percent = if all.money > 0 {
        money * 100 / all.money
    } else {
        100
    };
    Some(Doubt {
        code: "mass_close".to_owned(),
        text: format!(
            "it would close {count} of {} ({percent} % of the open money) because the report does not list them",
            say::plural(all.count, "open document")
        ),
    })
}

/// Two fifths of the customers are gone, though they do not owe that much.
fn vanished(plan: &Plan<'_>) -> Option<Doubt> {
    let named: HashSet<AccountId> = plan.slots.iter().filter_map(|s| s.known).collect();
    let gone: HashSet<AccountId> = plan
        .closed
        .iter()
        .map(|c| c.account)
        .filter(|a| !named.contains(a))
        .collect();
    let (gone, all) = (gone.len() as u64, plan.closable.accounts.len() as u64);
    if gone < FEW || gone * 100 <= all * 40 {
        return None;
    }
    Some(Doubt {
        code: "scope_changed".to_owned(),
        text: format!(
            "{gone} of {} with open documents are not in the report",
            say::plural(all, "account")
        ),
    })
}

/// A whole age is gone: the report may show what is past due only, or one column of it.
fn no_age(plan: &Plan<'_>) -> Option<Doubt> {
    const NAMES: [&str; 5] = [
        "not due yet",
        "1-30 days past due",
        "31-60 days past due",
        "61-90 days past due",
        "more than 90 days past due",
    ];
    let mut listed = [false; 5];
    let of_lists = |d: &&super::plan::DocumentPlan<'_>| {
        plan.files[d.file as usize].kind == FileKind::Snapshot && d.row.kind.raises()
    };
    for d in plan.documents.iter().filter(of_lists) {
        listed[age(d.row.due, plan.day)] = true;
    }
    let gone = |age: usize| {
        plan.closed
            .iter()
            .filter(|c| c.raises && c.age == age)
            .count() as u64
    };
    (0..NAMES.len())
        .find(|i| {
            let all = plan.closable.ages[*i];
            !listed[*i] && all >= FEW && gone(*i) == all
        })
        .map(|i| Doubt {
            code: "scope_changed".to_owned(),
            text: format!(
                "the report lists nothing {}, and {} of that age were open",
                NAMES[i],
                say::plural(plan.closable.ages[i], "document")
            ),
        })
}

/// It says otherwise of itself than the list before it: another format, another filter, no total.
fn otherwise(conn: &Connection, file: &StagedFile) -> Res<Vec<Doubt>> {
    let mut out = Vec::new();
    let mut add = |code: &str, text: String| {
        out.push(Doubt {
            code: code.to_owned(),
            text,
        });
    };
    let same: Option<(Option<String>, bool)> = conn
        .prepare_cached(
            "SELECT f.scope, f.has_total FROM batch_file f WHERE f.kind = 'snapshot' AND f.profile = ?1 AND f.voided_by IS NULL
               AND f.scope IS NOT ?2 ORDER BY f.id DESC LIMIT 1",
        )?
        .query_row(params![file.profile, MENDED], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((scope, had_total)) = same else {
        let other: Option<String> = conn
            .prepare_cached(
                "SELECT profile FROM batch_file WHERE kind = 'snapshot' AND voided_by IS NULL ORDER BY id DESC LIMIT 1",
            )?
            .query_row([], |r| r.get(0))
            .optional()?;
        if let Some(other) = other {
            add(
                "other_profile",
                format!(
                    "{} is read as {}, and the lists before it were {other}",
                    file.file, file.profile
                ),
            );
        }
        return Ok(out);
    };
    if scope != file.scope {
        let said = |scope: &Option<String>| match scope {
            Some(text) => format!("'{text}'"),
            None => "no filter".to_owned(),
        };
        add(
            "scope_changed",
            format!(
                "{} says {}, and the list before it {}",
                file.file,
                said(&file.scope),
                said(&scope)
            ),
        );
    }
    let blank = file.issues.iter().any(|i| i.code == "total_absent");
    if blank || (had_total && file.declared_total.is_none()) {
        add(
            "total_absent",
            format!("{} has no total that proves it whole", file.file),
        );
    }
    Ok(out)
}
