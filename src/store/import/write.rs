//! Carries a plan out: the event and batch, accounts and people, then the rows (`rows`); a first import without indexes (`bulk`).

use super::bulk::Bulk;
use super::plan::Plan;
use super::rows::Writer;
use super::{customers, doubt, report};
use crate::domain::ids::{AccountId, BatchId};
use crate::domain::staged::{Covers, StagedFile};
use crate::store::accounts::{self, NewAccount};
use crate::store::act::Act;
use crate::store::fault::{Fault, Res};
use crate::store::fields::{self, Field};
use crate::store::protocol::{ImportOrder, Progress};
use crate::store::staff;
use crate::store::table::Table;
use crate::store::types::{Day, iso};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// An import whose rows are written.
pub(super) struct Written<'c> {
    /// Its batch.
    pub batch: BatchId,
    bulk: Option<Bulk<'c>>,
    touched: BTreeSet<AccountId>,
}

/// Writes every row.
pub(super) fn carry_out<'c>(
    act: &mut Act<'c>,
    order: &ImportOrder,
    plan: &Plan<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Res<Written<'c>> {
    let names: Vec<&str> = order.files.iter().map(|f| f.file.as_str()).collect();
    let summary = report::summary(plan);
    let what = format!("import of {}: {summary}", names.join(", "));
    act.event("import", None, what, &body(order, plan, &summary))?;
    let batch = batch(act, order, plan, &summary)?;
    let ids = slots(act, plan)?;
    customers::write(act, plan, &ids)?;
    let bulk = if plan.first {
        Some(Bulk::begin(
            act,
            plan.documents.len() + plan.payments.len(),
        )?)
    } else {
        None
    };
    let all_new = plan.slots.iter().all(|slot| slot.known.is_none());
    if plan.first && all_new && accounts(act.conn)? == plan.slots.len() as u64 {
        act.all_is_new();
    }
    let writer = Writer::new(act, plan, &ids, batch)?;
    let touched = writer.write(act, plan, progress)?;
    Ok(Written {
        batch,
        bulk,
        touched,
    })
}

impl<'c> Written<'c> {
    /// Makes the indexes again and says whose facts change.
    pub fn finish(self, act: &mut Act<'c>, progress: &mut dyn FnMut(Progress)) -> Res<()> {
        let first = self.bulk.is_some();
        if let Some(bulk) = self.bulk {
            progress(Progress {
                stage: "indexing",
                done: 0,
                total: 0,
            });
            bulk.end(act)?;
        }
        // Of a first import everything is new, and its digests are worked out of what it writes: `collectors apply` shares it out.
        if !first {
            staff::take_in(act)?;
        }
        // Streaming all accounts costs less than going to a large part of them one by one.
        if first || self.touched.len() as u64 * 4 > accounts(act.conn)? {
            act.touch_all();
        } else {
            for account in self.touched {
                act.touch(account);
            }
        }
        Ok(())
    }
}

/// How many accounts there are.
fn accounts(conn: &Connection) -> Res<u64> {
    let count: i64 = conn.query_row("SELECT count(*) FROM account", [], |r| r.get(0))?;
    Ok(count.unsigned_abs())
}

/// The event's body: which files, how they were taken, what they came to.
fn body(order: &ImportOrder, plan: &Plan<'_>, summary: &str) -> String {
    let files: Vec<serde_json::Value> = order
        .files
        .iter()
        .map(|f| {
            serde_json::json!({
                "file": f.file, "sha256": f.sha256, "profile": f.profile, "kind": f.kind.name(), "rows": f.rows,
            })
        })
        .collect();
    serde_json::json!({
        "files": files,
        "as_of": plan.as_of.map(iso),
        "skip_errors": order.skip_errors,
        "accept_mismatch": order.accept_mismatch,
        "close_missing": order.close_missing,
        "summary": summary,
    })
    .to_string()
}

fn batch(act: &mut Act<'_>, order: &ImportOrder, plan: &Plan<'_>, summary: &str) -> Res<BatchId> {
    let (count, sum) = plan.totals();
    let sum = i64::try_from(sum).map_err(|_| {
        Fault::refused("the files hold more money than a ledger can count: nothing was imported")
    })?;
    let mismatch = order
        .files
        .iter()
        .any(|f| f.issues.iter().any(|i| i.code == "total_mismatch"));
    let seq = act.seq;
    let id = act.insert(
        Table::Batch,
        "INSERT INTO batch (event_seq, as_of, is_snapshot, mismatch_taken, summary, documents_count, documents_minor)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, plan.as_of.map(Day), plan.is_snapshot, mismatch, summary, count, sum],
    )?;
    for file in &order.files {
        act.insert(
            Table::BatchFile,
            "INSERT INTO batch_file (event_seq, batch_id, file, sha256, profile, kind, scope, has_total) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                seq,
                id,
                clip(&file.file, 400),
                file.sha256,
                file.profile,
                file.kind,
                scope(file),
                file.declared_total.is_some()
            ],
        )?;
    }
    Ok(BatchId(id))
}

/// What a file says of its scope.
fn scope(file: &StagedFile) -> Option<&str> {
    match file.covers {
        Covers::Nothing => Some(doubt::MENDED),
        Covers::Both | Covers::Receivables | Covers::Credits => {
            file.scope.as_deref().map(|text| clip(text, 1000))
        }
    }
}

/// The id of every slot: known, or written now.
fn slots(act: &mut Act<'_>, plan: &Plan<'_>) -> Res<Vec<AccountId>> {
    let mut ids = Vec::with_capacity(plan.slots.len());
    let mut stated = customers::stated(plan);
    for (slot, no) in plan.slots.iter().zip(0..) {
        if let Some(id) = slot.known {
            if slot.attach_number {
                fields::change(act, Field::AccountNumber, id.0, slot.number)?;
                act.touch(id);
            }
            ids.push(id);
            continue;
        }
        let name = clip(slot.name, 400);
        let name = if name.is_empty() { "(no name)" } else { name };
        let second = slot
            .second
            .then(|| format!("{} ({})", clip(name, 390), slot.currency));
        let name = second.as_deref().unwrap_or(name);
        let id = accounts::insert(
            act,
            &NewAccount {
                number: slot.number,
                name,
                currency: slot.currency,
                fields: stated.remove(&no).unwrap_or_default(),
            },
        )?;
        act.touch(id);
        ids.push(id);
    }
    Ok(ids)
}

/// The first `limit` characters: a book's text that is too long is cut, an identity never is.
pub(super) fn clip(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    match text.char_indices().nth(limit) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
