//! Which rows of the files are documents that the ledger has already, and what they say otherwise.

use super::index::ordinary;
use super::plan::{DocumentChange, Plan, Step};
use super::rows::by_slot;
use super::settle;
use crate::domain::document::DocumentKind;
use crate::domain::hashed::Mixed;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{FileKind, StagedDocument};
use crate::store::fault::Res;
use crate::store::fields::Field;
use crate::store::types::{Day, iso};
use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection, params};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// Documents of the ledger that a row was matched with.
pub(super) type Seen = HashSet<DocumentId, BuildHasherDefault<Mixed>>;

/// Matches rows with the ledger's documents. The statements are at hand for all rows: to look one up costs as much as a tenth of its answer.
pub(super) struct Known<'c, 's> {
    conn: &'c Connection,
    /// Each document is matched only once.
    seen: &'s mut Seen,
    /// By how much the faces of documents were changed since they were written; few ever are.
    restated: HashMap<DocumentId, Minor, BuildHasherDefault<Mixed>>,
    numbered: CachedStatement<'c>,
    unnumbered: CachedStatement<'c>,
}

/// A document of the ledger that a row may mean.
struct Candidate {
    id: DocumentId,
    due: NaiveDate,
    amount: Minor,
    amount_known: bool,
    open: Minor,
    po: Option<String>,
    job: Option<String>,
    in_snapshot: bool,
    typed_here: bool,
}

impl<'c, 's> Known<'c, 's> {
    /// Prepares it.
    pub(super) fn new(conn: &'c Connection, seen: &'s mut Seen) -> Res<Known<'c, 's>> {
        let mut restated = HashMap::default();
        let mut statement = conn.prepare(
            "SELECT document_id, sum(delta_minor) FROM restatement WHERE what = 'face' AND voided_by IS NULL GROUP BY document_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            restated.insert(r.get(0)?, r.get(1)?);
        }
        Ok(Known {
            conn,
            seen,
            restated,
            numbered: conn.prepare_cached(
                "SELECT id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL FROM document
                 WHERE number = ?1 AND account_id = ?2 AND kind = ?3 AND voided_by IS NULL AND number <> '' ORDER BY due_on",
            )?,
            unnumbered: conn.prepare_cached(
                "SELECT id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL FROM document
                 WHERE account_id = ?1 AND kind = ?3 AND issued_on = ?2 AND number = '' AND voided_by IS NULL ORDER BY id",
            )?,
        })
    }

    /// Matches all rows, account by account: the documents of one lie together.
    pub(super) fn matches(
        &mut self,
        plan: &mut Plan<'_>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Res<()> {
        let rows = plan.documents.iter().zip(0..);
        let order = by_slot(rows.map(|(d, i)| (d.slot, i)).collect());
        for (done, i) in order.iter().enumerate() {
            if done % 8192 == 0 {
                progress(done as u64, order.len() as u64);
            }
            self.matches_row(plan, *i as usize)?;
        }
        Ok(())
    }

    fn matches_row(&mut self, plan: &mut Plan<'_>, i: usize) -> Res<()> {
        let document = &plan.documents[i];
        if document.step == Step::SKIP {
            return Ok(());
        }
        let Some(account) = plan.slots[document.slot as usize].known else {
            return Ok(());
        };
        let row = document.row;
        let candidates = if row.number.is_empty() {
            self.unnumbered(account, row)?
        } else {
            self.numbered(account, row)?
        };
        let mut found = self.choose(row, candidates);
        if found.is_none() && row.kind.is_receivable() && !row.number.is_empty() {
            let candidates = self.fees(account, row)?;
            found = self.choose(row, candidates);
        }
        if found.is_none() && row.kind == DocumentKind::Payment {
            let candidates = self.receipts(account, row)?;
            found = self.choose(row, candidates);
        }
        let Some(found) = found else {
            return Ok(());
        };
        self.seen.insert(found.id);
        plan.is_known(i, found.id, found.open);
        let snapshot = plan.files[plan.documents[i].file as usize].kind == FileKind::Snapshot;
        self.compare(plan, account, row, &found, snapshot)
    }

    /// Instalments and re-used numbers are told apart by the due date, unnumbered rows by the amount.
    fn choose(&self, row: &StagedDocument, candidates: Vec<Candidate>) -> Option<Candidate> {
        let mut free: Vec<Candidate> = candidates
            .into_iter()
            .filter(|c| !self.seen.contains(&c.id))
            // Many books number every payment `ACH`: one of another day and another amount is another one.
            .filter(|c| {
                row.kind != DocumentKind::Payment || c.due == row.due || c.amount == row.amount
            })
            .collect();
        let best = free
            .iter()
            .position(|c| c.due == row.due && (!row.number.is_empty() || c.amount == row.amount))
            .or_else(|| free.iter().position(|c| c.due == row.due))
            .unwrap_or(0);
        (best < free.len()).then(|| free.swap_remove(best))
    }

    fn numbered(&mut self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let ask = params![row.number, account, row.kind];
        let rows = self.numbered.query_map(ask, candidate)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn unnumbered(&mut self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let ask = params![account, Day(row.issued), row.kind];
        let rows = self.unnumbered.query_map(ask, candidate)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A fee of our own that the books have under its number: it is the same one, whatever they call it.
    fn fees(&self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT d.id, d.due_on, d.amount_minor, d.amount_known, d.open_minor, d.po, d.job, d.in_snapshot, d.batch_id IS NULL
             FROM document d JOIN fee f ON f.document_id = d.id AND f.voided_by IS NULL
             WHERE d.number = ?1 AND d.account_id = ?2 AND d.voided_by IS NULL ORDER BY d.due_on",
        )?;
        let rows = statement.query_map(params![row.number, account], candidate)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Payments of that day, where one of the two sources gives no number: of the same amount, or of at least what is left of it.
    fn receipts(&self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL FROM document
             WHERE account_id = ?1 AND kind = 'payment' AND issued_on = ?2 AND voided_by IS NULL AND (number = '' OR ?3 = '')
               AND (amount_minor = ?4 OR (?5 = 0 AND amount_minor > ?4)) ORDER BY amount_minor <> ?4, id",
        )?;
        let rows = statement.query_map(
            params![
                account,
                Day(row.issued),
                row.number,
                row.amount,
                row.amount_known
            ],
            candidate,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the source says otherwise than before: face amount, due date, order, job.
    fn compare(
        &self,
        plan: &mut Plan<'_>,
        account: AccountId,
        row: &StagedDocument,
        found: &Candidate,
        snapshot: bool,
    ) -> Res<()> {
        if row.amount_known && found.amount_known && ordinary(row.kind) {
            let restated = self.restated.get(&found.id).copied().unwrap_or_default();
            let face = found.amount.plus(restated)?;
            settle::restate_face(plan, account, row, (found.id, face, found.open))?;
        }
        let mut change = |field, after: String| {
            plan.changes.push(DocumentChange {
                id: found.id,
                account,
                field,
                after,
            });
        };
        if row.due != found.due && row.kind.raises() {
            change(Field::DocumentDue, iso(row.due));
        }
        if row.po.is_some() && row.po.as_deref() != found.po.as_deref() {
            change(
                Field::DocumentPo,
                row.po.as_deref().unwrap_or_default().to_owned(),
            );
        }
        if row.said.job.is_some() && row.said.job.as_deref() != found.job.as_deref() {
            change(
                Field::DocumentJob,
                row.said.job.as_deref().unwrap_or_default().to_owned(),
            );
        }
        // What was typed here becomes the report's as soon as the report lists it.
        if snapshot != found.in_snapshot && (snapshot || !found.typed_here) {
            change(Field::DocumentInSnapshot, i32::from(snapshot).to_string());
        }
        Ok(())
    }
}

fn candidate(r: &rusqlite::Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        id: r.get(0)?,
        due: r.get::<_, Day>(1)?.0,
        amount: r.get(2)?,
        amount_known: r.get(3)?,
        open: r.get(4)?,
        po: r.get(5)?,
        job: r.get(6)?,
        in_snapshot: r.get(7)?,
        typed_here: r.get(8)?,
    })
}
