//! Which rows of the files are documents that the ledger has already, and what they say otherwise.

use super::held::{Candidate, Held};
use super::index::ordinary;
use super::plan::{DocumentChange, Plan, Step};
use super::rows::{by_slot, fetch};
use super::settle;
use crate::domain::document::DocumentKind;
use crate::domain::hashed::Mixed;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{FileKind, StagedDocument};
use crate::store::fault::Res;
use crate::store::fields::Field;
use crate::store::types::{Day, iso};
use rusqlite::{CachedStatement, Connection, params};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// Documents of the ledger that a row was matched with.
pub(super) type Seen = HashSet<DocumentId, BuildHasherDefault<Mixed>>;

/// A payment of the files that the ledger has under its number and day.
#[derive(Copy, Clone, Debug)]
pub(super) struct Posted {
    /// Its place in the plan.
    pub(super) payment: u32,
    /// Of another amount.
    pub(super) changed: bool,
    /// Which document.
    pub(super) id: DocumentId,
}

/// Matches rows with the ledger's documents. The statements are at hand for all rows: to look one up costs as much as a tenth of its answer.
pub(super) struct Known<'c, 's> {
    conn: &'c Connection,
    /// Each document is matched only once.
    seen: &'s mut Seen,
    posted: Vec<Posted>,
    /// By how much the faces of documents were changed since they were written; few ever are.
    restated: HashMap<DocumentId, Minor, BuildHasherDefault<Mixed>>,
    held: Held<'c>,
    numbered: CachedStatement<'c>,
    unnumbered: CachedStatement<'c>,
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
            posted: Vec::new(),
            restated,
            held: Held::new(conn)?,
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

    /// Matches all rows, account by account: the documents of one lie together. Answers which payments the ledger has, in the
    /// files' order.
    pub(super) fn matches(
        mut self,
        plan: &mut Plan<'_>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Res<Vec<Posted>> {
        // Documents count from zero, payments after them: so those of an account stand behind its documents.
        let payments = plan.documents.len() as u32;
        let documents = plan.documents.iter().map(|d| d.slot).zip(0..);
        let paid = plan.payments.iter().map(|p| p.slot).zip(payments..);
        let order = by_slot(documents.chain(paid).collect());
        let total = order.len() as u64;
        let (mut rest, mut told) = (order.as_slice(), total);
        while let Some(first) = rest.first() {
            if rest.len() as u64 <= told {
                progress(total - rest.len() as u64, total);
                told = (rest.len() as u64).saturating_sub(8192);
            }
            let slot_of = |n: u32| match n.checked_sub(payments) {
                None => plan.documents[n as usize].slot,
                Some(p) => plan.payments[p as usize].slot,
            };
            let slot = slot_of(*first);
            let end = rest.iter().position(|n| slot_of(*n) != slot);
            let (now, later) = rest.split_at(end.unwrap_or(rest.len()));
            if let Some(account) = plan.slots[slot as usize].known {
                self.held.load(account, now.len())?;
                let (documents, paid) = now.split_at(now.partition_point(|n| *n < payments));
                self.match_documents(plan, account, documents)?;
                fetch(
                    paid.iter()
                        .map(|n| plan.payments[(n - payments) as usize].row.line),
                );
                for n in paid {
                    self.match_payment(plan, account, n - payments)?;
                }
            }
            rest = later;
        }
        self.posted.sort_unstable_by_key(|posted| posted.payment);
        Ok(self.posted)
    }

    /// Matches the documents of one account.
    fn match_documents(
        &mut self,
        plan: &mut Plan<'_>,
        account: AccountId,
        rows: &[u32],
    ) -> Res<()> {
        fetch(rows.iter().map(|i| plan.documents[*i as usize].row.line));
        // What is certain first, so that no row takes the document of another one.
        let mut changed = Vec::new();
        for i in rows {
            if !self.match_document(plan, account, *i as usize, Alike::Wholly)? {
                changed.push(*i);
            }
        }
        for i in changed {
            self.match_document(plan, account, i as usize, Alike::Nearly)?;
        }
        Ok(())
    }

    /// True when nothing is left to be done with the row.
    fn match_document(
        &mut self,
        plan: &mut Plan<'_>,
        account: AccountId,
        i: usize,
        alike: Alike,
    ) -> Res<bool> {
        let document = &plan.documents[i];
        if document.step == Step::SKIP {
            return Ok(true);
        }
        let row = document.row;
        let mut found = if row.number.is_empty() {
            let candidates = self.unnumbered(account, row)?;
            choose(self.seen, row, alike, &candidates)
        } else if let Some(numbered) = self.held.numbered(&row.number, row.kind) {
            choose(self.seen, row, alike, numbered)
        } else {
            let candidates = self.numbered(account, row)?;
            choose(self.seen, row, alike, &candidates)
        };
        if alike == Alike::Nearly
            && found.is_none()
            && row.kind.is_receivable()
            && !row.number.is_empty()
        {
            found = choose(self.seen, row, alike, &self.fees(account, row)?);
        }
        if alike == Alike::Nearly && found.is_none() && row.kind == DocumentKind::Payment {
            found = choose(self.seen, row, alike, &self.receipts(account, row)?);
        }
        let Some(found) = found else {
            return Ok(false);
        };
        self.seen.insert(found.id);
        plan.is_known(i, found.id, found.open);
        let snapshot = plan.files[plan.documents[i].file as usize].kind == FileKind::Snapshot;
        self.compare(plan, account, row, &found, snapshot)?;
        Ok(true)
    }

    /// A numbered payment is the one of that day.
    fn match_payment(&mut self, plan: &Plan<'_>, account: AccountId, i: u32) -> Res<()> {
        let row = plan.payments[i as usize].row;
        if row.number.is_empty() {
            return Ok(());
        }
        let found = match self.held.numbered(&row.number, DocumentKind::Payment) {
            Some(mut numbered) => numbered.find(|c| c.due == row.on).cloned(),
            None => {
                let ask = params![row.number, account, DocumentKind::Payment];
                let rows = self.numbered.query_map(ask, Candidate::read)?;
                let all: Vec<Candidate> = rows.collect::<Result<_, _>>()?;
                all.into_iter().find(|c| c.due == row.on)
            }
        };
        if let Some(found) = found {
            // A list of what is open knows only what of a payment was left.
            let other = found.amount != row.amount;
            self.posted.push(Posted {
                payment: i,
                changed: other && (found.amount_known || found.amount > row.amount),
                id: found.id,
            });
        }
        Ok(())
    }

    fn numbered(&mut self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let ask = params![row.number, account, row.kind];
        let rows = self.numbered.query_map(ask, Candidate::read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn unnumbered(&mut self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let ask = params![account, Day(row.issued), row.kind];
        let rows = self.unnumbered.query_map(ask, Candidate::read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A fee of our own that the books have under its number: it is the same one, whatever they call it.
    fn fees(&self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT d.id, d.due_on, d.amount_minor, d.amount_known, d.open_minor, d.po, d.job, d.in_snapshot, d.batch_id IS NULL
             FROM document d JOIN fee f ON f.document_id = d.id AND f.voided_by IS NULL
             WHERE d.number = ?1 AND d.account_id = ?2 AND d.voided_by IS NULL ORDER BY d.due_on",
        )?;
        let rows = statement.query_map(params![row.number, account], Candidate::read)?;
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
            Candidate::read,
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

/// How much a row and its document have in common.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Alike {
    /// Number and due day, or without a number day and amount.
    Wholly,
    /// The source may have another due day or another amount by now.
    Nearly,
}

/// Instalments and re-used numbers are told apart by the due date, unnumbered rows by the amount.
fn choose<'k>(
    seen: &Seen,
    row: &StagedDocument,
    alike: Alike,
    candidates: impl IntoIterator<Item = &'k Candidate>,
) -> Option<Candidate> {
    let mut free = candidates
        .into_iter()
        .filter(|c| !seen.contains(&c.id))
        // Many books number every payment `ACH`: one of another day and another amount is another one.
        .filter(|c| {
            row.kind != DocumentKind::Payment || c.due == row.due || c.amount == row.amount
        });
    let found = match alike {
        Alike::Wholly => {
            free.find(|c| c.due == row.due && (!row.number.is_empty() || c.amount == row.amount))
        }
        // `min_by_key` takes the first of equals.
        Alike::Nearly => free.min_by_key(|c| {
            let days = (c.due - row.due).num_days().abs();
            (days != 0, c.amount != row.amount, days)
        }),
    };
    found.cloned()
}
